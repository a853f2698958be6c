import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { AccountCall } from "@/core/ports/provider-call";
import type { ChannelRequest, Delivery, DeliveryRequest, PushPort, RemoteChannel } from "@/core/ports/provider-push";
import { textOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import type { GoogleWire } from "./wire";

/** A channel cannot be prolonged: a new one with a new id is opened before the old one ends. */
export function createPush(wire: GoogleWire): PushPort {
  const { longestChannelMs, covers, mayOverlap } = facts.push;
  return {
    longestChannelMs,
    covers,
    mayOverlap,
    openChannel: (call, request) => openChannel(wire, call, request),
    closeChannel: (call, channel) => closeChannel(wire, call, channel),
    readDelivery,
  };
}

async function openChannel(wire: GoogleWire, call: AccountCall, request: ChannelRequest): Promise<RemoteChannel> {
  const ask = wire.openApi(call, "openChannel");
  const requestBody = {
    id: request.channelId,
    type: "web_hook",
    address: request.callbackUrl,
    token: request.secret.reveal(),
    expiration: String(request.until.getTime()),
  };
  const answer = await ask({ endpoint: "POST /calendars/{calendar}/events/watch" }, (api, options) =>
    api.events.watch({ calendarId: request.remoteCalendarId, requestBody }, options),
  );
  return fromChannel(answer, request);
}

/** The channel ends when the answer says, which is a text of milliseconds, not when we asked for. */
function fromChannel(answer: Wire, { until }: ChannelRequest): RemoteChannel {
  const [remoteChannelId, remoteResourceId] = [textOf(answer["id"]), textOf(answer["resourceId"])];
  if (remoteChannelId === null || remoteResourceId === null) {
    throw new ProviderError("malformed_answer", { provider: facts.id, operation: "openChannel", reason: "no_channel" });
  }
  const granted = new Date(Number(answer["expiration"] ?? NaN));
  return { remoteChannelId, remoteResourceId, expiresAt: Number.isNaN(granted.getTime()) ? until : granted };
}

async function closeChannel(wire: GoogleWire, call: AccountCall, channel: RemoteChannel): Promise<void> {
  const ask = wire.openApi(call, "closeChannel");
  const requestBody = { id: channel.remoteChannelId, resourceId: channel.remoteResourceId };
  try {
    await ask({ endpoint: "POST /channels/stop" }, (api, options) => api.channels.stop({ requestBody }, options));
  } catch (error) {
    // What is stopped, or has run out, is not found.
    if (!isProviderError(error) || error.kind !== "not_found") throw error;
  }
}

const longestHeader = 512;

/** Everything is in the headers. The first message of a channel says only that it works. */
function readDelivery({ headers }: DeliveryRequest): Delivery {
  const header = (name: string): string | null => {
    const value = textOf(headers.get(`x-goog-${name}`));
    return value !== null && value.length <= longestHeader ? value : null;
  };
  const remoteChannelId = header("channel-id");
  const state = header("resource-state");
  if (remoteChannelId === null || state === null) return { kind: "unreadable" };
  const number = header("message-number");
  const notice = {
    remoteChannelId,
    remoteResourceId: header("resource-id"),
    presentedSecret: header("channel-token"),
    what: state === "sync" ? "channel_works" : "changed",
    // Numbers grow within a channel, with gaps, and start anew with the next one.
    deliveryId: number === null ? null : `${remoteChannelId}:${number}`,
  } as const;
  return { kind: "notices", notices: [notice] };
}
