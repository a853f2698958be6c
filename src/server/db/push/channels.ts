import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

export type ConnectionPlace = { readonly workspaceId: string; readonly connectionId: string };
export type ChannelPlace = { readonly workspaceId: string; readonly id: string };

export type WatchFacts = {
  readonly provider: string;
  /** Calendars that are read; none while nothing of the account can be. */
  readonly wanted: readonly string[];
  readonly channels: readonly ChannelRow[];
};

const shown = {
  id: true,
  calendarId: true,
  remoteChannelId: true,
  remoteResourceId: true,
  state: true,
  createdAt: true,
  grantedAt: true,
  expiresAt: true,
  silentSince: true,
  reauthorizeAt: true,
  renewAskedAt: true,
  retryAt: true,
  consecutiveFailures: true,
  lastNotifiedAt: true,
  lastError: true,
  calendar: { select: { remoteId: true } },
} as const;

export type ChannelRow = Prisma.ChannelGetPayload<{ select: typeof shown }>;

/** Null when the connection is not there any more. */
export async function findWatchFacts(
  tx: Tx,
  { workspaceId, connectionId }: ConnectionPlace,
): Promise<WatchFacts | null> {
  const connection = await tx.connection.findFirst({ where: { workspaceId, id: connectionId } });
  if (connection === null) return null;
  const isReadable =
    connection.disconnectedAt === null &&
    connection.pausedAt === null &&
    connection.pushStoppedAt === null &&
    connection.authStatus === "active";
  const calendars = !isReadable
    ? []
    : await tx.calendar.findMany({
        where: { workspaceId, connectionId, isSelected: true, retiredAt: null, syncState: { pausedAt: null } },
        select: { id: true },
        orderBy: [{ isPrimary: "desc" }, { id: "asc" }],
      });
  const channels = await tx.channel.findMany({
    where: { workspaceId, calendar: { connectionId }, state: { not: "stopped" } },
    select: shown,
    orderBy: { createdAt: "asc" },
  });
  return { provider: connection.provider, wanted: calendars.map(({ id }) => id), channels };
}

export type NewChannel = ChannelPlace & {
  readonly calendarId: string;
  readonly provider: string;
  readonly covers: string;
  readonly remoteChannelId: string;
  readonly secretHash: Uint8Array<ArrayBuffer>;
  readonly failures: number;
  readonly at: Date;
};

/** Before the provider is asked: its first notice may come before its answer. */
export async function addChannel(tx: Tx, channel: NewChannel): Promise<void> {
  const { at, failures, ...row } = channel;
  await tx.channel.create({ data: { ...row, state: "creating", consecutiveFailures: failures, createdAt: at } });
}

export type Granted = {
  readonly remoteChannelId: string;
  readonly remoteResourceId: string | null;
  readonly expiresAt: Date;
  readonly at: Date;
  readonly retryAt: Date | null;
};

/**
 * The successor delivers from now on, and its predecessor is closed next: one statement after the other, one moment. False when
 * somebody has given it up meanwhile, or opened another one.
 */
export async function activateChannel(
  tx: Tx,
  { workspaceId, id }: ChannelPlace,
  { granted, replaces }: { readonly granted: Granted; readonly replaces: string | null },
): Promise<boolean> {
  const { at, ...facts } = granted;
  const ours = { workspaceId, id, state: "creating" };
  const row = await tx.channel.findFirst({ where: ours, select: { calendarId: true } });
  if (row === null) return false;
  const others = {
    workspaceId,
    calendarId: row.calendarId,
    state: "active",
    ...(replaces && { id: { not: replaces } }),
  };
  if ((await tx.channel.count({ where: others })) > 0) return false;
  if (replaces !== null)
    await tx.channel.updateMany({
      where: { workspaceId, id: replaces, state: "active" },
      // What it waited for as long as it delivered does not keep anybody from closing it.
      data: { state: "stopping", retryAt: null, consecutiveFailures: 0 },
    });
  const { count } = await tx.channel.updateMany({
    where: ours,
    data: { ...facts, state: "active", grantedAt: at },
  });
  return count > 0;
}

