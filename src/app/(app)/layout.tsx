import { headers } from "next/headers";
import type { ReactNode } from "react";
import { ClientTexts } from "@/components/texts/client-texts";
import { settingsPanels } from "@/features/settings/catalog";
import { places } from "@/features/shell/catalog";
import { Shell } from "@/features/shell/components/shell";
import { loadShell } from "@/features/shell/loaders";
import { requirePerson } from "@/server/auth/current-person";

const entries = [...places, ...settingsPanels.map((panel) => ({ ...panel, href: `/settings/${panel.id}` }))];

export default async function AppLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson();
  const data = await loadShell(person, entries, (await headers()).get("user-agent") ?? "");
  return (
    <ClientTexts timeZone={person.user.timeZone}>
      <Shell data={data}>{children}</Shell>
    </ClientTexts>
  );
}
