// Stands where the provider stands and remembers what it would: who asked what, what it answered, and what it can be blamed for.
import type { CalendarCall, Hidden } from "@/core/ports/provider-call";
import { minuteMs } from "@/core/time/wall-time";
import type { FakeCalendar } from "@/providers/fake/calendar-store";
import type { FakeWorld } from "@/providers/fake/world";
import type { SyncEnd } from "@/library/sync-end";
import type { SyncClaim } from "@/server/work/claim";

import type { Surroundings } from "./process";
import { watchRests } from "./rests";
import type { Mortal, Timeline } from "./timeline";

export type Violation = { readonly invariant: string; readonly what: string };

export class Broken extends Error {
  override readonly name = "Broken";
  readonly violation: Violation;
  constructor(violation: Violation) {
    super(`${violation.invariant}: ${violation.what}`);
    this.violation = violation;
  }
}

type Begun = { readonly by: Mortal; readonly begunMs: number };
type Syncing = Begun & { readonly fence: bigint; readonly signal: AbortSignal };
/** What the other side did that may cost a grant without anybody's fault here. */
export type Excuse = "revoked" | "answer_lost" | "called_lost" | "refused";

export type Witness = Pick<Surroundings, "watch"> & {
  readonly bug: Surroundings["onBug"];
  readonly violations: Violation[];
  readonly beginSync: (by: Mortal, claim: SyncClaim, signal: AbortSignal) => (outcome: SyncEnd["outcome"]) => void;
  readonly excuses: Map<string, Set<Excuse>>;
  /** What counted before a person came back: it counts on until that is kept, which a lost database may prevent. */
  readonly excusesBefore: Map<string, Set<Excuse>>;
  readonly calls: Map<string, number>;
  /** What each calendar at the provider ever answered besides its events. */
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
  /** How often each calendar at the provider has answered so. */
  readonly timesTold: (remoteId: string, kind: string) => number;
  /** A transaction was lost: what was to be remembered may not be. */
  readonly noteLoss: () => void;
  /** Everybody was held up at this moment, so that leases ran out in the middle of things. */
  readonly noteLeap: () => void;
  /** F11. Of what is said to have taken three processes with it: as many have died, or were held up. */
  readonly checkCrashed: (what: string) => Violation[];
  readonly excuse: (email: string, why: Excuse) => void;
  /** Whoever could not be asked for a while: what was open then ends by itself. */
  readonly lostOnce: Set<string>;
  /** What a person asked for last, so that an older wish that ends late is known to be over. */
  readonly wishes: Map<string, object>;
  /** Calendars of which a person said that a deletion is right. */
  readonly approved: Set<string>;
};

const leaseMs = 30_000;
/** Outcomes that were written down. */
const storing: ReadonlySet<SyncEnd["outcome"]> = new Set(["succeeded", "held", "waiting", "failed"]);

/** What the limit is about: writes have one of their own. */
const reads: ReadonlySet<string> = new Set(["listCalendars", "listChanges", "readEvent", "readBusy"]);
/** Calls that were let go at once by all processes and stood still on their way. */
const heldUpMost = 8;
const mostCrashes = 3;
const nobody = { email: "nobody", isAlive: false, isNewest: true };

