import { getTranslations } from "next-intl/server";
import { Suspense, type ReactNode } from "react";
import { ClientTexts } from "@/components/texts/client-texts";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { HomePanel } from "@/features/home/panels/home";
import { TeamStates } from "@/features/admin/components/team-states";
import { loadTeamStates } from "@/features/admin/loaders";
import { HomeVerdict } from "@/features/sync-health/components/home-verdict";
import { NextMeetings } from "@/features/sync-health/components/next-meetings";
import { loadOwnHealth, loadOwnNextMeetings } from "@/features/sync-health/loaders";
import { requirePerson } from "@/server/auth/current-person";
import type { Person } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

const calendarPage = "/sales/settings/calendar";

export async function generateMetadata() {
  const t = await getTranslations("home");
  return { title: t("title") };
}

/** What belongs to the workspace: nothing of it for somebody who is in none. */
async function loadToday(person: Person) {
  const { workspace } = person;
  if (!workspace) return null;
  const [health, meetings, team] = await Promise.all([
    loadOwnHealth(person),
    loadOwnNextMeetings(person),
    includesRole(person.role, "manager") ? loadTeamStates(person, workspace.id) : null,
  ]);
  return { health, meetings, team: team && <TeamStates first={team} workspaceId={workspace.id} /> };
}

export default async function HomePage() {
  const person = await requirePerson();
  const [t, today] = await Promise.all([getTranslations("home"), loadToday(person)]);
  const { totalSyncs: accounts, totalCalendars: count } = today?.health.body.summary ?? {
    totalSyncs: 0,
    totalCalendars: 0,
  };
  const verdict = (cards: ReactNode) =>
    today && (
      <HomeVerdict first={today.health} href={calendarPage}>
        {cards}
      </HomeVerdict>
    );
  return (
    <ClientTexts also={["calendar", "home"]} timeZone={person.user.timeZone}>
      <PageHeader title={t("title")} />
      <Suspense fallback={<SkeletonRows />}>
        <HomePanel
          person={person}
          calendars={{ accounts, count, href: calendarPage }}
          next={today?.meetings.meetings[0] ?? null}
          meetings={today && accounts > 0 && <NextMeetings first={today.meetings} atMost={6} />}
          team={today?.team}
          {...(accounts > 0 && { verdict })}
        />
      </Suspense>
    </ClientTexts>
  );
}
