import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { Section, Sheet } from "@/components/ui/sheet";
import { GuideEntry, Paragraphs } from "../components/guide-entry";
import { loadGuide } from "../loaders";

export async function TroubleshootingPanel() {
  const t = await getTranslations("troubleshooting");
  const { paragraphs, chapters } = await loadGuide();
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="mb-8">
        <Paragraphs paragraphs={paragraphs} />
      </div>
      {chapters.map(({ id, title, paragraphs: opening, entries }) => (
        <Section key={id} id={id} title={title}>
          {opening.length > 0 && (
            <div className="mb-4">
              <Paragraphs paragraphs={opening} />
            </div>
          )}
          <Sheet className="overflow-hidden">
            {entries.map((entry) => (
              <GuideEntry key={entry.id} entry={entry} />
            ))}
          </Sheet>
        </Section>
      ))}
    </>
  );
}
