import type { SetAside } from "../calendar/quarantine";
import type { SyncCursor } from "../ports/calendar-provider";
import { isInWindow, shrink, type Interval } from "../time/interval";
import { dayMs, hourMs } from "../time/wall-time";
import { judgeDeletion, type DeletionCount, type HeldDeletion } from "./guard-mass-deletion";
import { writeLagMs, type KnownEvent, type RemovalReason } from "./known-event";
import type { Round } from "./round";

export type RoundEndInput = {
  readonly round: Round;
  readonly cursor: SyncCursor | null;
  /** The rows of the removals that wait in the round. */
  readonly staged: readonly KnownEvent[];
  /** Rows that the round has not seen: all of the calendar in a full read, those of the replaced series in a delta. */
  readonly unseen: readonly KnownEvent[];
  /** The calendar's rows that surely lie in the round's window, and how many things they are: single events and series. */
  readonly live: { readonly events: number; readonly things: number };
  readonly held: HeldDeletion | null;
  /** Rounds in a row that ended with something unresolved, this one not included. */
  readonly unresolvedRounds: number;
  readonly now: Date;
};

export type RoundEnd =
  | {
      readonly kind: "complete";
      readonly removals: readonly { readonly id: string; readonly because: RemovalReason }[];
      /** Unresolved for too long: the rest of the calendar does not wait for them. */
      readonly setAside: readonly SetAside[];
      /** Stored with the removals, in one transaction; null: the next read is a full one. */
      readonly cursor: SyncCursor | null;
    }
  /** Nothing is deleted and the cursor stays. */
  | {
      readonly kind: "held";
      readonly count: DeletionCount;
      readonly held: HeldDeletion;
      readonly readAgainAt: Date | null;
    }
  /** F80, F59: the provider has not said yet what changed, or whether what we just wrote is there; the cursor stays. */
  | { readonly kind: "unresolved"; readonly retryAt: Date };

const roundsToResolve = 3;
const resolveAfterMs = 30_000;
/** All-day events lie at another instant for the provider than for us: by the offset of a zone. */
const edgeMs = dayMs + 2 * hourMs;
/** Where what a full read does not name is gone, and not merely out of sight. A deletion is judged by what lies in here. */
export const surelyInside = (window: Interval): Interval => shrink(window, edgeMs);

/** Decides what the round deletes, and whether it may. */
export function planRoundEnd(input: RoundEndInput): RoundEnd {
  const { round, live, held, now, cursor } = input;
  const retryMs = Math.max(round.unresolved.length > 0 ? resolveAfterMs : 0, lagMs(input));
  if (retryMs > 0 && input.unresolvedRounds + 1 < roundsToResolve)
    return { kind: "unresolved", retryAt: new Date(now.getTime() + retryMs) };
  const leaving = findLeaving(input);
  const inside = surelyInside(round.window);
  const deleted = leaving.filter(({ row, because }) => isDeletion(because) && isInWindow(row.span, inside));
  const count: DeletionCount = {
    liveEvents: live.events,
    deletedEvents: deleted.length,
    liveThings: live.things,
    deletedThings: new Set(deleted.map(({ row }) => row.seriesId ?? row.remoteId)).size,
  };
  const verdict = judgeDeletion(count, held, now);
  if (verdict.do !== "apply")
    return { kind: "held", count, held: verdict.held, readAgainAt: verdict.do === "read_again" ? verdict.at : null };
  return {
    kind: "complete",
    removals: leaving.map(({ row, because }) => ({ id: row.id, because })),
    setAside: round.unresolved.map(({ remoteId }) => ({ remoteId, reason: "no_series" })),
    cursor,
  };
}

/** What the provider deleted, as against what only left our window. */
export const isDeletion = (because: RemovalReason): boolean => because !== "moved_out" && because !== "fell_out";

type Leaving = { readonly row: KnownEvent; readonly because: RemovalReason };

function findLeaving({ round, staged, unseen, now }: RoundEndInput): readonly Leaving[] {
  const reasons = new Map(round.staged.map(({ remoteId, because }) => [remoteId, because]));
  const fromStage = staged.flatMap((row): Leaving[] => {
    const because = reasons.get(row.remoteId);
    return because === undefined ? [] : [{ row, because }];
  });
  const inside = surelyInside(round.window);
  const unsettled = new Set(round.unresolved.map(({ remoteId }) => remoteId));
  const fromSight = unseen
    .filter((row) => !reasons.has(row.remoteId) && !unsettled.has(row.remoteId) && !isJustWritten(row, round, now))
    .map((row): Leaving => {
      if (round.kind === "delta") return { row, because: "absent_from_series" };
      return { row, because: isInWindow(row.span, inside) ? "absent" : "fell_out" };
    });
  return [...fromStage, ...fromSight];
}

/** Written by ourselves while the round was reading, when the page where it would have stood had passed, or just before it. */
const isJustWritten = (row: KnownEvent, round: Round, now: Date): boolean =>
  (row.writtenAt !== null && row.writtenAt >= round.startedAt) || lagsMs(row, now) > 0;

/** How long the provider may still lag behind what we wrote. */
const lagsMs = ({ writtenAt }: KnownEvent, now: Date): number =>
  writtenAt === null ? 0 : Math.max(0, writtenAt.getTime() + writeLagMs - now.getTime());

/**
 * What stood there before the round began and is not named by it either lags or was deleted at once. The cursor would say
 * neither: until it is told, nothing is proven.
 */
function lagMs({ round, unseen, now }: RoundEndInput): number {
  const before = unseen.filter(({ writtenAt }) => writtenAt !== null && writtenAt < round.startedAt);
  return Math.max(0, ...before.map((row) => lagsMs(row, now)));
}
