import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { PushPort } from "@/core/ports/provider-push";
import { isProviderError, type ProviderError } from "@/core/errors/provider-error";
import type { Channel } from "@/core/push/channel-lifecycle";
import { longestRetryMs } from "@/core/resilience/backoff";
import { planChannels, type ChannelAction } from "@/core/push/plan-channels";
import { findWatchFacts, type ChannelRow, type WatchFacts } from "@/server/db/push/channels";
import type { Deps } from "@/server/deps";
import { withResilience } from "@/server/resilience/with-resilience";
import { enqueueWork } from "@/server/work/enqueue";
import type { WorkHandler } from "@/server/work/handler";

import { callbackUrlOf } from "./callback-url";
import { closeOne, extendOne, openOne, type Watching } from "./change-channel";

/**
 * WHK-1. Brings an account's channels to what they should be: one at a time, because of its lease, and each step is stored
 * before the next, so that whoever takes over after a crash goes on. When somebody has to look again it plans that itself.
 */
export const watchConnection: WorkHandler<"connection.watch"> = async (deps, { workspaceId, payload }, signal) => {
  const where = { workspaceId, connectionId: payload.connectionId };
  const facts = await deps.db.inWorkspace(where, (tx) => findWatchFacts(tx, where));
  if (facts === null) return;
  const watching = await openWatching(deps, { where, facts, signal });
  if (watching === null) return;
  const ended = await carryOut(watching, facts);
  const after = await deps.db.inWorkspace(where, (tx) => findWatchFacts(tx, where));
  if (after === null) return;
  const now = deps.now();
  const { actions, lookAt } = planFor(watching, after, now);
  if (lookAt === null && after.wanted.length === 0) return;
  const dueAt = earliest(
    lookAt ?? new Date(now.getTime() + soonMs),
    actions.length === 0 ? null : new Date(now.getTime() + leftMs[ended]),
  );
  await deps.db.inWorkspace(where, (tx) =>
    enqueueWork(tx, "connection.watch", { connectionId: where.connectionId }, { workspaceId, dueAt }),
  );
};

const soonMs = 60_000;
/** What still needs something, or needs it since a moment ago; what waits behind one that failed does not wait as long as that one. */
const leftMs = { done: soonMs, stopped: longestRetryMs } as const;

const earliest = (one: Date, other: Date | null): Date => (other === null || one < other ? one : other);

type Opening = { readonly where: Watching["where"]; readonly facts: WatchFacts; readonly signal: AbortSignal };

/** Null where nothing can push: the provider cannot, or nobody can reach us. */
async function openWatching(deps: Deps, { where, facts, signal }: Opening): Promise<Watching | null> {
  const raw: CalendarProvider | undefined = (await deps.providers()).get(facts.provider);
  const callbackUrl = callbackUrlOf(deps.env, facts.provider);
  if (raw === undefined || callbackUrl === null) return null;
  const push: PushPort | undefined = withResilience(deps, raw, where).push;
  return push === undefined ? null : { deps, where, push, callbackUrl, signal, provider: facts.provider };
}

const planFor = ({ push: { covers, extendChannel } }: Watching, { wanted, channels }: WatchFacts, now: Date) =>
  planChannels({ covers, wanted, channels: channels.flatMap(toChannel), canExtend: extendChannel !== undefined }, now);

const states = ["creating", "active", "stopping", "failed"] as const;

function toChannel(row: ChannelRow): Channel[] {
  const state = states.find((each) => each === row.state);
  if (state === undefined) return [];
  const { id, calendarId, grantedAt, expiresAt, silentSince, reauthorizeAt, renewAskedAt, retryAt } = row;
  const failures = row.consecutiveFailures;
  return [{ id, calendarId, state, grantedAt, expiresAt, silentSince, reauthorizeAt, renewAskedAt, retryAt, failures }];
}

async function carryOut(watching: Watching, facts: WatchFacts): Promise<"done" | "stopped"> {
  const rows = new Map(facts.channels.map((row) => [row.id, row]));
  for (const action of planFor(watching, facts, watching.deps.now()).actions) {
    watching.signal.throwIfAborted();
    if ((await carryOutOne(watching, action, rows)) === "stop") return "stopped";
  }
  return "done";
}

/** Another one for the same calendar that the provider has told of. */
const findSibling = (row: ChannelRow, rows: ReadonlyMap<string, ChannelRow>): ChannelRow | null =>
  [...rows.values()].find(
    (each) => each.id !== row.id && each.calendarId === row.calendarId && each.remoteResourceId !== null,
  ) ?? null;

/** What concerns the account and not this channel ends the round: the next one would meet the same. */
const concernsAccount: ReadonlySet<ProviderError["kind"]> = new Set([
  "grant_lost",
  "unauthorized",
  "client_rejected",
  "rate_limited",
  "quota_exhausted",
  "unavailable",
  "network",
]);

async function carryOutOne(
  watching: Watching,
  action: ChannelAction,
  rows: ReadonlyMap<string, ChannelRow>,
): Promise<"go_on" | "stop"> {
  try {
    if (action.do === "open") await openOne(watching, action, rows);
    else {
      const row = rows.get(action.channel.id);
      if (row !== undefined && action.do === "extend") await extendOne(watching, row);
      else if (row !== undefined) await closeOne(watching, row, findSibling(row, rows));
    }
    return "go_on";
  } catch (error) {
    if (!isProviderError(error) || error.kind === "aborted") throw error;
    return concernsAccount.has(error.kind) ? "stop" : "go_on";
  }
}
