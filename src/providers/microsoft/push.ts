import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { AccountCall } from "@/core/ports/provider-call";
import type {
  ChannelRequest,
  Delivery,
  DeliveryRequest,
  Notice,
  PushPort,
  RemoteChannel,
} from "@/core/ports/provider-push";
import { isWire, listOf, lookUp, textOf, wireOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import type { MicrosoftWire } from "./wire";

type Path = { readonly endpoint: string; readonly path: string };
const channelPath = (method: string, { remoteChannelId }: RemoteChannel): Path => ({
  endpoint: `${method} /subscriptions/{subscription}`,
  path: `/subscriptions/${encodeURIComponent(remoteChannelId)}`,
});

/** One subscription tells of the whole mailbox: subscriptions to a single calendar are not documented. */
export function createPush(wire: MicrosoftWire): PushPort {
  const { longestChannelMs, covers, mayOverlap } = facts.push;
  return {
    longestChannelMs,
    covers,
    mayOverlap,
    openChannel: (call, request) => openChannel(wire, call, request),
    extendChannel: (call, channel, until) => extendChannel(wire, call, { channel, until }),
    findChannel: (call, channel) => findChannel(wire, call, channel),
    closeChannel: (call, channel) => closeChannel(wire, call, channel),
    readDelivery,
  };
}

/** The address is asked for a handshake while this call is open: it has to answer meanwhile. */
async function openChannel(wire: MicrosoftWire, call: AccountCall, request: ChannelRequest): Promise<RemoteChannel> {
  const ask = wire.openApi(call, "openChannel");
  const body = {
    changeType: "created,updated,deleted",
    notificationUrl: request.callbackUrl,
    lifecycleNotificationUrl: request.callbackUrl,
    resource: "me/events",
    expirationDateTime: atMost(wire, request.until).toISOString(),
    clientState: request.secret.reveal(),
    latestSupportedTlsVersion: "v1_2",
  };
  const path = "/subscriptions";
  return fromChannel(await ask({ endpoint: `POST ${path}`, path }, (graph) => graph.post(body)), "openChannel");
}

async function extendChannel(
  wire: MicrosoftWire,
  call: AccountCall,
  { channel, until }: { readonly channel: RemoteChannel; readonly until: Date },
): Promise<RemoteChannel> {
  const ask = wire.openApi(call, "extendChannel");
  const body = { expirationDateTime: atMost(wire, until).toISOString() };
  return fromChannel(await ask(channelPath("PATCH", channel), (graph) => graph.patch(body)), "extendChannel");
}

/** A later end than Outlook allows is an error, not a shorter channel. */
const atMost = ({ now }: MicrosoftWire, until: Date) =>
  new Date(Math.min(until.getTime(), now().getTime() + facts.push.longestChannelMs));

function fromChannel(answer: Wire, operation: string): RemoteChannel {
  const remoteChannelId = textOf(answer["id"]);
  const expiresAt = new Date(textOf(answer["expirationDateTime"]) ?? NaN);
  if (remoteChannelId !== null && !Number.isNaN(expiresAt.getTime()))
    return { remoteChannelId, remoteResourceId: null, expiresAt };
  throw new ProviderError("malformed_answer", { provider: facts.id, operation, reason: "no_channel" });
}

async function findChannel(
  wire: MicrosoftWire,
  call: AccountCall,
  channel: RemoteChannel,
): Promise<RemoteChannel | null> {
  const ask = wire.openApi(call, "findChannel");
  try {
    return fromChannel(await ask(channelPath("GET", channel), (graph) => graph.get()), "findChannel");
  } catch (error) {
    if (!isProviderError(error) || error.kind !== "not_found") throw error;
    return null;
  }
}

async function closeChannel(wire: MicrosoftWire, call: AccountCall, channel: RemoteChannel): Promise<void> {
  const ask = wire.openApi(call, "closeChannel");
  try {
    await ask(channelPath("DELETE", channel), (graph) => graph.delete());
  } catch (error) {
    if (!isProviderError(error) || error.kind !== "not_found") throw error;
  }
}

const longestEcho = 1_024;
const lifecycles: Readonly<Record<string, Notice["what"]>> = {
  missed: "notices_lost",
  subscriptionRemoved: "channel_ended",
  reauthorizationRequired: "reauthorize",
};

/** A handshake, or notices of several subscriptions in one body, each with its own secret. */
function readDelivery({ query, body }: DeliveryRequest): Delivery {
  const echo = query.get("validationToken");
  if (echo !== null) return echo.length <= longestEcho ? { kind: "handshake", echo } : { kind: "unreadable" };
  const notices = listOf(parse(body)["value"]).filter(isWire).flatMap(fromNotice);
  return notices.length === 0 ? { kind: "unreadable" } : { kind: "notices", notices };
}

function fromNotice(notice: Wire): readonly Notice[] {
  const remoteChannelId = textOf(notice["subscriptionId"]);
  if (remoteChannelId === null || remoteChannelId.length > 255) return [];
  const { lifecycleEvent, changeType } = notice;
  const etag = textOf(wireOf(notice["resourceData"])["@odata.etag"]);
  return [
    {
      remoteChannelId,
      remoteResourceId: null,
      presentedSecret: textOf(notice["clientState"]),
      what: lifecycleEvent === undefined ? "changed" : (lookUp(lifecycles, lifecycleEvent) ?? "notices_lost"),
      // One change is often told twice; the version tells them apart from two changes.
      deliveryId: etag === null ? null : `${remoteChannelId}:${textOf(changeType) ?? ""}:${etag}`,
    },
  ];
}

function parse(text: string): Wire {
  try {
    const value: unknown = JSON.parse(text);
    return isWire(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
