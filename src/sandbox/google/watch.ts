import type { Call } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import { json, noContent, type Reply } from "../kernel/reply";
import { authorize, needRole, openCalendar, type Caller } from "./auth";
import type { Channel, Channels, WatchKind } from "./channels";
import { apiError, fail, failInvalid, refuse } from "./errors";
import { bodyOf } from "./events-write";
import type { GoogleRoutes } from "./provider";
import type { Json } from "./render-event";

/** POST …/watch: opens a channel; its `sync` message may arrive before this answer does. */
async function watch(
  ground: Ground,
  channels: Channels,
  asked: { readonly call: Call; readonly kind: WatchKind },
): Promise<Reply> {
  const { call, kind } = asked;
  const caller = authorize(ground, call);
  const target = targetOf(ground, caller, asked);
  const body = bodyOf(call);
  const id = idOf(body);
  const address = addressOf(ground, body);
  const clientId = caller.token.clientId;
  if (channels.isUsed(id, clientId)) {
    refuse(
      apiError({ status: 400, domain: "global", reason: "channelIdNotUnique", message: `Channel id ${id} not unique` }),
    );
  }
  const channel = channels.open({
    id,
    kind,
    target,
    resourceUri: `${call.request.base}${call.path.replace(/\/watch$/, "")}?alt=json`,
    accountId: caller.account.id,
    clientId,
    address,
    token: tokenOf(body),
    expiresAt: expiryOf(ground, body),
  });
  const sync = channels.sendSync(channel);
  if (ground.switches.google.syncMessageFirst) await sync;
  return json(200, rendered(channel));
}

function rendered(channel: Channel): Json {
  return {
    kind: "api#channel",
    id: channel.id,
    resourceId: channel.resourceId,
    resourceUri: channel.resourceUri,
    ...(channel.token === null ? {} : { token: channel.token }),
    expiration: String(channel.expiresAt),
  };
}

function targetOf(
  ground: Ground,
  caller: Caller,
  { call, kind }: { readonly call: Call; readonly kind: WatchKind },
): string {
  if (kind === "calendarList" || kind === "settings") return caller.account.id;
  const access = openCalendar(ground, caller, call.params.calendarId ?? "");
  if (kind === "acl") needRole(access, "owner");
  if (!access.calendar.pushable) return fail("pushNotSupportedForRequestedResource");
  return access.calendar.id;
}

function idOf(body: Json): string {
  const { id, type } = body;
  if (typeof id !== "string" || id === "") return failInvalid("id", "Required", "required");
  if (id.length > 64 || !/^[A-Za-z0-9\-_+/=]+$/.test(id)) return failInvalid("id", "Invalid channel id.");
  return type === "web_hook" || type === "webhook" ? id : fail("channelTypeNotSupported");
}

function addressOf(ground: Ground, body: Json): string {
  const { address } = body;
  if (typeof address !== "string" || address === "") return failInvalid("address", "Required", "required");
  if (address.length > 2_048 || !URL.canParse(address)) return refuse(notHttps(address));
  const url = new URL(address);
  const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol === "https:") return address;
  return url.protocol === "http:" && loopback && ground.switches.google.loopbackCallbacks
    ? address
    : refuse(notHttps(address));
}

function notHttps(address: string): Reply {
  const message = `WebHook callback must be HTTPS: ${address.slice(0, 200)}`;
  return apiError({ status: 400, domain: "global", reason: "push.webhookUrlNotHttps", message });
}

function tokenOf(body: Json): string | null {
  const { token } = body;
  if (token === undefined || token === null) return null;
  return typeof token === "string" && token.length <= 256 ? token : failInvalid("token");
}

/** What was asked, at most the maximum, else the default: clients go by the answer. */
function expiryOf(ground: Ground, body: Json): number {
  const { channelDefaultSeconds, channelMaxSeconds } = ground.switches.google;
  const now = ground.clock.now();
  const ttl = Number((body.params as Json | undefined)?.ttl ?? Number.NaN);
  const asked = Number(body.expiration ?? Number.NaN);
  const wanted = Number.isFinite(asked)
    ? asked
    : Number.isFinite(ttl)
      ? now + ttl * 1_000
      : now + channelDefaultSeconds * 1_000;
  if (wanted <= now) return failInvalid("expiration", "The expiration lies in the past.");
  return Math.floor(Math.min(wanted, now + channelMaxSeconds * 1_000) / 1_000) * 1_000;
}

/** POST /channels/stop: by the same person and client only (fact sheet 2.8). */
function stop(ground: Ground, channels: Channels, call: Call): Reply {
  const { account, token } = authorize(ground, call);
  const { id, resourceId } = bodyOf(call);
  if (typeof id !== "string" || typeof resourceId !== "string") return failInvalid("id", "Required", "required");
  const stopped = channels.stop(id, { resourceId, accountId: account.id, clientId: token.clientId });
  if (stopped) return noContent;
  const message = `Channel '${id.slice(0, 64)}' not found for project '${token.grant.project}'`;
  return refuse(apiError({ status: 404, domain: "global", reason: "notFound", message }));
}

export function watchRoutes(ground: Ground, channels: Channels): GoogleRoutes {
  const on = (kind: WatchKind) => (call: Call) => watch(ground, channels, { call, kind });
  return {
    "POST /calendar/v3/calendars/:calendarId/events/watch": ["events.watch", on("events")],
    "POST /calendar/v3/users/me/calendarList/watch": ["calendarList.watch", on("calendarList")],
    "POST /calendar/v3/calendars/:calendarId/acl/watch": ["acl.watch", on("acl")],
    "POST /calendar/v3/users/me/settings/watch": ["settings.watch", on("settings")],
    "POST /calendar/v3/channels/stop": ["channels.stop", (call) => stop(ground, channels, call)],
  };
}
