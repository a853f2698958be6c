import type { RemoteCalendar } from "@/core/calendar/plan-calendars";
import type { AccountCall } from "@/core/ports/provider-call";
import type { FakeWire } from "./wire";

export function listCalendars({ world, ask }: FakeWire, call: AccountCall): Promise<readonly RemoteCalendar[]> {
  return ask(call, { operation: "listCalendars", endpoint: "GET /calendars", access: call.access }, () => {
    const email = call.access.kind === "bearer" ? world.signIn.emailOf(call.access.token.reveal()) : null;
    return [...world.calendars.values()]
      .filter(({ ownerEmail }) => ownerEmail === email)
      .map(({ id, zone }, index): RemoteCalendar => ({
        ...{ remoteCalendarId: id, name: "Calendar", zone, color: null, access: "owner" },
        ...{ isPrimary: index === 0, isHidden: false, isGenerated: false },
      }));
  });
}
