import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { HealthBanner } from "@/components/ui/health-banner";
import { Section } from "@/components/ui/sheet";
import { SummaryCards } from "@/components/ui/summary-cards";
import type { Person } from "@/server/people/person";
import { LatelyList } from "../components/lately-list";
import { PeopleList } from "../components/people-list";
import { loadHome } from "../loaders";

type Home = Awaited<ReturnType<typeof loadHome>>;

type Calendars = { accounts: number; count: number; href: string };
type Props = {
  person: Person;
  calendars: Calendars;
  /** How the calendars are doing, around the counters; missing while none is connected. */
  verdict?: (cards: ReactNode) => ReactNode;
};

export async function HomePanel({ person, calendars, verdict }: Props) {
  const t = await getTranslations("home");
  if (!person.workspace) return <HealthBanner state="unknown" title={t("noWorkspace")} facts={t("noWorkspaceMore")} />;

  const home = await loadHome(person);
  const { people, lately } = home;
  const all = (href: string, id: string) => (
    <Link href={href} prefetch={false} className="link" aria-describedby={`${id}-title`}>
      {t("seeAll")}
    </Link>
  );
  const cards = (
    <HomeSummary
      home={home}
      calendars={calendars}
      ownUserId={person.user.id}
      role={person.workspace.role}
      workspace={person.workspace.name}
    />
  );
  return (
    <>
      {verdict ? (
        verdict(cards)
      ) : (
        <HealthBanner
          state="unknown"
          title={t("noCalendar")}
          facts={t("noCalendarMore")}
          action={
            <Button look="primary" asChild>
              <Link href={calendars.href} prefetch={false}>
                {t("connect")}
              </Link>
            </Button>
          }
        >
          {cards}
        </HealthBanner>
      )}
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

type SummaryProps = {
  home: Home;
  calendars: Calendars;
  ownUserId: string;
  role: "member" | "manager" | "admin";
  workspace: string;
};

async function HomeSummary({ home, calendars, ownUserId, role, workspace }: SummaryProps) {
  const t = await getTranslations("home");
  const { people, sessions, signedInAt } = home;
  const unseen = people?.filter((member) => !member.lastSeenAt && member.userId !== ownUserId).length ?? 0;
  const since = signedInAt && t.rich("since", { time: () => <DateTime at={signedInAt} /> });
  return (
    <SummaryCards
      cards={[
        {
          label: t("calendars"),
          figure: t("number", { value: calendars.count }),
          why: t("calendarsWhy", { accounts: calendars.accounts }),
        },
        ...(people
          ? [{ label: t("people"), figure: t("number", { value: people.length }), why: t("peopleWhy", { unseen }) }]
          : []),
        { label: t("role"), figure: t(`roles.${role}`), why: t("roleWhy", { workspace }) },
        { label: t("sessions"), figure: t("number", { value: sessions }), why: since },
      ]}
    />
  );
}
