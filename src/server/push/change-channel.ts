import { createHash } from "node:crypto";

import { factsOf } from "@/core/errors/kinds";
import { isOfToken, isProviderError, ProviderError, saysItIsGone } from "@/core/errors/provider-error";
import { callTimeouts, type AccountCall } from "@/core/ports/provider-call";
import type { PushPort, RemoteChannel } from "@/core/ports/provider-push";
import { nextSilenceAt, retryChannelAt } from "@/core/push/channel-lifecycle";
import type { ChannelAction } from "@/core/push/plan-channels";
import { newId, newToken } from "@/lib/ids";
import {
  activateChannel,
  addChannel,
  findCovered,
  extendChannelRow,
  findRemoteId,
  forgetChannel,
  forgetUngranted,
  keepChannelForClosing,
  noteChannelFailure,
  type ChannelRow,
} from "@/server/db/push/channels";
import type { Deps } from "@/server/deps";
import { requestSync } from "@/server/sync/request-sync";
import { getAccess } from "@/server/tokens/get-access";

export type Watching = {
  readonly deps: Deps;
  readonly where: { readonly workspaceId: string; readonly connectionId: string };
  readonly provider: string;
  readonly push: PushPort;
  readonly callbackUrl: string;
  readonly signal: AbortSignal;
};

/** One call; a token that is refused is renewed once and the call made again. */
export async function callPush<T>(
  { deps, where, signal }: Pick<Watching, "deps" | "where" | "signal">,
  run: (call: AccountCall) => Promise<T>,
): Promise<T> {
  const rules = { signal, timeoutMs: callTimeouts.firstMs, attempt: 1, onCall: () => undefined };
  const { access, generation } = await getAccess(deps, where, { signal });
  try {
    return await run({ ...rules, access });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== "unauthorized") throw error;
    const renewed = await getAccess(deps, where, { signal, refuse: generation });
    return run({ ...rules, access: renewed.access });
  }
}

/** S33, S34. 256 bits that only the provider and we know; we keep what they hash to. */
export const hashSecret = (secret: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(secret).digest());

type Opening = Extract<ChannelAction, { do: "open" }>;

/**
 * The row comes first, because a notice may come before the answer. With the answer the new channel delivers and the old
 * one is closed; what changed while neither was listening is read once.
 */
export async function openOne(
  watching: Watching,
  action: Opening,
  rows: ReadonlyMap<string, ChannelRow>,
): Promise<void> {
  const { deps, where, provider, push, callbackUrl } = watching;
  const { workspaceId } = where;
  const { calendarId, because } = action;
  const replaced = action.replaces && (rows.get(action.replaces.id) ?? null);
  // Where two cannot be open at once nobody listens for a moment: what changes in it is read at the end.
  if (replaced !== null && !push.mayOverlap) await closeOne(watching, replaced);
  const handsOver = push.mayOverlap ? replaced : null;
  const remoteCalendarId = await deps.db.inWorkspace(where, (tx) => findRemoteId(tx, { workspaceId, id: calendarId }));
  if (remoteCalendarId === null) return;
  // Its renewal is spread by its id, so that chance is the caller's here too.
  const id = newId(deps.random);
  const secret = newToken(deps.random);
  const at = deps.now();
  const failures = because === "silent" ? action.failures + 1 : action.failures;
  const row = { workspaceId, id, calendarId, provider, covers: push.covers, remoteChannelId: id };
  await deps.db.inWorkspace(where, (tx) =>
    addChannel(tx, { ...row, secretHash: hashSecret(secret.reveal()), failures, at }),
  );
  const until = new Date(at.getTime() + push.longestChannelMs);
  const opened = await orNoteFailure(watching, { id, failures: action.failures, replaced: handsOver }, () =>
    callPush(watching, (each) =>
      push.openChannel(each, { channelId: id, remoteCalendarId, callbackUrl, secret, until }),
    ),
  );
  const now = deps.now();
  const isOurs = await deps.db.inWorkspace(where, async (tx) => {
    const granted = { ...opened, at: now, retryAt: nextSilenceAt(because === "silent" ? failures : 0, now) };
    const calendarIds = await findCovered(tx, { workspaceId, id });
    const isKept = await activateChannel(tx, { workspaceId, id }, { granted, replaces: handsOver?.id ?? null });
    if (isKept) await requestSync(tx, { workspaceId, calendarIds, trigger: "schedule", priority: 1, now });
    return isKept;
  });
  if (!isOurs) return giveUp(watching, { id, opened });
  if (because === "silent")
    deps.log.warn("A channel had fallen silent and was replaced", { ...where, calendarId, channelId: replaced?.id });
  if (handsOver !== null) await closeOne(watching, handsOver);
}

/** Whoever took us for dead has forgotten it, or opened another one: nobody else would ever close ours. */
async function giveUp(
  watching: Watching,
  { id, opened }: { readonly id: string; readonly opened: RemoteChannel },
): Promise<void> {
  const { deps, where, push } = watching;
  await callPush(watching, (each) => push.closeChannel(each, opened));
  await deps.db.inWorkspace(where, (tx) => forgetChannel(tx, { workspaceId: where.workspaceId, id }, deps.now()));
}

type Failing = { readonly id: string; readonly failures: number; readonly replaced: ChannelRow | null };

/** What still delivers goes on doing so; otherwise the new row remembers when it is tried again. */
async function orNoteFailure<T>(watching: Watching, failing: Failing, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (isProviderError(error) && error.kind !== "aborted") await noteFailure(watching, failing, error);
    throw error;
  }
}

