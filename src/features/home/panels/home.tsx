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
import { loadHome } from "../loaders";

type Home = Awaited<ReturnType<typeof loadHome>>;

type Calendars = { accounts: number; count: number; href: string };
type Props = {
  person: Person;
  calendars: Calendars;
  next: { title: string | null; startsAt: string } | null;
  /** How the calendars are doing, around the counters; missing while none is connected. */
  verdict?: (cards: ReactNode) => ReactNode;
  meetings: ReactNode;
  /** How the others are doing, for those who look after them. */
  team: ReactNode;
};

export async function HomePanel({ person, calendars, next, verdict, meetings, team }: Props) {
  const t = await getTranslations("home");
  if (!person.workspace) return <HealthBanner state="unknown" title={t("noWorkspace")} facts={t("noWorkspaceMore")} />;

  const home = await loadHome(person);
  const cards = <HomeSummary home={home} calendars={calendars} next={next} ownUserId={person.user.id} />;
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
      <div className={meetings && team ? "grid items-start gap-x-5 desk:grid-cols-[minmax(0,1fr)_364px]" : ""}>
        {meetings}
        {team}
      </div>
      {home.lately && (
        <Section
          id="lately"
          title={t("lately")}
          note={
            <Link href="/settings/audit" prefetch={false} className="link" aria-describedby="lately-title">
              {t("seeAll")}
            </Link>
          }
        >
          <LatelyList entries={home.lately} />
        </Section>
      )}
    </>
  );
}

type SummaryProps = Pick<Props, "calendars" | "next"> & { home: Home; ownUserId: string };

async function HomeSummary({ home: { people, alerts }, calendars, next, ownUserId }: SummaryProps) {
  const t = await getTranslations("home");
  const unseen = people?.filter((member) => !member.lastSeenAt && member.userId !== ownUserId).length ?? 0;
  return (
    <SummaryCards
      cards={[
        {
          label: t("nextMeeting"),
          figure: next ? <DateTime at={next.startsAt} /> : t("none"),
          why: next ? <bdi className="line-clamp-1">{next.title ?? t("untitled")}</bdi> : t("nextWhy"),
        },
        {
          label: t("calendars"),
          figure: t("number", { value: calendars.count }),
          why: t("calendarsWhy", { accounts: calendars.accounts }),
        },
        {
          label: t("alerts"),
          figure: t("number", { value: alerts.own + (alerts.team ?? 0) }),
          why: t("alertsWhy", { own: alerts.own, team: alerts.team ?? 0 }),
        },
        ...(people
          ? [{ label: t("people"), figure: t("number", { value: people.length }), why: t("peopleWhy", { unseen }) }]
          : []),
      ]}
    />
  );
}
