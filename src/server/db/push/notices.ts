import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";
import { findCovered, type ChannelPlace } from "./channels";

export type KnownChannel = {
  readonly remote_channel_id: string;
  readonly workspace_id: string;
  readonly channel_id: string;
  readonly state: string;
  readonly secret_hash: Uint8Array;
  readonly remote_resource_id: string | null;
};

export function findChannels(tx: Tx, provider: string, remoteIds: readonly string[]): Promise<KnownChannel[]> {
  return tx.$queryRaw<KnownChannel[]>`
    select remote_channel_id, workspace_id, channel_id, state, secret_hash, remote_resource_id
    from system.find_channels(${provider}, ${[...remoteIds]}::text[])`;
}

export type NewNotice = {
  readonly workspaceId: string;
  readonly channelId: string;
  readonly kind: string;
  readonly deliveryKey: string | null;
};

/** Answers how many were new. */
export async function acceptNotices(tx: Tx, notices: readonly NewNotice[], now: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ accepted: number }[]>`
    select system.accept_notices(${notices.map(({ workspaceId }) => workspaceId)}::uuid[],
      ${notices.map(({ channelId }) => channelId)}::uuid[], ${notices.map(({ kind }) => kind)}::text[],
      ${notices.map(({ deliveryKey }) => deliveryKey)}::text[], ${now}) as accepted`;
  return row?.accepted ?? 0;
}

export type ToProcess = {
  readonly connectionId: string;
  readonly provider: string;
  readonly state: string;
  /** What it tells of and is read. */
  readonly calendarIds: readonly string[];
  /** What arrived since it was last looked at. */
  readonly kinds: readonly string[];
};

/** What a channel has brought; null when it is not there any more. */
export async function findReceived(tx: Tx, { workspaceId, id }: ChannelPlace): Promise<ToProcess | null> {
  const channel = await tx.channel.findFirst({
    where: { workspaceId, id },
    select: { provider: true, state: true, calendar: { select: { connectionId: true } } },
  });
  if (channel === null) return null;
  const { connectionId } = channel.calendar;
  const rows = await tx.notification.findMany({
    where: { workspaceId, channelId: id, state: "received" },
    select: { kind: true },
    distinct: ["kind"],
  });
  return {
    ...{ connectionId, provider: channel.provider, state: channel.state },
    calendarIds: await findCovered(tx, { workspaceId, id }),
    kinds: rows.map(({ kind }) => kind),
  };
}

/**
 * It delivers; a notice of a change ends every doubt about that. Goes by what was stored and not by what still waits: a
 * read that was due anyhow may have served it already.
 */
export async function noteDelivered(tx: Tx, { workspaceId, id }: ChannelPlace): Promise<void> {
  await tx.$executeRaw`
    with news as (
      select max(l.received_at) as at, bool_or(l.kind = 'change') as is_change
      from calendar_webhook_logs l
      join calendar_webhooks w on w.workspace_id = l.workspace_id and w.id = l.channel_id
      where l.workspace_id = ${workspaceId}::uuid and l.channel_id = ${id}::uuid
        and l.received_at > coalesce(w.last_notified_at, '-infinity'))
    update calendar_webhooks w set last_notified_at = news.at,
      silent_since = case when news.is_change then null else w.silent_since end,
      retry_at = case when news.is_change and w.state <> 'stopping' then null else w.retry_at end,
      consecutive_failures = case when news.is_change and w.state <> 'stopping' then 0 else w.consecutive_failures end
    from news where w.workspace_id = ${workspaceId}::uuid and w.id = ${id}::uuid and news.at is not null`;
}

export async function askForReauthorization(tx: Tx, { workspaceId, id }: ChannelPlace, now: Date): Promise<void> {
  await tx.channel.updateMany({ where: { workspaceId, id }, data: { reauthorizeAt: now } });
}

/** Since it was received. After a server was off for a month more than the column holds, and no reason to fail. */
export const tookMs = (now: Date): Prisma.Sql =>
  Prisma.sql`least(2147483647, greatest(0, extract(epoch from (${now}::timestamptz - received_at)) * 1000))::int`;

/** What asks for no reading is done as soon as it is seen. */
export async function settleKinds(
  tx: Tx,
  { workspaceId, id }: ChannelPlace,
  { kinds, now }: { readonly kinds: readonly string[]; readonly now: Date },
): Promise<void> {
  await tx.$executeRaw`
    update calendar_webhook_logs set state = 'processed', processed_at = ${now}, attempts = attempts + 1,
      duration_ms = ${tookMs(now)}
    where workspace_id = ${workspaceId}::uuid and channel_id = ${id}::uuid and state = 'received'
      and kind = any (${[...kinds]}::text[])`;
}
