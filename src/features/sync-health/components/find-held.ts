import type { CalendarHealth, ConnectionHealth } from "../schema";

/** The calendar whose deletion is told of: first one that waits for the person. */
export const findHeld = ({ calendars }: Pick<ConnectionHealth, "calendars">): CalendarHealth | undefined =>
  calendars.find(isDecision) ?? calendars.find(({ held }) => held !== null);

export const isDecision = (calendar: CalendarHealth | undefined): boolean => calendar?.held?.waitsFor === "person";
