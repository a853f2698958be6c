import { Building2, KeyRound, MonitorSmartphone, ScrollText, UserRound, Users, type LucideIcon } from "lucide-react";

type PanelEntry = {
  id: string;
  group: "settings" | "workspace";
  icon: LucideIcon;
  /** The second key after `g`. */
  key: string;
  /** The least role that gets an answer there; without it everybody signed in. */
  needs?: "member" | "manager" | "admin";
};

/** The settings area. A further panel is a line here, a file in panels/ and its texts. */
export const settingsPanels = [
  { id: "profile", group: "settings", icon: UserRound, key: "p" },
  { id: "sessions", group: "settings", icon: MonitorSmartphone, key: "s" },
  { id: "members", group: "workspace", icon: Users, key: "m", needs: "manager" },
  { id: "keys", group: "workspace", icon: KeyRound, key: "k", needs: "admin" },
  { id: "audit", group: "workspace", icon: ScrollText, key: "a", needs: "admin" },
  { id: "workspace", group: "workspace", icon: Building2, key: "w", needs: "member" },
] as const satisfies readonly PanelEntry[];

export type SettingsPanelId = (typeof settingsPanels)[number]["id"];

export function isSettingsPanel(id: string): id is SettingsPanelId {
  return settingsPanels.some((panel) => panel.id === id);
}

const order = ["member", "manager", "admin"] as const;

/** Who finds the page. What it shows is decided once more by the functions that read it. */
export function mayOpen(id: SettingsPanelId, role: (typeof order)[number] | null): boolean {
  const panel: PanelEntry | undefined = settingsPanels.find((each) => each.id === id);
  if (!panel?.needs) return true;
  return role !== null && order.indexOf(role) >= order.indexOf(panel.needs);
}
