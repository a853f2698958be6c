import { expect, it } from "vitest";

import { nextSettlement } from "./settle-booking";

const facts = { isExpired: true, isProvedAbsent: false, isPast: false, mayBeProved: true };

it.each([
  ["confirms what is there, however late", { write: "done" }, { do: "confirm" }],
  ["fails what was refused", { write: "failed" }, { do: "fail", because: "event_refused" }],
  ["waits while the hold lasts", { write: "unknown", isExpired: false }, { do: "wait", attention: null }],
  ["withdraws what was never sent", { write: "pending" }, { do: "withdraw", because: "hold_expired" }],
  ["keeps the time of what may be there", { write: "unknown" }, { do: "wait", attention: "outcome_unknown" }],
  [
    "gives back what is proved not to be there",
    { write: "unknown", isProvedAbsent: true },
    { do: "fail", because: "event_never_arrived" },
  ],
  [
    "asks the calendar also when it is over",
    { write: "sending", isPast: true },
    { do: "wait", attention: "outcome_unknown" },
  ],
  [
    "waits for nothing that is over where nobody reads the calendar any more",
    { write: "sending", isPast: true, mayBeProved: false },
    { do: "fail", because: "outcome_unknown" },
  ],
] as const)("F92 a held booking %s", (_what, given, next) => {
  expect(nextSettlement({ ...facts, ...given })).toEqual(next);
});
