import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Suspense, type ReactNode } from "react";
import { ClientTexts } from "@/components/texts/client-texts";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { isSettingsPanel, leastRole, type SettingsPanelId } from "@/features/settings/catalog";
import { AuditPanel } from "@/features/settings/panels/audit";
import { AlertRulesPanel } from "@/features/alerts/panels/alert-rules";
import { BookingSettingsPanel } from "@/features/bookings/panels/booking-settings";
import { NotificationsPanel } from "@/features/notifications/panels/notifications";
import { KeysPanel } from "@/features/settings/panels/keys";
import { MembersPanel } from "@/features/settings/panels/members";
import { ProfilePanel } from "@/features/settings/panels/profile";
import { SessionsPanel } from "@/features/settings/panels/sessions";
import { WorkspacePanel } from "@/features/settings/panels/workspace";
import { requirePerson, requireRole } from "@/server/auth/current-person";
import type { Person } from "@/server/people/person";

type Search = Readonly<Record<string, string | string[] | undefined>>;
type Props = { params: Promise<{ panel: string }>; searchParams: Promise<Search> };

const panels: Record<SettingsPanelId, (props: { person: Person; search: Search }) => ReactNode> = {
  profile: ProfilePanel,
  notifications: NotificationsPanel,
  sessions: SessionsPanel,
  members: MembersPanel,
  booking: BookingSettingsPanel,
  keys: KeysPanel,
  "alert-rules": AlertRulesPanel,
  audit: AuditPanel,
  workspace: WorkspacePanel,
};

async function requireFor(panel: SettingsPanelId): Promise<Person> {
  const role = leastRole(panel);
  return role === null ? requirePerson() : requireRole(role);
}

export async function generateMetadata({ params }: Props) {
  const { panel } = await params;
  const t = await getTranslations("shell.places");
  return isSettingsPanel(panel) ? { title: t(panel) } : {};
}

export default async function SettingsPage({ params, searchParams }: Props) {
  const { panel } = await params;
  if (!isSettingsPanel(panel)) notFound();
  const person = await requireFor(panel);

  const names = await getTranslations("shell.places");
  const leads = await getTranslations("settings.leads");
  const Panel = panels[panel];
  return (
    <ClientTexts also={["settings"]} timeZone={person.user.timeZone}>
      <PageHeader title={names(panel)} lead={leads(panel)} />
      <Suspense key={panel} fallback={<SkeletonRows />}>
        <Panel person={person} search={await searchParams} />
      </Suspense>
    </ClientTexts>
  );
}
