/** What is known of the write that makes a booking's event. */
export type WriteStanding = "pending" | "sending" | "unknown" | "done" | "conflict" | "failed";

export type Settlement =
  | { readonly do: "confirm" }
  | { readonly do: "fail"; readonly because: string }
  /** It was never sent, and the visitor has waited long enough. */
  | { readonly do: "withdraw"; readonly because: string }
  | { readonly do: "wait"; readonly attention: string | null };

/**
 * F92. What becomes of a booking whose event is on its way. A time is given back only when it is certain that there is
 * no event: an unknown outcome keeps it, however long the hold, because giving it away might book it twice.
 */
export function nextSettlement(facts: { readonly write: WriteStanding; readonly isExpired: boolean }): Settlement {
  const { write, isExpired } = facts;
  if (write === "done") return { do: "confirm" };
  if (write === "failed" || write === "conflict") return { do: "fail", because: "event_refused" };
  if (!isExpired) return { do: "wait", attention: null };
  if (write === "pending") return { do: "withdraw", because: "hold_expired" };
  return { do: "wait", attention: "outcome_unknown" };
}