export async function extendChannelRow(
  tx: Tx,
  { workspaceId, id }: ChannelPlace,
  { expiresAt, at }: { readonly expiresAt: Date; readonly at: Date },
): Promise<void> {
  await tx.channel.updateMany({
    where: { workspaceId, id },
    data: { expiresAt, grantedAt: at, reauthorizeAt: null, retryAt: null, lastError: Prisma.DbNull },
  });
}

export type ChannelFailure = {
  readonly failures: number;
  readonly retryAt: Date;
  readonly note: Readonly<Record<string, string>>;
};

/** One that delivers still goes on; one that never did has failed. */
export async function noteChannelFailure(
  tx: Tx,
  { workspaceId, id }: ChannelPlace,
  { failures, retryAt, note }: ChannelFailure,
): Promise<void> {
  const data = { consecutiveFailures: failures, retryAt, lastError: note };
  await tx.channel.updateMany({ where: { workspaceId, id }, data });
  await tx.channel.updateMany({ where: { workspaceId, id, state: "creating" }, data: { state: "failed" } });
}

/** It is to be closed at the provider, which could not be told yet. */
export async function keepChannelForClosing(
  tx: Tx,
  { workspaceId, id }: ChannelPlace,
  { failures, retryAt, note }: ChannelFailure,
): Promise<void> {
  await tx.channel.updateMany({
    where: { workspaceId, id, state: { not: "stopped" } },
    data: { state: "stopping", consecutiveFailures: failures, retryAt, lastError: note },
  });
}

export async function endChannel(tx: Tx, { workspaceId, id }: ChannelPlace, at: Date): Promise<void> {
  await tx.channel.updateMany({
    where: { workspaceId, id, state: { not: "stopped" } },
    data: { state: "stopped", stoppedAt: at },
  });
}

/** A row for a channel that never came to be leaves nothing worth keeping: refused for ever, they would add up (F87). */
export async function forgetChannel(tx: Tx, place: ChannelPlace, at: Date): Promise<void> {
  if (!(await dropUngranted(tx, place))) await endChannel(tx, place, at);
}

async function dropUngranted(tx: Tx, { workspaceId, id }: ChannelPlace): Promise<boolean> {
  return (await tx.channel.deleteMany({ where: { workspaceId, id, grantedAt: null } })).count > 0;
}

/** One that was seen before it was granted. Left as it is, and answered, when whoever stood still has been granted it since. */
export async function forgetUngranted(tx: Tx, place: ChannelPlace): Promise<ChannelRow | null> {
  if (await dropUngranted(tx, place)) return null;
  const { workspaceId, id } = place;
  return tx.channel.findFirst({ where: { workspaceId, id, state: { not: "stopped" } }, select: shown });
}

export async function findRemoteId(tx: Tx, { workspaceId, id }: ChannelPlace): Promise<string | null> {
  const row = await tx.calendar.findFirst({ where: { workspaceId, id }, select: { remoteId: true } });
  return row?.remoteId ?? null;
}

/** The calendars that a channel tells of and that are read. */
export async function findCovered(tx: Tx, { workspaceId, id }: ChannelPlace): Promise<string[]> {
  const channel = await tx.channel.findFirst({
    where: { workspaceId, id },
    select: { covers: true, calendarId: true, calendar: { select: { connectionId: true } } },
  });
  if (channel === null) return [];
  const which =
    channel.covers === "account" ? { connectionId: channel.calendar.connectionId } : { id: channel.calendarId };
  const rows = await tx.calendar.findMany({
    where: { workspaceId, ...which, isSelected: true, retiredAt: null },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map((row) => row.id);
}

/** Connections of those providers that nobody looks after yet, over all workspaces. */
export async function findUnwatched(
  tx: Tx,
  { providers, now, limit }: { readonly providers: readonly string[]; readonly now: Date; readonly limit: number },
): Promise<ConnectionPlace[]> {
  const rows = await tx.$queryRaw<{ workspace_id: string; connection_id: string }[]>`
    select workspace_id, connection_id from system.unwatched_connections(${[...providers]}::text[], ${now}, ${limit}::int)`;
  return rows.map(({ workspace_id: workspaceId, connection_id: connectionId }) => ({ workspaceId, connectionId }));
}
