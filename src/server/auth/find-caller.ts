import { hashToken } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { findApiKey } from "@/server/db/people/api-keys";
import { findSession, touchSession, type FoundSession } from "@/server/db/people/sessions";
import type { Tx } from "@/server/db/open-database";
import type { Caller, Person } from "@/server/people/person";
import type { Role } from "@/server/people/roles";

/** How a request says who it is: a key it carries on purpose, or the cookie a browser adds. The key wins. */
export type Credential =
  { readonly kind: "key"; readonly secret: Secret } | { readonly kind: "session"; readonly token: Secret };

export function readBearer(headers: Headers): Secret | null {
  const word = /^bearer\s+(\S{1,200})$/i.exec(headers.get("authorization") ?? "")?.[1];
  return word === undefined ? null : new Secret(word);
}

function toPerson({ sessionId, user, workspace }: FoundSession): Person {
  const here = workspace === null ? null : { ...workspace, role: workspace.role as Role };
  return {
    kind: "person",
    user,
    workspace: here,
    role: here?.role ?? null,
    isInstanceAdmin: user.isInstanceAdmin,
    sessionId,
  };
}

type At = { readonly now: Date; readonly idleMinutes: number };

/** The idle limit moves with use; written down once a minute at most. */
async function keepAwake(tx: Tx, session: FoundSession, { now, idleMinutes }: At): Promise<void> {
  if (now.getTime() - session.lastSeenAt.getTime() < 60_000) return;
  await touchSession(tx, session.sessionId, { now, idleExpiresAt: new Date(now.getTime() + idleMinutes * 60_000) });
}

/** Null: the credential is not, or no longer, good. */
export async function findCaller(tx: Tx, credential: Credential, at: At): Promise<Caller | null> {
  if (credential.kind === "key") {
    const key = await findApiKey(tx, hashToken(credential.secret), at.now);
    return key && { kind: "key", keyId: key.key_id, name: key.name, workspaceId: key.workspace_id, scopes: key.scopes };
  }
  const session = await findSession(tx, hashToken(credential.token), at.now);
  if (session === null) return null;
  await keepAwake(tx, session, at);
  return toPerson(session);
}
