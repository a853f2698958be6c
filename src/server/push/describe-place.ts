import { silenceMs } from "@/core/push/channel-lifecycle";

import type { Place } from "./find-places";
import type { ChannelHealthShape, PushState } from "./shapes";

export const toPlaceShape = ({ connection, facts, calendarId, channel }: Place) => ({
  channelId: channel?.id ?? null,
  connectionId: connection.id,
  calendarId,
  provider: facts.id,
  product: facts.product,
});

const toIso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

type Seen = { readonly now: Date; readonly hasAddress: boolean };

/** From the rows as they are at this moment; nobody sets it. */
export function assessPlace(place: Place, { now, hasAddress }: Seen): PushState {
  if (!hasAddress) return "no_address";
  if (place.connection.pushStoppedAt !== null) return "stopped";
  return isResting(place) ? "resting" : assessChannelOf(place, now);
}

/** Nothing of it is read at the moment, so nothing needs to be told. */
function isResting({ connection, calendarId }: Place): boolean {
  if (connection.pausedAt !== null || connection.authStatus !== "active") return true;
  const mine = connection.calendars.filter(({ id }) => calendarId === null || id === calendarId);
  return mine.every(({ syncState }) => syncState?.pausedAt !== null);
}

function assessChannelOf({ channel }: Place, now: Date): PushState {
  if (channel === null || channel.state === "creating" || channel.state === "stopping") return "opening";
  if (channel.state === "failed") return codeOf(channel.lastError) === "unsupported" ? "unsupported" : "failed";
  if (channel.expiresAt !== null && channel.expiresAt <= now) return "expired";
  return channel.silentSince === null ? "delivering" : "silent";
}

export function describePlace(place: Place, seen: Seen): ChannelHealthShape {
  const state = assessPlace(place, seen);
  const { connection, channel } = place;
  const since = {
    stopped: connection.pushStoppedAt,
    silent: channel?.silentSince,
    expired: channel?.expiresAt,
    delivering: channel?.grantedAt,
  };
  return {
    ...toPlaceShape(place),
    state,
    sentence: sentenceOf(state, place),
    since: toIso(state in since ? since[state as keyof typeof since] : channel?.createdAt),
    expiresAt: toIso(channel?.expiresAt),
    lastNotified: toIso(channel?.lastNotifiedAt),
    nextTry: toIso(nextTryOf(state, place)),
    failures: channel?.consecutiveFailures ?? 0,
    code: codeOf(channel?.lastError),
  };
}

function nextTryOf(state: PushState, { channel }: Place): Date | null {
  if (state === "failed" || state === "unsupported") return channel?.retryAt ?? null;
  if (state !== "silent" || !channel?.silentSince) return null;
  const at = new Date(channel.silentSince.getTime() + silenceMs);
  return channel.retryAt !== null && channel.retryAt > at ? channel.retryAt : at;
}

export const codeOf = (lastError: unknown): string | null => {
  const code = (lastError as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : null;
};

export function sentenceOf(state: PushState, { facts: { party, product } }: Pick<Place, "facts">): string {
  switch (state) {
    case "delivering":
      return `${party} tells us of each change at once.`;
    case "silent":
      return `A change was found that ${party} did not announce. If none is announced soon, a new channel takes over; nothing is missed meanwhile, because we look ourselves.`;
    case "expired":
      return `What ${party} tells us by has run out. A new channel is on its way.`;
    case "opening":
      return `We are asking ${party} to tell us of changes.`;
    case "failed":
      return `${party} does not open a channel at the moment. We look ourselves, and try again.`;
    case "unsupported":
      return `${party} does not tell of changes in this calendar. That is normal for some: we look ourselves.`;
    case "stopped":
      return `You wanted no word from ${party}. We look ourselves.`;
    case "no_address":
      return `${party} cannot reach this instance, so we look ourselves.`;
    case "resting":
      return `Nothing is read from ${product} at the moment, so nothing is told either.`;
  }
}
