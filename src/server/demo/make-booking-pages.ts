import { configurationInput } from "@/server/availability/configuration-shapes";
import { keepConfiguration, listConfigurations } from "@/server/availability/configurations";
import { listMainCalendars, type MainCalendar } from "@/server/db/demo/demo-accounts";
import { getDeps } from "@/server/deps";

import type { DemoMember } from "./plan-team";

/** The one that the launcher names. */
export const firstBookingPage = "alice-moreau";

const workdays = Object.fromEntries(["1", "2", "3", "4", "5"].map((day) => [day, [{ from: "09:00", until: "17:00" }]]));
const usual = { timezone: "Europe/Berlin", weekly_hours: workdays, minimum_notice_minutes: 120, horizon_days: 30 };

const pages = [
  {
    ...{ slug: firstBookingPage, title: "A first call with Alice", mode: "single", duration_minutes: 30 },
    description: "Half an hour to see whether we can help.",
    by: ["alice@meridian.example"],
  },
  {
    ...{ slug: "meridian-tour", title: "A tour with the Meridian team", mode: "round_robin", duration_minutes: 45 },
    description: "Whoever of us is free shows you around.",
    by: ["bob@meridian.example", "mara.lindqvist@meridian.example"],
  },
] as const;

const hostsOf = (by: readonly string[], mains: readonly MainCalendar[]) =>
  by.flatMap((email) => {
    const main = mains.find((each) => each.email === email);
    return main === undefined ? [] : [{ user_id: main.userId, main_calendar_id: main.calendarId }];
  });

/** Where visitors book, made by the demo's admins like any other; what somebody changed or removed since stays so. */
export async function makeBookingPages(members: readonly DemoMember[]): Promise<void> {
  const deps = getDeps();
  for (const { person, workspaceId } of members.filter(({ person: { role } }) => role === "admin")) {
    const mains = await deps.db.inWorkspace({ workspaceId }, (tx) => listMainCalendars(tx, workspaceId));
    const there = new Set((await listConfigurations(deps, person)).map(({ slug }) => slug));
    for (const { by, ...page } of pages) {
      const hosts = hostsOf(by, mains);
      if (hosts.length < by.length || there.has(page.slug)) continue;
      await keepConfiguration(deps, person, {
        id: null,
        input: configurationInput.parse({ ...usual, ...page, hosts }),
      });
    }
  }
}
