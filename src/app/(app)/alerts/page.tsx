import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { PageHeader } from "@/components/ui/page-header";
import { AlertsView } from "@/features/alerts/components/alerts-view";
import { TeamAlerts } from "@/features/alerts/components/team-alerts";
import { loadAlertsOfTeam, loadOwnAlerts } from "@/features/alerts/loaders";
import { requireRole } from "@/server/auth/current-person";
import { includesRole } from "@/server/people/roles";

export async function generateMetadata() {
  const t = await getTranslations("alerts");
  return { title: t("title") };
}

export default async function AlertsPage() {
  const person = await requireRole("member");
  const looksAfterOthers = includesRole(person.role, "manager");
  const [t, first, team] = await Promise.all([
    getTranslations("alerts"),
    loadOwnAlerts(person),
    looksAfterOthers ? loadAlertsOfTeam(person) : null,
  ]);
  return (
    <ClientTexts also={["alerts"]} timeZone={person.user.timeZone}>
      <PageHeader title={t("title")} lead={t("lead")} />
      <AlertsView first={first} userId={person.user.id} />
      {team && <TeamAlerts first={team} />}
    </ClientTexts>
  );
}
