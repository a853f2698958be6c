import {
  BellRing,
  Building2,
  CalendarCog,
  KeyRound,
  MonitorSmartphone,
  ScrollText,
  SlidersHorizontal,
  UserRound,
  Users,
  type LucideIcon,
} from "lucide-react";

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
  { id: "notifications", group: "settings", icon: BellRing, key: "n", needs: "member" },
  { id: "sessions", group: "settings", icon: MonitorSmartphone, key: "s" },
  { id: "members", group: "workspace", icon: Users, key: "m", needs: "manager" },
  { id: "booking", group: "workspace", icon: CalendarCog, key: "o", needs: "manager" },
  { id: "keys", group: "workspace", icon: KeyRound, key: "k", needs: "admin" },
  { id: "alert-rules", group: "workspace", icon: SlidersHorizontal, key: "r", needs: "admin" },
  { id: "audit", group: "workspace", icon: ScrollText, key: "a", needs: "admin" },
  { id: "workspace", group: "workspace", icon: Building2, key: "w", needs: "member" },
] as const satisfies readonly PanelEntry[];

export type SettingsPanelId = (typeof settingsPanels)[number]["id"];

export function isSettingsPanel(id: string): id is SettingsPanelId {
  return settingsPanels.some((panel) => panel.id === id);
}

/** Without this role the page does not exist for somebody. What it shows is decided once more by those who read it. */
export function leastRole(id: SettingsPanelId): "member" | "manager" | "admin" | null {
  const panel: PanelEntry | undefined = settingsPanels.find((each) => each.id === id);
  return panel?.needs ?? null;
}
