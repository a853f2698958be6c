import { Activity, Calendar, CalendarClock, House, TriangleAlert, Video, type LucideIcon } from "lucide-react";
import type { Messages } from "next-intl";

export type PlaceId = keyof Messages["shell"]["places"];

export type PlaceEntry = {
  id: PlaceId;
  href: string;
  group: "start" | "settings" | "workspace";
  icon: LucideIcon;
  /** The second key after `g`. */
  key: string;
  /** Who finds it in the navigation. It is the page that refuses. */
  needs?: "member" | "manager" | "admin" | "overseer";
};

/** The places that are no settings panel. */
export const places = [
  { id: "today", href: "/", group: "start", icon: House, key: "t" },
  { id: "meetings", href: "/meetings", group: "start", icon: Video, key: "e", needs: "member" },
  { id: "alerts", href: "/alerts", group: "start", icon: TriangleAlert, key: "l", needs: "member" },
  { id: "bookings", href: "/bookings", group: "start", icon: CalendarClock, key: "b", needs: "member" },
  { id: "calendar", href: "/sales/settings/calendar", group: "settings", icon: Calendar, key: "c", needs: "member" },
  { id: "health", href: "/admin/health", group: "workspace", icon: Activity, key: "h", needs: "overseer" },
] as const satisfies readonly PlaceEntry[];

export const placeGroups = ["start", "settings", "workspace"] as const;
