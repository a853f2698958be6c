import { getTranslations } from "next-intl/server";
import { MailPlus } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { Section, Sheet } from "@/components/ui/sheet";
import type { Person } from "@/server/people/person";
import { InvitationList } from "../components/invitation-list";
import { InviteButton } from "../components/invite-button";
import { MemberList } from "../components/member-list";
import { loadMembers } from "../loaders";

export async function MembersPanel({ person }: { person: Person }) {
  const t = await getTranslations("settings.members");
  const { members, invitations, manages, roles, ownUserId, workspace } = await loadMembers(person);
  return (
    <>
      <Section
        id="people"
        title={t("people", { count: members.length })}
        {...(manages && { note: <InviteButton roles={roles} workspace={workspace} /> })}
      >
        <MemberList members={members} ownUserId={ownUserId} roles={roles} manages={manages} />
      </Section>
      {manages && (
        <Section id="invitations" title={t("open", { count: invitations.length })}>
          {invitations.length > 0 ? (
            <InvitationList invitations={invitations} />
          ) : (
            <Sheet>
              <EmptyState icon={<MailPlus />} title={t("noneOpen")}>
                {t("noneOpenMore")}
              </EmptyState>
            </Sheet>
          )}
        </Section>
      )}
    </>
  );
}
