import { assessChannel, type Channel } from "./channel-lifecycle";

export type ChannelFacts = {
  readonly covers: "calendar" | "account";
  /** Calendars that are read and belong to a grant that works; none of an account that is paused or over. */
  readonly wanted: readonly string[];
  readonly channels: readonly Channel[];
  readonly canExtend: boolean;
};

export type ChannelAction =
  | {
      readonly do: "open";
      readonly calendarId: string;
      /** Goes on delivering until the new one does. */
      readonly replaces: Channel | null;
      readonly because: "missing" | "expiring" | "expired" | "silent" | "asked";
      readonly failures: number;
    }
  | { readonly do: "extend"; readonly channel: Channel }
  /** At the provider, and here. */
  | { readonly do: "close"; readonly channel: Channel };

export type ChannelsPlan = {
  readonly actions: readonly ChannelAction[];
  /** When somebody has to look again; null when there is nothing to look after. */
  readonly lookAt: Date | null;
};

const rank = { active: 0, failed: 1, creating: 2, stopping: 3 } as const;

/**
 * WHK-1. What has to be done so that each calendar that is read has one channel that delivers, and nothing else is open.
 * Where one channel tells of the whole account there is one for all of them.
 */
export function planChannels({ covers, wanted, channels, canExtend }: ChannelFacts, now: Date): ChannelsPlan {
  const keyOf = (calendarId: string) => (covers === "account" ? "account" : calendarId);
  const places = new Map(wanted.toReversed().map((calendarId) => [keyOf(calendarId), calendarId]));
  const actions: ChannelAction[] = [];
  const looks: Date[] = [];
  const planClosings = (over: readonly Channel[]) => {
    for (const channel of over) {
      const waits = waitsForClosing(channel, now);
      if (waits === null) actions.push({ do: "close", channel });
      else looks.push(waits);
    }
  };
  for (const [key, calendarId] of places) {
    const mine = channels.filter((channel) => keyOf(channel.calendarId) === key).toSorted(byUse);
    const [current, ...rest] = mine;
    const isStanding = current?.state === "active" || current?.state === "failed";
    planClosings(isStanding ? rest : mine);
    const next = planPlace(calendarId, { current: isStanding ? current : undefined, canExtend, now });
    if (next instanceof Date) looks.push(next);
    else actions.push(next);
  }
  planClosings(channels.filter(({ calendarId }) => !places.has(keyOf(calendarId))));
  const lookAt = looks.length === 0 ? null : new Date(Math.min(...looks.map((at) => at.getTime())));
  return { actions: actions.toSorted((one, other) => triesOf(one) - triesOf(other)), lookAt };
}

/** What fails again and again comes last: a failure of the account ends the round, and keeps nobody from a first try. */
const triesOf = (action: ChannelAction): number => (action.do === "open" ? action.failures : 0);

/** Closing failed a moment ago and is tried again then; what ends by itself before is over then. */
function waitsForClosing({ state, retryAt, expiresAt }: Channel, now: Date): Date | null {
  if (state !== "stopping" || retryAt === null || retryAt <= now) return null;
  if (expiresAt === null) return retryAt;
  if (expiresAt <= now) return null;
  return expiresAt < retryAt ? expiresAt : retryAt;
}

/** The one that is used first; of several that could be, the one that lasts longest. */
const byUse = (one: Channel, other: Channel): number =>
  rank[one.state] - rank[other.state] || (other.expiresAt?.getTime() ?? 0) - (one.expiresAt?.getTime() ?? 0);

type Place = { readonly current: Channel | undefined; readonly canExtend: boolean; readonly now: Date };

function planPlace(calendarId: string, { current, canExtend, now }: Place): ChannelAction | Date {
  if (current === undefined) return { do: "open", calendarId, replaces: null, because: "missing", failures: 0 };
  const { failures } = current;
  if (current.state === "failed") {
    if (current.retryAt !== null && current.retryAt > now) return current.retryAt;
    return { do: "open", calendarId, replaces: current, because: "missing", failures };
  }
  const need = assessChannel(current, now);
  if (need.needs === "nothing") return need.until;
  if (need.needs === "renewal" && canExtend) return { do: "extend", channel: current };
  const because = need.needs === "renewal" ? "expiring" : need.because;
  return { do: "open", calendarId, replaces: current, because, failures };
}
