import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { DateTime } from "@/components/ui/date-time";
import { HealthBanner } from "@/components/ui/health-banner";
import { Section } from "@/components/ui/sheet";
import { SummaryCards } from "@/components/ui/summary-cards";
import type { Person } from "@/server/people/person";
import { LatelyList } from "../components/lately-list";
import { PeopleList } from "../components/people-list";
import { loadHome } from "../loaders";

type Home = Awaited<ReturnType<typeof loadHome>>;

export async function HomePanel({ person }: { person: Person }) {
  const t = await getTranslations("home");
  if (!person.workspace) return <HealthBanner state="unknown" title={t("noWorkspace")} facts={t("noWorkspaceMore")} />;

  const home = await loadHome(person);
  const { people, lately } = home;
  const all = (href: string, id: string) => (
    <Link href={href} prefetch={false} className="link" aria-describedby={`${id}-title`}>
      {t("seeAll")}
    </Link>
  );
  return (
    <>
      <HealthBanner state="unknown" title={t("noCalendar")} facts={t("noCalendarMore")}>
        <HomeSummary
          home={home}
          ownUserId={person.user.id}
          role={person.workspace.role}
          workspace={person.workspace.name}
        />
      </HealthBanner>
      <div className={lately && people ? "grid items-start gap-x-5 desk:grid-cols-[minmax(0,1fr)_364px]" : ""}>
        {lately && (
          <Section id="lately" title={t("lately")} note={all("/settings/audit", "lately")}>
            <LatelyList entries={lately} />
          </Section>
        )}
        {people && (
          <Section id="team" title={t("team")} note={all("/settings/members", "team")}>
            <PeopleList people={people} ownUserId={person.user.id} />
          </Section>
        )}
      </div>
    </>
  );
}

type SummaryProps = { home: Home; ownUserId: string; role: "member" | "manager" | "admin"; workspace: string };

async function HomeSummary({ home, ownUserId, role, workspace }: SummaryProps) {
  const t = await getTranslations("home");
  const { people, sessions, signedInAt } = home;
  const unseen = people?.filter((member) => !member.lastSeenAt && member.userId !== ownUserId).length ?? 0;
  const since = signedInAt && t.rich("since", { time: () => <DateTime at={signedInAt} /> });
  return (
    <SummaryCards
      cards={[
        { label: t("calendars"), figure: t("number", { value: 0 }), why: t("calendarsWhy") },
        ...(people
          ? [{ label: t("people"), figure: t("number", { value: people.length }), why: t("peopleWhy", { unseen }) }]
          : []),
        { label: t("role"), figure: t(`roles.${role}`), why: t("roleWhy", { workspace }) },
        { label: t("sessions"), figure: t("number", { value: sessions }), why: since },
      ]}
    />
  );
}
