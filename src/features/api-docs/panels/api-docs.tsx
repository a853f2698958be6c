import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { Section, Sheet } from "@/components/ui/sheet";
import { OperationCard } from "../components/operation-card";
import { loadApiDocument } from "../loaders";

const anchor = (tag: string) => tag.toLowerCase().replaceAll(/[^a-z]+/g, "-");

export async function ApiDocsPanel() {
  const t = await getTranslations("docs");
  const { version, description, groups } = loadApiDocument();
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <p className="mb-3 max-w-text text-ink-2">{description}</p>
      <p className="mb-8 text-small text-ink-2">
        <a href="/api/openapi.json" className="link">
          {t("document", { version })}
        </a>
      </p>
      {groups.map(({ tag, operations }) => (
        <Section key={tag} id={anchor(tag)} title={tag}>
          <Sheet className="overflow-hidden">
            {operations.map((operation) => (
              <OperationCard key={operation.id} operation={operation} />
            ))}
          </Sheet>
        </Section>
      ))}
    </>
  );
}
