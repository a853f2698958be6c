import { z } from "zod";

export const views = ["upcoming", "attention", "past", "no_shows"] as const;
export type View = (typeof views)[number];

export const filterStates = ["held", "requested", "confirmed", "cancelled", "declined", "expired", "failed"] as const;
export type Filters = {
  readonly view: View;
  readonly host?: string | undefined;
  readonly configuration?: string | undefined;
  readonly state?: (typeof filterStates)[number] | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
};

const filters = z.object({
  view: z.enum(views).catch("upcoming"),
  host: z.uuid().optional().catch(undefined),
  configuration: z.uuid().optional().catch(undefined),
  state: z.enum(filterStates).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
});

/** What stands in the address; what is none of it is left out. */
export const readFilters = (search: unknown): Filters => filters.parse(search);

function addressOf(path: string, { view, ...chosen }: Filters): string {
  const params = Object.entries(chosen).filter((each): each is [string, string] => each[1] !== undefined);
  return `${path}?${new URLSearchParams([["view", view], ...params]).toString()}`;
}
export const bookingsPath = (chosen: Filters) => addressOf("/bookings", chosen);
export const exportPath = (chosen: Filters) => addressOf("/api/v1/bookings/export", chosen);

const causes = [
  "by_host",
  "token",
  "unreadable_calendar",
  "provider_silent",
  "outcome_unknown",
  "event_refused",
  "event_never_arrived",
  "attendee_declined",
  "moved_onto_another",
  "cancelled_in_calendar",
  "hold_expired",
  "not_answered",
] as const;

/** The word of a cause there are texts for. */
export const causeWord = (cause: string) => causes.find((known) => known === cause) ?? "other";
