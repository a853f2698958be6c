import type { ProviderErrorKind } from "../errors/kinds";
import { factsOf } from "../errors/kinds";
import type { HealthVerdict } from "../health/assess-health";
import { dayMs } from "../time/wall-time";

/** What a blocking calendar can be trusted with. */
export type CalendarEvidence = {
  readonly calendarId: string;
  readonly userId: string;
  readonly name: string;
  readonly isOptional: boolean;
  /** Null when nobody reads it any more: disconnected, deselected, gone. */
  readonly verdict: HealthVerdict | null;
  readonly provenAt: Date | null;
  readonly isCovered: boolean;
  /** Only meetings are mirrored: what else takes time is not known. */
  readonly isPartial: boolean;
  /** The latest failure, when it is newer than the proof. */
  readonly failure: ProviderErrorKind | null;
};

export type ReadingState = "fresh" | "older" | "unreadable";
export type ReadingCause =
  | "token"
  | "permission"
  | "gone"
  | "paused"
  | "disabled"
  | "never_read"
  | "meetings_only"
  | "too_old"
  | "not_connected"
  | "provider";

export type CalendarReading = {
  readonly calendarId: string;
  readonly userId: string;
  readonly name: string;
  readonly isOptional: boolean;
  readonly state: ReadingState;
  readonly because: ReadingCause | null;
  readonly provenAt: Date | null;
};

/** Evidence older than that is none: a day's meetings may have come and gone. */
const oldestEvidenceMs = dayMs;

export function readEvidence(evidence: CalendarEvidence, now: Date): CalendarReading {
  const { calendarId, userId, name, isOptional, provenAt } = evidence;
  const because = whyUnreadable(evidence, now);
  const state = because !== null ? "unreadable" : evidence.verdict?.state === "healthy" ? "fresh" : "older";
  return { calendarId, userId, name, isOptional, provenAt, state, because };
}

/** Since when a calendar cannot be read, where the evidence says so. */
export function unreadableSince({ verdict, provenAt }: CalendarEvidence, because: ReadingCause): Date | null {
  if (because === "too_old" && provenAt !== null) return new Date(provenAt.getTime() + oldestEvidenceMs);
  return verdict?.since ?? null;
}

function whyUnreadable(evidence: CalendarEvidence, now: Date): ReadingCause | null {
  const { verdict, provenAt, isCovered, isPartial } = evidence;
  if (verdict === null) return "not_connected";
  if (verdict.state === "needs_reconnecting") return "token";
  if (verdict.state === "paused") return "paused";
  const refusal = evidence.failure === null ? null : refusalOf(evidence.failure);
  if (refusal !== null) return refusal;
  if (verdict.state === "disabled") return "disabled";
  if (provenAt === null || !isCovered) return "never_read";
  if (verdict.because === "clock_disagrees") return "never_read";
  if (isPartial) return "meetings_only";
  return now.getTime() - provenAt.getTime() > oldestEvidenceMs ? "too_old" : null;
}

/** A provider that says no to this calendar; what only passes says nothing about it. */
export function refusalOf(failure: ProviderErrorKind): ReadingCause | null {
  const { is } = factsOf(failure);
  if (is === "auth") return "token";
  if (is === "permission") return "permission";
  return is === "not_found" ? "gone" : null;
}

/** `open`: can be booked. `request_only`: a time is held and the host confirms. `closed`: nothing can be offered. */
export type Standing = "open" | "request_only" | "closed";

/** What one host can promise. A required calendar that cannot be read may hold anything, so nothing is promised. */
export function standingOf(readings: readonly CalendarReading[]): Standing {
  if (readings.length === 0) return "closed";
  const isReadable = ({ state }: CalendarReading) => state !== "unreadable";
  if (readings.every((each) => isReadable(each) || each.isOptional)) {
    return readings.some(isReadable) ? "open" : "request_only";
  }
  return "request_only";
}

type HostStanding = { readonly userId: string; readonly standing: Standing };
export type Offer = { readonly standing: Standing; readonly hosts: readonly string[] };

/** What all of them together can: everybody as good as the worst, anybody as good as the best. */
export function offerOf(hosts: readonly HostStanding[], need: "all" | "any"): Offer {
  const having = (standing: Standing) => hosts.filter((host) => host.standing === standing).map(({ userId }) => userId);
  const [open, asking] = [having("open"), having("request_only")];
  if (need === "any") {
    if (open.length > 0) return { standing: "open", hosts: open };
    return asking.length > 0 ? { standing: "request_only", hosts: asking } : { standing: "closed", hosts: [] };
  }
  const everybody = hosts.map(({ userId }) => userId);
  if (hosts.length === 0 || open.length + asking.length < hosts.length) return { standing: "closed", hosts: [] };
  return { standing: asking.length > 0 ? "request_only" : "open", hosts: everybody };
}

/**
 * What one host's calendars do to a page. `closed`: nothing can be booked. `request_only`: visitors can only ask.
 * `left_out`: others of the team are offered. `unchecked`: it goes on without a calendar that was to be looked at.
 */
export type Effect = "closed" | "request_only" | "left_out" | "unchecked";
export type Blame = { readonly effect: Effect; readonly calendars: readonly CalendarReading[] };

/** What a page suffers from one host's own calendars; null when it suffers nothing, or from somebody else's alone. */
export function blameOf(host: { readonly userId: string; readonly own: readonly CalendarReading[] }, offer: Offer) {
  const failed = host.own.filter(({ state }) => state === "unreadable");
  const standing = standingOf(host.own);
  const blame = (effect: Effect, calendars = failed): Blame => ({ effect, calendars });
  if (standing === "open") return failed.length === 0 ? null : blame("unchecked");
  if (offer.standing === "closed") return standing === "closed" ? blame("closed") : null;
  const required = failed.filter(({ isOptional }) => !isOptional);
  return blame(
    offer.hosts.includes(host.userId) ? "request_only" : "left_out",
    required.length > 0 ? required : failed,
  );
}
