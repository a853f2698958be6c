import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

export type Where = { readonly workspaceId: string; readonly connectionId: string };

/** These two and nothing else of what a caller may hold besides. */
const idsOf = ({ workspaceId, connectionId }: Where): Where => ({ workspaceId, connectionId });

/** What a failed refresh left behind: the provider's own words and ids, never its text. */
export type LastFailure = {
  readonly kind: string;
  readonly status?: number;
  readonly reason?: string;
  readonly requestId?: string;
  readonly action?: string;
};

export type CredentialRow = {
  readonly generation: number;
  readonly fence: bigint;
  readonly keyId: string;
  readonly accessToken: Uint8Array | null;
  readonly refreshToken: Uint8Array | null;
  readonly accessExpiresAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  readonly refreshedAt: Date | null;
  readonly grantedAt: Date | null;
  readonly refreshFailures: number;
  readonly timesLost: number;
  readonly lostSince: Date | null;
  readonly retryAt: Date | null;
  readonly lastFailure: LastFailure | null;
  readonly claims: string | null;
  readonly leaseUntil: Date | null;
  readonly connection: {
    readonly provider: string;
    readonly userId: string;
    readonly authStatus: string;
    readonly grantedScopes: readonly string[];
    readonly mayWrite: boolean;
    readonly hasError: boolean;
  };
};

type FoundRow = Omit<CredentialRow, "generation" | "connection"> &
  CredentialRow["connection"] & { readonly generation: bigint };

/** Null when the connection is over or never had a grant. One statement: every call to a provider begins with it. */
export async function findCredential(tx: Tx, { workspaceId, connectionId }: Where): Promise<CredentialRow | null> {
  const [row] = await tx.$queryRaw<FoundRow[]>`
    select t.generation::bigint as generation, t.fence, t.key_id as "keyId", t.access_token as "accessToken", t.refresh_token as "refreshToken",
      t.access_expires_at as "accessExpiresAt", t.refresh_expires_at as "refreshExpiresAt", t.refreshed_at as "refreshedAt",
      t.granted_at as "grantedAt", t.refresh_failures as "refreshFailures", t.times_lost as "timesLost", t.lost_since as "lostSince",
      t.retry_at as "retryAt", t.last_failure as "lastFailure", t.claims, t.lease_until as "leaseUntil",
      c.provider, c.user_id as "userId", c.auth_status as "authStatus", c.granted_scopes as "grantedScopes", c.may_write as "mayWrite",
      c.last_error is not null as "hasError"
    from credentials t join connections c on c.workspace_id = t.workspace_id and c.id = t.connection_id
    where t.workspace_id = ${workspaceId}::uuid and t.connection_id = ${connectionId}::uuid and t.kind = 'oauth'
      and c.disconnected_at is null
    limit 1`;
  if (row === undefined) return null;
  const { provider, userId, authStatus, grantedScopes, mayWrite, hasError, generation, ...own } = row;
  const connection = { provider, userId, authStatus, grantedScopes, mayWrite, hasError };
  return { ...own, generation: Number(generation), connection };
}

export type Lease = { readonly owner: string; readonly now: Date; readonly until: Date };

/** The right to refresh that generation, or null when somebody was quicker. */
export async function takeLease(
  tx: Tx,
  { workspaceId, connectionId }: Where,
  { owner, now, until, generation }: Lease & { readonly generation: number },
): Promise<bigint | null> {
  const [row] = await tx.$queryRaw<{ fence: bigint }[]>`
    update credentials set lease_until = ${until}, lease_owner = ${owner}::uuid, fence = fence + 1
    where workspace_id = ${workspaceId}::uuid and connection_id = ${connectionId}::uuid and generation = ${generation}
      and (lease_until is null or lease_until <= ${now})
    returning fence`;
  return row?.fence ?? null;
}

/** False when the lease is no longer ours. */
export async function extendLease(tx: Tx, where: Where, lease: { fence: bigint; until: Date }): Promise<boolean> {
  const { count } = await tx.credential.updateMany({
    where: { ...idsOf(where), fence: lease.fence, leaseUntil: { not: null } },
    data: { leaseUntil: lease.until },
  });
  return count === 1;
}

export async function releaseLease(tx: Tx, where: Where, fence: bigint): Promise<void> {
  await tx.credential.updateMany({ where: { ...idsOf(where), fence }, data: { leaseUntil: null, leaseOwner: null } });
}

export type GrantColumns = {
  readonly keyId: string;
  readonly accessToken: Uint8Array<ArrayBuffer>;
  readonly refreshToken: Uint8Array<ArrayBuffer> | null;
  readonly accessExpiresAt: Date;
  readonly refreshExpiresAt: Date | null;
  readonly refreshedAt: Date;
};

const nothingFailed = {
  refreshFailures: 0,
  timesLost: 0,
  lostSince: null,
  retryAt: null,
  lastFailure: Prisma.DbNull,
  claims: null,
  leaseUntil: null,
  leaseOwner: null,
} as const;

/** A grant that the person gave just now: goes over whatever is there, and ends what others are doing with it. */
export async function writeNewGrant(tx: Tx, where: Where, grant: GrantColumns): Promise<void> {
  const columnsOfGrant = { ...grant, ...nothingFailed, grantedAt: grant.refreshedAt };
  await tx.credential.upsert({
    where: { workspaceId_connectionId: idsOf(where) },
    create: { ...idsOf(where), kind: "oauth", ...columnsOfGrant },
    update: { kind: "oauth", ...columnsOfGrant, generation: { increment: 1 }, fence: { increment: 1 } },
  });
}

/**
 * A refreshed grant, over the generation that it came from and no other. False when there is a newer one. The lease does
 * not decide: a grant that was rotated for us is lost unless it is stored, however late we are.
 */
export async function writeRefreshedGrant(
  tx: Tx,
  where: Where,
  grant: GrantColumns & { readonly from: number },
): Promise<boolean> {
  const { from, ...columnsOfGrant } = grant;
  const { count } = await tx.credential.updateMany({
    where: { ...idsOf(where), generation: from },
    data: { ...columnsOfGrant, ...nothingFailed, generation: { increment: 1 } },
  });
  return count === 1;
}

export type FailureColumns = {
  readonly refreshFailures: number;
  readonly timesLost: number;
  readonly lostSince: Date | null;
  readonly retryAt: Date | null;
  readonly lastFailure: LastFailure;
  readonly claims: string | null;
};

/** What a failure says of that generation; false when there is a newer one, of which it says nothing. */
export async function writeFailure(
  tx: Tx,
  where: Where,
  failure: FailureColumns & { readonly of: number; readonly fence: bigint },
): Promise<boolean> {
  const { of, fence, lastFailure, ...rest } = failure;
  const { count } = await tx.credential.updateMany({
    where: { ...idsOf(where), generation: of, fence },
    data: { ...rest, lastFailure: { ...lastFailure }, leaseUntil: null, leaseOwner: null },
  });
  return count === 1;
}
