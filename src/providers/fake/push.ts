import type { Delivery, DeliveryRequest, Notice, PushPort } from "@/core/ports/provider-push";
import { isWire, listOf, textOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import type { FakeWire } from "./wire";

export function createPush(wire: FakeWire): PushPort {
  const { world, ask } = wire;
  const { longestChannelMs, covers, mayOverlap } = facts.push;
  const until = (asked: Date) => new Date(Math.min(asked.getTime(), world.options.now().getTime() + longestChannelMs));
  return {
    longestChannelMs,
    covers,
    mayOverlap,
    openChannel: (call, request) =>
      ask(call, { operation: "openChannel", endpoint: "POST /channels", access: call.access }, ({ fail }) => {
        if (!world.calendars.has(request.remoteCalendarId)) fail({ kind: "not_found" });
        if (world.channels.has(request.channelId)) fail({ kind: "already_exists" });
        const { channelId: id, remoteCalendarId, callbackUrl: url } = request;
        const expiresAt = until(request.until);
        world.channels.set(id, { id, remoteCalendarId, url, secret: request.secret.reveal(), expiresAt });
        return { remoteChannelId: id, remoteResourceId: null, expiresAt };
      }),
    extendChannel: (call, channel, asked) =>
      ask(
        call,
        { operation: "extendChannel", endpoint: "PATCH /channels/{channel}", access: call.access },
        ({ fail }) => {
          const known = world.channels.get(channel.remoteChannelId) ?? fail({ kind: "not_found" });
          world.channels.set(known.id, { ...known, expiresAt: until(asked) });
          return { ...channel, expiresAt: until(asked) };
        },
      ),
    closeChannel: (call, channel) =>
      ask(call, { operation: "closeChannel", endpoint: "DELETE /channels/{channel}", access: call.access }, () => {
        world.channels.delete(channel.remoteChannelId);
      }),
    readDelivery,
  };
}

function readDelivery({ body }: DeliveryRequest): Delivery {
  const notices = listOf(parse(body)["value"]).filter(isWire).flatMap(fromNotice);
  return notices.length === 0 ? { kind: "unreadable" } : { kind: "notices", notices };
}

function fromNotice({ channel, secret, number }: Wire): readonly Notice[] {
  const remoteChannelId = textOf(channel);
  if (remoteChannelId === null) return [];
  const deliveryId = typeof number === "number" ? `${remoteChannelId}:${number}` : null;
  return [{ remoteChannelId, remoteResourceId: null, presentedSecret: textOf(secret), what: "changed", deliveryId }];
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
