import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { HealthBanner } from "@/components/ui/health-banner";
import { PageHeader } from "@/components/ui/page-header";
import { ConnectMessage } from "@/features/connections/components/connect-message";
import { loadConnections } from "@/features/connections/loaders";
import { loadIsReachable } from "@/features/push/loaders";
import { loadOwnHealth } from "@/features/sync-health/loaders";
import { requirePerson } from "@/server/auth/current-person";
import { includesRole } from "@/server/people/roles";
import { CalendarView } from "./calendar-view";

export async function generateMetadata() {
  const t = await getTranslations("calendar");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CalendarPage({ searchParams }: Props) {
  const person = await requirePerson();
  if (!person.workspace) return <NoWorkspace />;
  const search = await searchParams;
  const [first, { connections, providers, outcome, product }] = await Promise.all([
    loadOwnHealth(person),
    loadConnections(person, search),
  ]);
  return (
    <ClientTexts also={["calendar", "connections", "push"]} timeZone={person.user.timeZone}>
      <CalendarView
        first={first}
        connections={connections}
        providers={providers}
        message={outcome && <ConnectMessage outcome={outcome} product={product} />}
        isReachable={loadIsReachable()}
        isManager={includesRole(person.role, "manager")}
        reconnecting={typeof search["reconnect"] === "string" ? search["reconnect"] : null}
      />
    </ClientTexts>
  );
}

async function NoWorkspace() {
  const [t, home] = await Promise.all([getTranslations("calendar"), getTranslations("home")]);
  return (
    <>
      <PageHeader title={t("title")} />
      <HealthBanner state="unknown" title={home("noWorkspace")} facts={home("noWorkspaceMore")} />
    </>
  );
}
