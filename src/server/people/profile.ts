import { listWorkspacesOf } from "@/server/db/people/memberships";
import { switchSessionTo } from "@/server/db/people/sessions";
import { findUser, updateProfileOf } from "@/server/db/people/users";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";

import { actorOf, recordAudit } from "./audit-log";
import type { ProfileInput } from "./inputs";
import { requireSelf, type Caller } from "./person";
import type { Role } from "./roles";
import type { Me } from "./shapes";

export async function readMe(caller: Caller): Promise<Me> {
  const person = requireSelf(caller);
  const { db, env } = getDeps();
  const rows = await db.outsideWorkspace((tx) => listWorkspacesOf(tx, person.user.id));
  const workspaces = rows.map(({ workspace_id: id, name, slug, role }) => ({ id, name, slug, role: role as Role }));
  return { user: person.user, workspace: person.workspace, workspaces, demo: env.demo };
}

export async function updateProfile(caller: Caller, change: ProfileInput): Promise<Me> {
  const person = requireSelf(caller);
  const { db, now } = getDeps();
  const user = await db.outsideWorkspace(async (tx) => {
    await updateProfileOf(tx, { userId: person.user.id, change }, now());
    await recordAudit(tx, {
      workspaceId: null,
      actor: actorOf(person),
      action: "person.changed",
      subject: { kind: "person", id: person.user.id },
      detail: { fields: Object.keys(change) },
    });
    return findUser(tx, person.user.id);
  });
  return readMe({ ...person, user: user ?? person.user });
}

export async function switchWorkspace(caller: Caller, workspaceId: string): Promise<void> {
  const person = requireSelf(caller);
  const { db } = getDeps();
  await db.outsideWorkspace(async (tx) => {
    const moved = await switchSessionTo(tx, { userId: person.user.id, sessionId: person.sessionId }, workspaceId);
    // Not a member and no such workspace are the same answer: which workspaces exist is nobody's business.
    if (!moved) throw new Problem("not_found");
    await recordAudit(tx, {
      workspaceId,
      actor: actorOf(person),
      action: "session.switched",
      subject: { kind: "session", id: person.sessionId },
    });
  });
}
