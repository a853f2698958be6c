import { getTranslations } from "next-intl/server";
import { Section, Sheet, SheetBody } from "@/components/ui/sheet";
import type { Person } from "@/server/people/person";
import { LeaveWorkspace } from "../components/leave-workspace";
import { WorkspaceForm } from "../components/workspace-form";
import { loadWorkspace } from "../loaders";

export async function WorkspacePanel({ person }: { person: Person }) {
  const t = await getTranslations("settings.workspace");
  const { workspace, manages, memberId } = await loadWorkspace(person);
  return (
    <>
      <div className="mb-10">
        <WorkspaceForm key={workspace.name} workspace={workspace} manages={manages} />
      </div>
      {memberId && (
        <Section id="leaving" title={t("leaving")}>
          <Sheet>
            <SheetBody className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
              <p className="max-w-text text-ink-2">{t("leavingMore")}</p>
              <LeaveWorkspace name={workspace.name} memberId={memberId} />
            </SheetBody>
          </Sheet>
        </Section>
      )}
    </>
  );
}
