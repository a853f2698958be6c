import { hashToken, newToken } from "@/lib/ids";
import type { Secret } from "@/lib/secret";
import { findSession, revokeSession, startSession } from "@/server/db/people/sessions";
import type { Deps } from "@/server/deps";
import { recordAudit } from "@/server/people/audit-log";

type Beginning = {
  readonly userId: string;
  /** How they signed in: the provider's id, "demo" or "once". */
  readonly method: string;
  readonly userAgent: string | null;
  readonly address: string;
  /** What this browser was signed in with until now. It ends, so that nobody can slip a session under somebody (S15). */
  readonly previous: Secret | null;
};

/** A new session for every sign-in. Null: the person is gone or disabled. */
export async function beginSession(
  deps: Deps,
  { userId, method, userAgent, address, previous }: Beginning,
): Promise<Secret | null> {
  const { db, env, random } = deps;
  const now = deps.now();
  const token = newToken(random);
  const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  return db.outsideWorkspace(async (tx) => {
    const id = await startSession(tx, {
      userId,
      method,
      userAgent,
      address,
      now,
      tokenHash: hashToken(token),
      expiresAt: after(env.sessions.absoluteHours * 60),
      idleExpiresAt: after(env.sessions.idleMinutes),
    });
    if (id === null) return null;
    const old = previous && (await findSession(tx, hashToken(previous), now));
    if (old) await revokeSession(tx, { userId: old.user.id, sessionId: old.sessionId }, now);
    const begun = await findSession(tx, hashToken(token), now);
    await recordAudit(tx, {
      workspaceId: begun?.workspace?.id ?? null,
      actor: { kind: "person", id: userId },
      action: "session.started",
      subject: { kind: "session", id },
      detail: { method },
    });
    return token;
  });
}

/** Signing out: the row ends, so that a copy of the cookie is worth nothing. */
export async function finishSession(deps: Deps, token: Secret): Promise<void> {
  const now = deps.now();
  await deps.db.outsideWorkspace(async (tx) => {
    const session = await findSession(tx, hashToken(token), now);
    if (session === null) return;
    await revokeSession(tx, { userId: session.user.id, sessionId: session.sessionId }, now);
    await recordAudit(tx, {
      workspaceId: session.workspace?.id ?? null,
      actor: { kind: "person", id: session.user.id },
      action: "session.ended",
      subject: { kind: "session", id: session.sessionId },
    });
  });
}
