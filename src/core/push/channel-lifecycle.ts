import type { Random } from "../resilience/backoff";
import { dayMs, hourMs, minuteMs } from "../time/wall-time";

/** A channel as its row tells; one that is over has none. */
export type Channel = {
  readonly id: string;
  readonly calendarId: string;
  readonly state: "creating" | "active" | "stopping" | "failed";
  readonly grantedAt: Date | null;
  readonly expiresAt: Date | null;
  /** A change was found that it did not announce. */
  readonly silentSince: Date | null;
  /** The provider said that its authorization ends. */
  readonly reauthorizeAt: Date | null;
  /** A person asked for a new one in its place. */
  readonly renewAskedAt: Date | null;
  /** Failures and silences in a row, its predecessors' included. */
  readonly failures: number;
  /** Nothing is tried before that. */
  readonly retryAt: Date | null;
};

export type ChannelNeed =
  | { readonly needs: "nothing"; readonly until: Date }
  /** Goes on delivering, and its end is near. */
  | { readonly needs: "renewal" }
  | { readonly needs: "successor"; readonly because: "expired" | "silent" | "asked" };

/** F31: a notice is at most three minutes behind its change, so longer than that nobody waits for one. */
export const silenceMs = 3 * minuteMs;
/** At least every day somebody looks, whatever the row says. */
const longestLookMs = dayMs;

/**
 * When the renewal of a channel begins: after 60 to 75 % of the life it was granted, each at its own moment, so that what
 * was opened together is not renewed together, and a day without us costs nobody a channel.
 */
export function renewalAt({ id, grantedAt, expiresAt }: Channel): Date | null {
  if (grantedAt === null || expiresAt === null) return null;
  const lifeMs = Math.max(0, expiresAt.getTime() - grantedAt.getTime());
  return new Date(grantedAt.getTime() + lifeMs * (0.6 + 0.15 * spreadOf(id)));
}

/** The same for a channel every time, and even over all of them: ids are random. */
const spreadOf = (id: string): number => (parseInt(id.slice(0, 8), 16) || 0) / 0xffff_ffff;

export function assessChannel(channel: Channel, now: Date): ChannelNeed {
  const { expiresAt, silentSince, reauthorizeAt, retryAt } = channel;
  const renewal = renewalAt(channel);
  const silentAt = silentSince === null ? null : new Date(silentSince.getTime() + silenceMs);
  const over = whyOver(channel, now);
  if (over !== null) return { needs: "successor", because: over };
  if (retryAt === null || retryAt <= now) {
    if (silentAt !== null && silentAt <= now) return { needs: "successor", because: "silent" };
    const isDue = (at: Date | null) => at !== null && at <= now;
    if (isDue(renewal) || isDue(reauthorizeAt)) return { needs: "renewal" };
  }
  const ahead = [renewal, silentAt, reauthorizeAt]
    .filter((at) => at !== null)
    .map((at) => later(at, retryAt).getTime());
  const latest = now.getTime() + longestLookMs;
  const ends = expiresAt?.getTime() ?? latest;
  return { needs: "nothing", until: new Date(Math.max(now.getTime(), Math.min(latest, ends, ...ahead))) };
}

function whyOver({ renewAskedAt, expiresAt }: Channel, now: Date): "asked" | "expired" | null {
  if (renewAskedAt !== null) return "asked";
  return expiresAt !== null && expiresAt <= now ? "expired" : null;
}

const later = (at: Date, other: Date | null): Date => (other !== null && other > at ? other : at);

const longestRetryMs = 6 * hourMs;
const unsupportedMs = 7 * dayMs;

/** F87: a minute at first, then ever longer, never more often than four times a day for ever. */
export function retryChannelAt(
  { failures, isUnsupported }: { readonly failures: number; readonly isUnsupported: boolean },
  { now, random }: { readonly now: Date; readonly random: Random },
): Date {
  const base = isUnsupported ? unsupportedMs : Math.min(longestRetryMs, minuteMs * 2 ** Math.min(30, failures - 1));
  return new Date(now.getTime() + Math.round(base * (1 + 0.2 * random())));
}

/** A new channel that is silent as well may be our own address: it is replaced less and less often, at least once a day. */
export const nextSilenceAt = (failures: number, now: Date): Date | null =>
  failures === 0 ? null : new Date(now.getTime() + Math.min(dayMs, 15 * minuteMs * 2 ** Math.min(30, failures - 1)));
