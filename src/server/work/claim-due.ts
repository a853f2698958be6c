import { isWorkName, type WorkName } from "@/core/work/catalog";
import type { Tx } from "@/server/db/open-database";
import {
  claimSyncRows,
  claimWorkRows,
  type ClaimAsk,
  type ClaimedSyncRow,
  type ClaimedWorkRow,
} from "@/server/db/work/claims";
import type { Deps } from "@/server/deps";

import { background, somebodyWaits, type Claim, type HeldSync, type HeldWork, type QueuedWorkName } from "./claim";

/** So long a claim holds when nobody extends it: what a crashed process held waits that long. */
export const leaseMs = 30_000;

/** How many may be claimed: of what somebody waits for, and of the rest. */
export type Room = { readonly waiting: number; readonly rest: number };

export type ClaimOptions = {
  readonly owner: string;
  readonly kinds: readonly WorkName[];
  readonly room: Room;
  readonly total: number;
  /** Whether calendars or other work come first; whoever asks takes turns. */
  readonly syncsFirst: boolean;
};

const isQueued = (name: string): name is QueuedWorkName => isWorkName(name) && name !== "calendar.sync";

function toHeldSync(row: ClaimedSyncRow, { owner, leaseUntil }: ClaimAsk): HeldSync {
  const { workspace_id: workspaceId, calendar_id: calendarId, provider, fence, priority, was_due_at: wasDueAt } = row;
  const sync = { workspaceId, calendarId, provider, fence, priority, wasDueAt, owner };
  return {
    name: "calendar.sync",
    workspaceId,
    id: calendarId,
    fence,
    priority,
    crashes: row.crashes,
    leaseUntil,
    sync,
  };
}

function toHeldWork(row: ClaimedWorkRow, { leaseUntil }: ClaimAsk): HeldWork[] {
  const { workspace_id: workspaceId, work_id: workId, fence, priority, attempts, failures, payload, crashes } = row;
  if (!isQueued(row.kind)) return []; // Only kinds we know are asked for.
  const work = {
    workspaceId,
    workId,
    name: row.kind,
    payload,
    attempts,
    failures,
    fence,
    priority,
    wasDueAt: row.was_due_at,
  };
  return [{ name: row.kind, workspaceId, id: workId, fence, priority, crashes, leaseUntil, work }];
}

async function claimLane(tx: Tx, ask: ClaimAsk, { kinds, syncsFirst }: ClaimOptions): Promise<Claim[]> {
  const queued = kinds.filter(isQueued);
  const syncs = async (limit: number): Promise<Claim[]> =>
    limit < 1 || !kinds.includes("calendar.sync")
      ? []
      : (await claimSyncRows(tx, { ...ask, limit })).map((row) => toHeldSync(row, ask));
  const work = async (limit: number): Promise<Claim[]> =>
    limit < 1 || queued.length === 0
      ? []
      : (await claimWorkRows(tx, queued, { ...ask, limit })).flatMap((row) => toHeldWork(row, ask));
  const [first, second] = syncsFirst ? [syncs, work] : [work, syncs];
  const claimed = await first(ask.limit);
  return [...claimed, ...(await second(ask.limit - claimed.length))];
}

/** Leases what is due, as much as there is room for: first what somebody waits for. */
export async function claimDue(deps: Deps, options: ClaimOptions): Promise<Claim[]> {
  const { owner, room, total } = options;
  const now = deps.now();
  const lease = { owner, now, leaseUntil: new Date(now.getTime() + leaseMs) };
  const anything = {
    ...lease,
    limit: Math.min(room.waiting, room.rest, total),
    least: background,
    most: somebodyWaits,
  };
  const waiting = { ...lease, limit: Math.min(room.waiting, total), least: somebodyWaits, most: somebodyWaits };
  return deps.db.outsideWorkspace(async (tx) => {
    // As long as both have room, one look serves both.
    if (anything.limit > 0) return claimLane(tx, anything, options);
    const first = await claimLane(tx, waiting, options);
    const limit = Math.min(room.rest, total - first.length);
    return [
      ...first,
      ...(await claimLane(tx, { ...waiting, limit, least: background, most: somebodyWaits - 1 }, options)),
    ];
  });
}
