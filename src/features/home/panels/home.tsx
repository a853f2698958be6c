import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { DateTime } from "@/components/ui/date-time";
import { HealthBanner } from "@/components/ui/health-banner";
import { KeyValues } from "@/components/ui/metrics";
import { Section, Sheet, SheetBody } from "@/components/ui/sheet";
import type { Person } from "@/server/people/person";
import { LatelyList } from "../components/lately-list";
import { PeopleList } from "../components/people-list";
import { loadHome } from "../loaders";

export async function HomePanel({ person }: { person: Person }) {
  const t = await getTranslations("home");
  if (!person.workspace) return <HealthBanner state="unknown" title={t("noWorkspace")} facts={t("noWorkspaceMore")} />;

  const { signedInAt, otherSessions, people, lately } = await loadHome(person);
  const all = (href: string, id: string) => (
    <Link href={href} prefetch={false} className="link" aria-describedby={`${id}-title`}>
      {t("seeAll")}
    </Link>
  );
  const own = [
    { id: "role", name: t("role"), value: t(`roles.${person.workspace.role}`) },
    ...(person.isInstanceAdmin ? [{ id: "instance", name: t("instanceAdmin"), value: t("yes") }] : []),
    ...(signedInAt ? [{ id: "since", name: t("since"), value: <DateTime at={signedInAt} /> }] : []),
    { id: "sessions", name: t("sessions"), value: t("otherSessions", { count: otherSessions }) },
  ];
  return (
    <>
      <HealthBanner state="unknown" title={t("noCalendar")} facts={t("noCalendarMore")} />
      <div className="grid items-start gap-x-5 desk:grid-cols-[minmax(0,1fr)_316px]">
        <div className="min-w-0">
          {lately && (
            <Section id="lately" title={t("lately")} note={all("/settings/audit", "lately")}>
              <LatelyList entries={lately} />
            </Section>
          )}
          {people && (
            <Section id="team" title={t("team")} note={all("/settings/members", "team")}>
              <PeopleList people={people} />
            </Section>
          )}
        </div>
        <Section id="here" title={t("here")} note={all("/settings/sessions", "here")}>
          <Sheet>
            <SheetBody>
              <KeyValues pairs={own} />
            </SheetBody>
          </Sheet>
        </Section>
      </div>
    </>
  );
}