async function noteFailure(
  { deps, where }: Watching,
  { id, failures: before, replaced }: Failing,
  { kind, facts: { reason } }: ProviderError,
): Promise<void> {
  const { workspaceId } = where;
  const now = deps.now();
  const failures = before + 1;
  const retryAt = retryChannelAt({ failures, isUnsupported: kind === "unsupported" }, { now, random: deps.chance });
  const note = { code: kind, at: now.toISOString(), ...(reason === undefined ? {} : { reason }) };
  const isStillUp = replaced?.state === "active" && (replaced.expiresAt === null || replaced.expiresAt > now);
  await deps.db.inWorkspace(where, async (tx) => {
    const failed = isStillUp ? replaced.id : id;
    await noteChannelFailure(tx, { workspaceId, id: failed }, { failures, retryAt, note });
    const over = isStillUp ? id : (replaced?.id ?? null);
    if (over !== null && over !== failed) await forgetChannel(tx, { workspaceId, id: over }, now);
  });
  deps.log.info("A channel could not be opened or prolonged", { ...where, kind, failures, retryAt });
}

export const toRemote = ({
  remoteChannelId,
  remoteResourceId,
  expiresAt,
}: Pick<ChannelRow, "remoteChannelId" | "remoteResourceId" | "expiresAt">): RemoteChannel => ({
  remoteChannelId,
  remoteResourceId,
  expiresAt: expiresAt ?? new Date(0),
});

/** Prolongs a channel, and its authorization with it. One that is gone at the provider is opened anew. */
export async function extendOne(watching: Watching, row: ChannelRow): Promise<void> {
  const { deps, where, push } = watching;
  const extend = push.extendChannel?.bind(push);
  if (extend === undefined) return;
  const until = new Date(deps.now().getTime() + push.longestChannelMs);
  const failing = { id: row.id, failures: row.consecutiveFailures, replaced: null };
  try {
    const { expiresAt } = await orNoteFailure(watching, failing, () =>
      callPush(watching, (each) => extend(each, toRemote(row), until)),
    );
    const place = { workspaceId: where.workspaceId, id: row.id };
    await deps.db.inWorkspace(where, (tx) => extendChannelRow(tx, place, { expiresAt, at: deps.now() }));
  } catch (error) {
    if (!isProviderError(error) || !saysItIsGone(error)) throw error;
    const { id, calendarId } = row;
    const replaces = { ...channelOf(row), id, calendarId };
    await openOne(
      watching,
      { do: "open", calendarId, replaces, because: "expired", failures: row.consecutiveFailures },
      new Map([[id, row]]),
    );
  }
}

const channelOf = ({ consecutiveFailures, ...row }: ChannelRow) => ({
  ...row,
  state: "active" as const,
  failures: consecutiveFailures,
});

/**
 * What is not closed now for a reason that passes, our own breaker's among them, is closed later; whatever else the provider
 * says, it is not listened to any more and ends by itself. F8: the provider may have one whose making nobody here lived to
 * hear of; it watches the same as its sibling, which is known.
 */
export async function closeOne(watching: Watching, row: ChannelRow, sibling: ChannelRow | null = null): Promise<void> {
  const { deps, where, push } = watching;
  const remote = findAtProvider(watching, row, sibling);
  try {
    if (remote !== null) await callPush(watching, (each) => push.closeChannel(each, remote));
  } catch (error) {
    if (!isProviderError(error) || error.kind === "aborted") throw error;
    if (passes(error)) return keepForClosing(watching, row, error);
    deps.log.info("A channel was left to end by itself", { ...where, channelId: row.id, kind: error.kind });
  }
  const place = { workspaceId: where.workspaceId, id: row.id };
  const granted = await deps.db.inWorkspace(where, async (tx) => {
    if (row.grantedAt === null) return forgetUngranted(tx, place);
    await forgetChannel(tx, place, deps.now());
    return null;
  });
  if (granted !== null) await closeOne(watching, granted);
}

/** The operator's trouble passes too, and so does whatever kept us from a token, unless the grant itself is lost. */
function passes(error: ProviderError): boolean {
  const { kind } = error;
  if (["transient", "rate_limit"].includes(factsOf(kind).category)) return true;
  if (kind === "client_rejected" || kind === "project_misconfigured") return true;
  return isOfToken(error) && kind !== "grant_lost" && kind !== "scope_missing";
}

/** Left open it would go on delivering to nobody for as long as a week. */
async function keepForClosing(
  { deps, where }: Watching,
  { id, state, consecutiveFailures }: ChannelRow,
  { kind }: ProviderError,
): Promise<void> {
  const now = deps.now();
  // Failures of its life do not make the first wait for its end a long one.
  const failures = state === "stopping" ? consecutiveFailures + 1 : 1;
  const retryAt = retryChannelAt({ failures, isUnsupported: false }, { now, random: deps.chance });
  const kept = { failures, retryAt, note: { code: kind, at: now.toISOString() } };
  await deps.db.inWorkspace(where, (tx) => keepChannelForClosing(tx, { workspaceId: where.workspaceId, id }, kept));
  deps.log.info("A channel could not be closed yet", { ...where, channelId: id, kind, failures, retryAt });
}

/** Null where the provider has none, or has ended it by itself. */
function findAtProvider({ deps, push }: Watching, row: ChannelRow, sibling: ChannelRow | null): RemoteChannel | null {
  const now = deps.now();
  if (row.grantedAt !== null) return row.expiresAt !== null && row.expiresAt > now ? toRemote(row) : null;
  const mayBeThere = row.state === "creating" || row.state === "stopping";
  if (!mayBeThere || sibling === null || row.createdAt.getTime() + push.longestChannelMs <= now.getTime()) return null;
  return toRemote({ ...row, remoteResourceId: sibling.remoteResourceId });
}
