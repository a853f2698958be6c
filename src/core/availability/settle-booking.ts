/** What is known of the write that makes a booking's event. */
export type WriteStanding = "pending" | "sending" | "unknown" | "done" | "conflict" | "failed";

export type Settlement =
  | { readonly do: "confirm" }
  | { readonly do: "fail"; readonly because: string }
  /** It was never sent, and the visitor has waited long enough. */
  | { readonly do: "withdraw"; readonly because: string }
  | { readonly do: "wait"; readonly attention: string | null };

type Facts = {
  readonly write: WriteStanding;
  readonly isExpired: boolean;
  /** Nobody sends it any more, and the calendar was read to its end long after the last try: the event is not in it. */
  readonly isProvedAbsent: boolean;
  /** The appointment would be over. */
  readonly isPast: boolean;
  /** The calendar is still read, and what is read reaches back to the appointment: it will show whether the event is there. */
  readonly mayBeProved: boolean;
};

/**
 * F92. What becomes of a booking whose event is on its way. A time is given back only when it is certain that there is
 * no event: an unknown outcome keeps it beyond the hold, because giving it away might book it twice, until the calendar
 * itself shows that there is nothing.
 */
export function nextSettlement({ write, isExpired, isProvedAbsent, isPast, mayBeProved }: Facts): Settlement {
  if (write === "done") return { do: "confirm" };
  if (write === "failed" || write === "conflict") return { do: "fail", because: "event_refused" };
  if (!isExpired) return { do: "wait", attention: null };
  if (write === "pending") return { do: "withdraw", because: "hold_expired" };
  if (isProvedAbsent) return { do: "fail", because: "event_never_arrived" };
  if (isPast && !mayBeProved) return { do: "fail", because: "outcome_unknown" };
  return { do: "wait", attention: "outcome_unknown" };
}
