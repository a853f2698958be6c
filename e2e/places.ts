import type { DemoRole } from "./daykeeper";

type Place = { path: string; heading: string; as: DemoRole | "nobody" };

/** Every page there is, with somebody who may see it. */
export const places: readonly Place[] = [
  { path: "/sign-in", heading: "Sign in", as: "nobody" },
  { path: "/sign-in?error=not_invited", heading: "Sign in", as: "nobody" },
  { path: "/sign-in/once", heading: "There is no link here", as: "nobody" },
  { path: "/invite", heading: "There is no invitation here", as: "nobody" },
  { path: "/book/manage", heading: "There is no appointment here", as: "nobody" },
  { path: "/book/manage/guests", heading: "There is no appointment here", as: "nobody" },
  { path: "/docs/api", heading: "API", as: "nobody" },
  { path: "/docs/troubleshooting", heading: "Troubleshooting", as: "nobody" },
  { path: "/developer/components", heading: "Components", as: "nobody" },
  { path: "/nothing-here", heading: "There is nothing here", as: "nobody" },
  { path: "/", heading: "Today", as: "Admin" },
  { path: "/meetings", heading: "Meetings", as: "Manager" },
  { path: "/bookings", heading: "Bookings", as: "Member" },
  { path: "/sales/settings/calendar", heading: "Calendar", as: "Member" },
  { path: "/settings/profile", heading: "Profile", as: "Member" },
  { path: "/settings/sessions", heading: "Sessions", as: "Admin" },
  { path: "/settings/members", heading: "Members", as: "Admin" },
  { path: "/settings/booking", heading: "Booking pages", as: "Manager" },
  { path: "/settings/keys", heading: "API keys", as: "Admin" },
  { path: "/settings/audit", heading: "Audit log", as: "Admin" },
  { path: "/alerts", heading: "Alerts", as: "Admin" },
  { path: "/settings/notifications", heading: "Notifications", as: "Admin" },
  { path: "/settings/alert-rules", heading: "Alert rules", as: "Admin" },
  { path: "/settings/workspace", heading: "Workspace", as: "Admin" },
  { path: "/settings/nothing-here", heading: "There is nothing here", as: "Member" },
  // Of the list of 5,000 one row: the others are alike, and each is four stops.
  { path: "/admin/health?q=person+4800", heading: "Health", as: "Instance admin" },
  { path: "/admin/health?state=all", heading: "Health", as: "Manager" },
];
