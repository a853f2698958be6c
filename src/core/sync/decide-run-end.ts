import { countRun, probeIntervalMs, type FailureCount } from "../errors/decide-disable";
import type { Recovery } from "../errors/decide-recovery";
import type { ProviderErrorKind } from "../errors/kinds";
import { backoffMs, type Random } from "../resilience/backoff";
import { hourMs } from "../time/wall-time";
import { choosePollingInterval, type PollingFacts, type PollingInterval } from "../work/polling-interval";
import type { RoundEnd } from "./plan-round-end";

/** How a round ended and when its calendar is due again. */
export type RoundVerdict = { readonly end: RoundEnd; readonly nextSyncAt: Date; readonly interval: PollingInterval };

/** How a failed run ended. `nextSyncAt` null: nothing is tried until a person has done something. */
export type FailureEnd = {
  readonly recovery: Recovery;
  readonly nextSyncAt: Date | null;
  readonly count: FailureCount;
  /** Neither the cursor nor the open round is worth anything: the next read is a full one. */
  readonly dropsCursor: boolean;
  /** The open round leads nowhere: the next read begins again at the cursor. */
  readonly dropsRound: boolean;
};

/** A deletion that waits for a person is looked at again meanwhile: the rest of the calendar goes on changing. */
const heldIntervalMs = hourMs;
/** So that calendars that were read together do not stay together. */
const spread = 0.1;

type Ending = {
  readonly polling: PollingFacts;
  readonly startedAt: Date;
  readonly now: Date;
  readonly random: Random;
};

export function decideAfterRound(end: RoundEnd, { polling, startedAt, now, random }: Ending): RoundVerdict {
  const interval = choosePollingInterval(polling, now);
  const after = (ms: number) => new Date(now.getTime() + ms);
  const tookMs = Math.max(0, now.getTime() - startedAt.getTime());
  switch (end.kind) {
    case "complete":
      return { end, interval, nextSyncAt: after(restMs(end, interval.intervalMs * (1 - spread * random()), tookMs)) };
    case "held":
      return { end, interval, nextSyncAt: end.readAgainAt ?? after(heldIntervalMs) };
    case "unresolved":
      return { end, interval, nextSyncAt: end.retryAt };
  }
}

/** A proof ages from the beginning of its round: after a long one what changed meanwhile is read at once. Only a delta is cheap enough. */
function restMs({ cursor }: Pick<Extract<RoundEnd, { kind: "complete" }>, "cursor">, waitMs: number, tookMs: number) {
  return Math.round(cursor === null ? waitMs : Math.max(0, waitMs - tookMs));
}

type Failing = {
  readonly kind: ProviderErrorKind;
  readonly recovery: Recovery;
  readonly count: FailureCount;
  readonly isProviderOutage: boolean;
  readonly now: Date;
  readonly random: Random;
};

export function decideAfterFailure({ kind, recovery, count, isProviderOutage, now, random }: Failing): FailureEnd {
  const counted = countRun(count, kind, isProviderOutage);
  const next = recovery.do === "give_up" ? { ...counted, isDisabled: true } : counted;
  const dueAt = dueAfter(recovery, now, random);
  const probeAt = new Date(now.getTime() + probeIntervalMs);
  const dropsCursor = recovery.do === "resync_from_scratch";
  return {
    recovery,
    count: next,
    // RES-4: a disabled calendar is tried once an hour, and comes back when that succeeds.
    nextSyncAt: next.isDisabled && dueAt !== null && dueAt < probeAt ? probeAt : dueAt,
    dropsCursor,
    dropsRound: dropsCursor || kind === "endless_pages",
  };
}

function dueAfter(recovery: Recovery, now: Date, random: Random): Date | null {
  if ("at" in recovery) return recovery.at;
  if ("until" in recovery) return recovery.until;
  if (recovery.do === "ask_to_reconnect") return null;
  if (recovery.do === "give_up") return new Date(now.getTime() + probeIntervalMs);
  // Answers about single events and about tokens: as the end of a whole run they are a failure like any other.
  return new Date(now.getTime() + backoffMs(1, random));
}
