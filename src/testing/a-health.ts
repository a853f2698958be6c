// Health as the route answers it, with only what a test is about written out.
import { healthExample } from "@/server/http/contracts/health-example";
import type { CalendarHealthShape, ConnectionHealthShape, HealthShape } from "@/server/health/shapes";

function only<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new Error("The example of the documentation has no connection with a calendar.");
  return first;
}
const connectionExample = only(healthExample.syncs);
const calendarExample = only(connectionExample.calendars);

export const aCalendar = (facts: Partial<CalendarHealthShape> = {}): CalendarHealthShape => ({
  ...calendarExample,
  ...facts,
});

export const aConnection = (facts: Partial<ConnectionHealthShape> = {}): ConnectionHealthShape => ({
  ...connectionExample,
  ...facts,
});

export const aHealth = (syncs: HealthShape["syncs"]): HealthShape => ({ ...healthExample, syncs });
