import { factsOf, type ProviderErrorKind } from "../errors/kinds";
import type { TokenHealth } from "../tokens/token-lifecycle";
import { hourMs, minuteMs } from "../time/wall-time";
import { staleAt } from "./stale-after";
import type { HealthState } from "./words";

/** What is known of a calendar. Nothing in it is an opinion: each is a moment at which something was seen. */
export type CalendarEvidence = {
  readonly pausedAt: Date | null;
  readonly disabledAt: Date | null;
  /** It was disabled because it took its process with it: nothing is tried before a person asks. */
  readonly isSetAside: boolean;
  readonly token: TokenHealth;
  /** The beginning of the last round that was read to its end and stored: whatever changed before it is here. */
  readonly provenAt: Date | null;
  readonly freshnessMs: number;
  /** Since when something is known to be missing: the first read, or a gap after a reconnection, is not over. */
  readonly gapSince: Date | null;
  /** A page of an unfinished round was stored. */
  readonly lastProgressAt: Date | null;
  readonly lastTriedAt: Date | null;
  readonly lastFailure: { readonly at: Date; readonly kind: ProviderErrorKind } | null;
  /** The breaker of the whole provider, not of this connection, is open since then. */
  readonly providerTroubleSince: Date | null;
  /** A deletion waits for a second read or a person. */
  readonly deletionHeldSince: Date | null;
};

export type HealthReason =
  | "proven"
  | "first_read"
  | "closing_gap"
  | "failing"
  | "overdue"
  | "deletion_held"
  | "provider_fails"
  | "access_ended"
  | "too_many_failures"
  | "set_aside"
  | "paused_by_person"
  | "never_read"
  | "nobody_tried"
  | "clock_disagrees";

export type HealthVerdict = {
  readonly state: HealthState;
  readonly because: HealthReason;
  /** Since when, where the evidence says so. */
  readonly since: Date | null;
  /** When this verdict ends by itself for want of a new proof; null when only an event can end it. */
  readonly staleAt: Date | null;
};

/** Progress older than that is none. */
const progressLastsMs = 10 * minuteMs;
/** Without a try for so long, nobody knows anything. */
const silenceMs = hourMs;
/** Two clocks may differ by that much. */
const skewMs = minuteMs;

/**
 * What state a calendar is in. Decided anew each time from evidence; never green without proof: "healthy" means that
 * a read within its bound went to its end, that nothing is known to be missing, and that nothing waits for anybody.
 */
export function assessHealth(evidence: CalendarEvidence, now: Date): HealthVerdict {
  return ended(evidence) ?? unproven(evidence, now) ?? proven(evidence, now);
}

type Times = { readonly since?: Date | null; readonly until?: Date };
const because = (reason: HealthReason, state: HealthState, { since = null, until }: Times = {}): HealthVerdict => ({
  state,
  because: reason,
  since,
  staleAt: until ?? null,
});

/** What no read can change. */
function ended({ pausedAt, disabledAt, isSetAside, token, lastFailure }: CalendarEvidence): HealthVerdict | null {
  if (pausedAt) return because("paused_by_person", "paused", { since: pausedAt });
  if (token === "needs_reauth" || token === "missing")
    return because("access_ended", "needs_reconnecting", { since: lastFailure?.at ?? null });
  if (disabledAt === null) return null;
  return because(isSetAside ? "set_aside" : "too_many_failures", "disabled", { since: disabledAt });
}

/** A first read or a gap that is not closed, or a proof that cannot be. */
function unproven(evidence: CalendarEvidence, now: Date): HealthVerdict | null {
  const { provenAt, gapSince, lastProgressAt } = evidence;
  if (isAhead(provenAt, now)) return because("clock_disagrees", "unknown");
  if (provenAt !== null && gapSince === null) return null;
  if (isOutage(evidence)) return because("provider_fails", "provider_outage", { since: evidence.providerTroubleSince });
  if (lastProgressAt !== null && isWithin(lastProgressAt, progressLastsMs, now) && !isStuck(evidence)) {
    return because(provenAt === null ? "first_read" : "closing_gap", "catching_up", {
      since: gapSince,
      until: new Date(lastProgressAt.getTime() + progressLastsMs),
    });
  }
  return standingStill(evidence, now);
}

function standingStill(evidence: CalendarEvidence, now: Date): HealthVerdict {
  if (evidence.lastTriedAt === null && evidence.provenAt === null) return because("never_read", "unknown");
  if (isSilent(evidence, now)) return because("nobody_tried", "unknown");
  if (evidence.provenAt === null) return because("never_read", "unknown");
  return because(isFailing(evidence) ? "failing" : "overdue", "late", { since: evidence.gapSince });
}

function proven(evidence: CalendarEvidence, now: Date): HealthVerdict {
  const goesStaleAt = staleAt(evidence.provenAt ?? now, evidence.freshnessMs);
  const isStale = now > goesStaleAt;
  if (isOutage(evidence) && (isStale || isFailing(evidence)))
    return because("provider_fails", "provider_outage", { since: evidence.providerTroubleSince });
  if (evidence.deletionHeldSince) return because("deletion_held", "late", { since: evidence.deletionHeldSince });
  if (!isStale) return fresh(evidence, { now, until: goesStaleAt });
  if (isSilent(evidence, now)) return because("nobody_tried", "unknown", { since: goesStaleAt });
  if (isFailing(evidence)) return because("failing", "late", { since: goesStaleAt });
  const { lastProgressAt } = evidence;
  // A round that took longer than its proof holds has just ended, or is being read.
  if (lastProgressAt !== null && isWithin(lastProgressAt, progressLastsMs, now))
    return because("closing_gap", "catching_up", {
      since: goesStaleAt,
      until: new Date(lastProgressAt.getTime() + progressLastsMs),
    });
  return because("overdue", "late", { since: goesStaleAt });
}

/** F83: a proof that has run out looks young again after a clock was set back; a try that lies ahead gives that away. */
function fresh({ lastTriedAt }: CalendarEvidence, { now, until }: { now: Date; until: Date }): HealthVerdict {
  return isAhead(lastTriedAt, now) ? because("clock_disagrees", "unknown") : because("proven", "healthy", { until });
}

const isAhead = (at: Date | null, now: Date) => at !== null && at.getTime() > now.getTime() + skewMs;

const isWithin = (at: Date, ms: number, now: Date) => Math.abs(now.getTime() - at.getTime()) <= ms;

/** An outage is told apart from a broken account before anybody is asked to reconnect. */
function isOutage({ providerTroubleSince, lastFailure }: CalendarEvidence): boolean {
  return providerTroubleSince !== null && (lastFailure === null || factsOf(lastFailure.kind).opensBreaker);
}

const isFailing = ({ lastFailure, provenAt }: CalendarEvidence) =>
  lastFailure !== null && (provenAt === null || lastFailure.at > provenAt);

/** What was read last ended in a failure that no waiting mends, such as pages that lead in a circle: that is no progress. */
function isStuck({ lastFailure, lastProgressAt }: CalendarEvidence): boolean {
  if (lastFailure === null || lastProgressAt === null || lastFailure.at < lastProgressAt) return false;
  const { countsAsFailure, opensBreaker } = factsOf(lastFailure.kind);
  return countsAsFailure && !opensBreaker;
}

function isSilent({ lastTriedAt, freshnessMs }: CalendarEvidence, now: Date): boolean {
  return lastTriedAt === null || now.getTime() - lastTriedAt.getTime() > Math.max(silenceMs, 2 * freshnessMs);
}