export function openWitness(world: FakeWorld, timeline: Timeline, callsPerMinute: number): Witness {
  const violations: Violation[] = [];
  const excuses = new Map<string, Set<Excuse>>();
  const excusesBefore = new Map<string, Set<Excuse>>();
  const calls = new Map<string, number>();
  const made = new Map<string, number[]>();
  const refreshing = new Map<string, Begun>();
  const told = new Map<string, Set<string>>();
  const times = new Map<string, number>();
  /** Who was given the newest token. It is lost with its process, if that dies before it is stored. */
  const newest = new Map<string, Mortal>();
  const lost = new Map<string, number>();
  const syncing = new Map<string, Syncing>();
  const refusals = new Map<FakeCalendar | undefined, number>();
  let leaptAtMs = -Infinity;
  let leaps = 0;
  const rests = watchRests(world, timeline, violations);
  const excuse = (email: string, why: Excuse) => {
    excuses.set(email, (excuses.get(email) ?? new Set<Excuse>()).add(why));
  };

  /** Its lease ran out in the middle of it, because it died or stood still. */
  const wasHeldUp = ({ by, begunMs }: Begun) => by.isDead || leaptAtMs >= begunMs - leaseMs;

  const note = (calendarId: string, error: { kind?: string } | undefined) => {
    if (error?.kind !== undefined) told.set(calendarId, (told.get(calendarId) ?? new Set<string>()).add(error.kind));
    const key = `${calendarId} ${error?.kind}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  };

  function beginRefresh(by: Mortal, token: Hidden): (answer: unknown) => void {
    const { email, isAlive, isNewest } = world.signIn.lookUp(token.reveal()) ?? nobody;
    const other = refreshing.get(email);
    if (other !== undefined) {
      if (wasHeldUp(other)) excuse(email, "answer_lost");
      else violations.push({ invariant: "I7", what: `${by.name} refreshes beside ${other.by.name}` });
    }
    if (!isNewest && timeline.passedMs - leaptAtMs < leaseMs) excuse(email, "answer_lost");
    // Whoever reconnects, and is not heard for want of a database, leaves the token in use that was before.
    const isExcused = excuses.has(email) || excusesBefore.has(email);
    if (!isNewest && !isExcused && newest.get(email)?.isDead !== true)
      violations.push({ invariant: "I7", what: `${by.name} refreshes ${email} with a token that was replaced` });
    const mine = { by, begunMs: timeline.passedMs };
    refreshing.set(email, mine);
    return (answer) => {
      if (refreshing.get(email) === mine) refreshing.delete(email);
      const { error } = answer as { error?: { kind?: string } };
      for (const { id, ownerEmail } of world.calendars.values()) if (ownerEmail === email) note(id, error);
      if (error?.kind === "network") excuse(email, "answer_lost");
      const timesLost = error?.kind === "grant_lost" ? (lost.get(email) ?? 0) + 1 : 0;
      lost.set(email, timesLost);
      if (error === undefined) newest.set(email, by);
      // What is dead is dead; of what is not, one answer alone says nothing.
      if (timesLost >= (isAlive ? 2 : 1)) excuse(email, "called_lost");
    };
  }

  /** I9: no account is asked more often in any minute than its provider allows; what was let go and held up may come with the next. */
  function countCall({ access }: Partial<CalendarCall>): void {
    const email = access?.kind === "bearer" ? world.signIn.ownerOf(access.token.reveal()) : null;
    if (email === null) return;
    const sinceMs = timeline.passedMs - minuteMs;
    const recent = [...(made.get(email) ?? []).filter((atMs) => atMs > sinceMs), timeline.passedMs];
    made.set(email, recent);
    if (recent.length > callsPerMinute + heldUpMost)
      violations.push({ invariant: "I9", what: `${email} is asked ${recent.length} times in a minute` });
  }

  /** F39: a token that is refused although it is fresh, twice in a row, is the person's to renew. */
  function hearOf(calendar: FakeCalendar | undefined): (answer: unknown) => void {
    return (answer) => {
      const { error } = answer as { error?: { kind?: string } };
      if (calendar !== undefined) note(calendar.id, error);
      const times = error?.kind === "unauthorized" ? (refusals.get(calendar) ?? 0) + 1 : 0;
      refusals.set(calendar, times);
      if (times >= 4 && calendar !== undefined) excuse(calendar.ownerEmail, "refused");
    };
  }

  /** I10. A fence that has moved on by more than one says that somebody stopped the other. */
  function beginSync(by: Mortal, claim: SyncClaim, signal: AbortSignal): (outcome: SyncEnd["outcome"]) => void {
    const { calendarId, fence } = claim;
    const other = syncing.get(calendarId);
    const isBeside = other !== undefined && !other.signal.aborted && fence === other.fence + 1n && !wasHeldUp(other);
    if (isBeside) violations.push({ invariant: "I10", what: `${by.name} reads a calendar beside ${other.by.name}` });
    const mine = { by, begunMs: timeline.passedMs, fence, signal };
    syncing.set(calendarId, mine);
    return (outcome) => {
      const newest = syncing.get(calendarId);
      if (newest === mine) syncing.delete(calendarId);
      else if (newest !== undefined && newest.fence > fence && storing.has(outcome))
        violations.push({ invariant: "I10", what: `${by.name} ends ${outcome} although ${newest.by.name} took over` });
    };
  }

  return {
    beginSync,
    told,
    timesTold: (remoteId, kind) => times.get(`${remoteId} ${kind}`) ?? 0,
    noteLoss: rests.forget,
    violations,
    excuses,
    excusesBefore,
    calls,
    excuse,
    lostOnce: new Set(),
    wishes: new Map(),
    approved: new Set(),
    checkCrashed: (what) => {
      const times = timeline.deaths + leaps;
      if (times >= mostCrashes) return [];
      return [{ invariant: "F11", what: `${what} is set aside, and only ${times} processes died or stood still` }];
    },
    noteLeap: () => {
      leaps += 1;
      leaptAtMs = timeline.passedMs;
      rests.noteLeap();
    },
    bug: (message, error) => {
      const cause = error instanceof Error ? `${error.name}: ${error.message}` : "";
      if (error !== undefined && !isExpected(error)) violations.push({ invariant: "bug", what: `${message} ${cause}` });
    },
    watch: (by, operation, { args }) => {
      calls.set(operation, (calls.get(operation) ?? 0) + 1);
      if (reads.has(operation)) countCall(args[0] as Partial<CalendarCall>);
      const hearRest = rests.watch(by, operation, args);
      const hear =
        operation === "refresh"
          ? beginRefresh(by, args[1] as Hidden)
          : operation === "listChanges"
            ? hearOf(world.calendars.get((args[0] as CalendarCall).remoteCalendarId))
            : () => undefined;
      return (answer) => {
        hearRest(answer);
        hear(answer);
      };
    },
  };
}

/** What a provider did is no bug of ours. */
const isExpected = (error: unknown): boolean =>
  error instanceof Error && ["ProviderError", "WorkStopped", "Problem", "Undone", "DatabaseAway"].includes(error.name);
