import { Prisma } from "@/generated/prisma/client";
import { queryDirect } from "@/server/db/direct-client";
import type { Tx } from "@/server/db/open-database";

/** Who claims how much of what. Only what has a priority from `least` to `most` is taken. */
export type ClaimAsk = {
  readonly owner: string;
  readonly limit: number;
  readonly now: Date;
  readonly leaseUntil: Date;
  readonly least: number;
  readonly most: number;
};

export type ClaimedSyncRow = {
  readonly workspace_id: string;
  readonly calendar_id: string;
  readonly provider: string;
  readonly fence: bigint;
  readonly priority: number;
  readonly was_due_at: Date;
  readonly crashes: number;
};

/** Leases calendars whose sync is due: fair between workspaces, each to one claimer. */
export function claimSyncRows(tx: Tx, { owner, limit, now, leaseUntil, least, most }: ClaimAsk) {
  return queryDirect<ClaimedSyncRow>(
    tx,
    Prisma.sql`
    select workspace_id, calendar_id, provider, fence, priority, was_due_at, crashes
    from system.claim_due_syncs(${owner}::uuid, ${limit}::int, ${now}, ${leaseUntil}, ${least}::smallint, ${most}::smallint)`,
  );
}

export type ClaimedWorkRow = {
  readonly workspace_id: string;
  readonly work_id: string;
  readonly kind: string;
  readonly key: string;
  readonly payload: unknown;
  readonly priority: number;
  readonly attempts: number;
  readonly failures: number;
  readonly crashes: number;
  readonly fence: bigint;
  readonly was_due_at: Date;
};

/** The same for due work of the kinds this process knows. */
export function claimWorkRows(tx: Tx, kinds: readonly string[], ask: ClaimAsk) {
  const { owner, limit, now, leaseUntil, least, most } = ask;
  return queryDirect<ClaimedWorkRow>(
    tx,
    Prisma.sql`
    select workspace_id, work_id, kind, key, payload, priority, attempts, failures, crashes, fence, was_due_at
    from system.claim_due_work(
      ${[...kinds]}::text[], ${owner}::uuid, ${limit}::int, ${now}, ${leaseUntil}, ${least}::smallint, ${most}::smallint)`,
  );
}
