export const views = ["upcoming", "attention", "past", "no_shows"] as const;
export type View = (typeof views)[number];

/** What stands in the address; anything else is the first view. */
export const readView = (text: unknown): View => views.find((view) => view === text) ?? "upcoming";

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
