import type { PageMark, ReadRequest } from "../ports/calendar-provider";
import type { SyncFacts } from "../ports/sync-store";
import type { Random } from "../resilience/backoff";
import type { Interval } from "../time/interval";
import { hourMs } from "../time/wall-time";
import { decideFullRead } from "./decide-full-read";
import type { Round } from "./round";
import { decideWindow, rollOffsetMs } from "./sync-window";

export type ReadDecision =
  | { readonly do: "resume"; readonly round: Round; readonly mark: PageMark }
  | {
      readonly do: "begin";
      readonly kind: Round["kind"];
      readonly window: Interval;
      readonly from: ReadRequest["from"];
      /** The moment that the window was chosen at. */
      readonly startedAt: Date;
    }
  /** F76: enough full reads for now. */
  | { readonly do: "wait"; readonly until: Date };

type Choosing = { readonly hasDelta: boolean; readonly now: Date; readonly random: Random };

/** Marks of providers live for hours. Beginning again at the cursor costs less than an expired mark, which costs the cursor. */
const longestRoundMs = 6 * hourMs;

/** What to read: on where a run stopped, what changed, or everything. */
export function decideRead(facts: SyncFacts, { hasDelta, now, random }: Choosing): ReadDecision {
  const { held, cursor, coverage, calendar, fullReadsAt, wantsFullRead } = facts;
  const open = findOpen(facts, now);
  if (open !== null) return { do: "resume", ...open };
  const window = decideWindow({ coverage, reach: calendar.reach, offsetMs: rollOffsetMs(calendar.id) }, now);
  const full: ReadDecision = {
    do: "begin",
    kind: "full",
    window: window.window,
    from: { kind: "start" },
    startedAt: now,
  };
  // Only a second look at everything can tell a fault from a wish; a person who approved has waited long enough.
  if (held !== null) return full;
  const fullReadAt = decideFullRead(fullReadsAt, now, random);
  const mayReadFully = fullReadAt <= now;
  if (cursor === null || coverage === null || !hasDelta) return mayReadFully ? full : { do: "wait", until: fullReadAt };
  if (mayReadFully && (window.do === "roll" || wantsFullRead)) return full;
  return { do: "begin", kind: "delta", window: coverage.window, from: { kind: "cursor", cursor }, startedAt: now };
}

function findOpen({ open, wantsFullRead }: SyncFacts, now: Date): SyncFacts["open"] {
  if (open === null || now.getTime() - open.round.startedAt.getTime() >= longestRoundMs) return null;
  return wantsFullRead && open.round.kind === "delta" ? null : open;
}
