import { getTranslations } from "next-intl/server";
import { Suspense, type ReactNode } from "react";
import { ClientTexts } from "@/components/texts/client-texts";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { HomePanel } from "@/features/home/panels/home";
import { HomeVerdict } from "@/features/sync-health/components/home-verdict";
import { loadOwnHealth } from "@/features/sync-health/loaders";
import { requirePerson } from "@/server/auth/current-person";

const calendarPage = "/sales/settings/calendar";

export async function generateMetadata() {
  const t = await getTranslations("home");
  return { title: t("title") };
}

export default async function HomePage() {
  const person = await requirePerson();
  const [t, health] = await Promise.all([getTranslations("home"), person.workspace ? loadOwnHealth(person) : null]);
  const { totalSyncs: accounts, totalCalendars: count } = health?.body.summary ?? { totalSyncs: 0, totalCalendars: 0 };
  const verdict = (cards: ReactNode) =>
    health && (
      <HomeVerdict first={health} href={calendarPage}>
        {cards}
      </HomeVerdict>
    );
  return (
    <ClientTexts also={["calendar"]} timeZone={person.user.timeZone}>
      <PageHeader title={t("title")} />
      <Suspense fallback={<SkeletonRows />}>
        <HomePanel
          person={person}
          calendars={{ accounts, count, href: calendarPage }}
          {...(accounts > 0 && { verdict })}
        />
      </Suspense>
    </ClientTexts>
  );
}
