import { headers } from "next/headers";
import type { ReactNode } from "react";
import { ClientTexts } from "@/components/texts/client-texts";
import { Bell } from "@/features/notifications/components/bell";
import { loadOwnBell } from "@/features/notifications/loaders";
import { settingsPanels } from "@/features/settings/catalog";
import { places } from "@/features/shell/catalog";
import { Shell } from "@/features/shell/components/shell";
import { loadShell } from "@/features/shell/loaders";
import { Attention } from "@/features/sync-health/components/attention";
import { loadOwnHealth } from "@/features/sync-health/loaders";
import { requirePerson } from "@/server/auth/current-person";

const entries = [...places, ...settingsPanels.map((panel) => ({ ...panel, href: `/settings/${panel.id}` }))];

export default async function AppLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson();
  const [data, health, bell] = await Promise.all([
    headers().then((all) => loadShell(person, entries, all.get("user-agent") ?? "")),
    person.workspace ? loadOwnHealth(person) : null,
    person.workspace || person.isInstanceAdmin ? loadOwnBell(person) : null,
  ]);
  return (
    <ClientTexts also={["attention", "bell", "alerts"]} timeZone={person.user.timeZone}>
      <Shell
        data={data}
        notice={health && <Attention first={health} />}
        bell={bell && <Bell first={bell} href="/alerts" />}
      >
        {children}
      </Shell>
    </ClientTexts>
  );
}
