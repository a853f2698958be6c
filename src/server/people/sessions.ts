import { listSessionsOf, revokeOtherSessions, revokeSession } from "@/server/db/people/sessions";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";

import { actorOf, recordAudit, workspaceOf } from "./audit-log";
import { requireSelf, type Caller } from "./person";
import type { SessionShape } from "./shapes";

export async function listSessions(caller: Caller): Promise<SessionShape[]> {
  const person = requireSelf(caller);
  const { db, now } = getDeps();
  const rows = await db.outsideWorkspace((tx) => listSessionsOf(tx, person.user.id, now()));
  return rows.map((row) => ({
    id: row.session_id,
    current: row.session_id === person.sessionId,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    userAgent: row.user_agent,
    address: row.address,
    method: row.method,
  }));
}

export async function endSession(caller: Caller, sessionId: string): Promise<void> {
  const person = requireSelf(caller);
  const { db, now } = getDeps();
  await db.outsideWorkspace(async (tx) => {
    const ended = await revokeSession(tx, { userId: person.user.id, sessionId }, now());
    if (!ended) throw new Problem("not_found");
    await recordAudit(tx, {
      workspaceId: workspaceOf(person),
      actor: actorOf(person),
      action: "session.revoked",
      subject: { kind: "session", id: sessionId },
    });
  });
}

export async function endOtherSessions(caller: Caller): Promise<number> {
  const person = requireSelf(caller);
  const { db, now } = getDeps();
  return db.outsideWorkspace(async (tx) => {
    const revoked = await revokeOtherSessions(tx, { userId: person.user.id, sessionId: person.sessionId }, now());
    await recordAudit(tx, {
      workspaceId: workspaceOf(person),
      actor: actorOf(person),
      action: "session.revoked",
      detail: { others: revoked },
    });
    return revoked;
  });
}
