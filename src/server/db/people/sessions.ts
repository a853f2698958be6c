import type { Tx } from "@/server/db/open-database";

export type FoundSession = {
  readonly sessionId: string;
  readonly lastSeenAt: Date;
  readonly method: string;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly locale: string;
    readonly timeZone: string;
    readonly isInstanceAdmin: boolean;
    readonly isDemo: boolean;
  };
  readonly workspace: {
    readonly id: string;
    readonly name: string;
    readonly slug: string;
    readonly role: string;
  } | null;
};

type Row = {
  session_id: string;
  method: string;
  last_seen_at: Date;
  user_id: string;
  name: string;
  email: string;
  locale: string;
  time_zone: string;
  is_instance_admin: boolean;
  is_demo: boolean;
  workspace_id: string | null;
  workspace_name: string | null;
  workspace_slug: string | null;
  role: string | null;
};

function toWorkspace({
  workspace_id: id,
  workspace_name: name,
  workspace_slug: slug,
  role,
}: Row): FoundSession["workspace"] {
  return id === null || name === null || slug === null || role === null ? null : { id, name, slug, role };
}

export async function findSession(tx: Tx, tokenHash: Uint8Array, now: Date): Promise<FoundSession | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    select session_id, method, last_seen_at, user_id, name, email, locale, time_zone, is_instance_admin, is_demo,
      workspace_id, workspace_name, workspace_slug, role
    from system.find_session(${tokenHash}, ${now})`;
  if (row === undefined) return null;
  return {
    sessionId: row.session_id,
    lastSeenAt: row.last_seen_at,
    method: row.method,
    user: {
      id: row.user_id,
      name: row.name,
      email: row.email,
      locale: row.locale,
      timeZone: row.time_zone,
      isInstanceAdmin: row.is_instance_admin,
      isDemo: row.is_demo,
    },
    workspace: toWorkspace(row),
  };
}

type NewSession = {
  readonly userId: string;
  readonly tokenHash: Uint8Array;
  readonly method: string;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly now: Date;
  readonly expiresAt: Date;
  readonly idleExpiresAt: Date;
};

/** Null when the person is gone or disabled. */
export async function startSession(tx: Tx, session: NewSession): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string | null }[]>`
    select system.start_session(${session.userId}::uuid, ${session.tokenHash}, ${session.method}, ${session.userAgent}, ${session.address},
      ${session.now}, ${session.expiresAt}, ${session.idleExpiresAt}) as id`;
  return row?.id ?? null;
}

export async function touchSession(
  tx: Tx,
  sessionId: string,
  at: { readonly now: Date; readonly idleExpiresAt: Date },
): Promise<void> {
  await tx.$queryRaw`select system.touch_session(${sessionId}::uuid, ${at.now}, ${at.idleExpiresAt})`;
}

type Whose = { readonly userId: string; readonly sessionId: string };

export async function revokeSession(tx: Tx, { userId, sessionId }: Whose, now: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { revoked: boolean }[]
  >`select system.revoke_session(${userId}::uuid, ${sessionId}::uuid, ${now}) as revoked`;
  return row?.revoked ?? false;
}

export async function revokeOtherSessions(tx: Tx, { userId, sessionId }: Whose, now: Date): Promise<number> {
  const [row] = await tx.$queryRaw<
    { revoked: number }[]
  >`select system.revoke_other_sessions(${userId}::uuid, ${sessionId}::uuid, ${now}) as revoked`;
  return row?.revoked ?? 0;
}

export type SessionRow = {
  readonly session_id: string;
  readonly method: string;
  readonly user_agent: string | null;
  readonly address: string | null;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
};

export function listSessionsOf(tx: Tx, userId: string, now: Date): Promise<SessionRow[]> {
  return tx.$queryRaw<SessionRow[]>`
    select session_id, method, user_agent, address, created_at, last_seen_at, expires_at from system.sessions_of(${userId}::uuid, ${now})`;
}

export async function switchSessionTo(tx: Tx, { userId, sessionId }: Whose, workspaceId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { moved: boolean }[]
  >`select system.switch_workspace(${sessionId}::uuid, ${userId}::uuid, ${workspaceId}::uuid) as moved`;
  return row?.moved ?? false;
}
