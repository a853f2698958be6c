import { createHash, randomUUID } from "node:crypto";

import { hashToken, newToken } from "@/lib/ids";
import type { Place } from "@/lib/crypto";
import { Secret } from "@/lib/secret";
import { createAttempt, findAttempt, takeAttempt, type AttemptRow } from "@/server/db/connections/attempts";
import { listWorkspacesOf } from "@/server/db/people/memberships";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import type { Person } from "@/server/people/person";

const validMs = 10 * 60_000;
export const settingsPage = "/sales/settings/calendar";

/** What only the browser that began and the provider ever see. */
export type Question = { readonly state: Secret; readonly nonce: Secret; readonly codeChallenge: string };

type Beginning = {
  readonly person: Person;
  readonly workspaceId: string;
  readonly provider: string;
  readonly connectionId: string | null;
  readonly scopes: readonly string[];
  readonly returnTo: string | undefined;
};

const placeOf = (workspaceId: string, id: string): Place => ({
  table: "connect_attempts",
  rowId: id,
  workspaceId,
  column: "code_verifier",
});

/** S1. Bound to person, session and provider. The verifier and the nonce are kept sealed together, the state as a hash. */
export async function beginAttempt(tx: Tx, deps: Deps, beginning: Beginning): Promise<Question> {
  const { person, workspaceId, provider, connectionId, scopes, returnTo = settingsPage } = beginning;
  const [state, nonce, verifier] = [newToken(deps.random), newToken(deps.random), newToken(deps.random)];
  const id = randomUUID();
  const createdAt = deps.now();
  const sealed = deps.seal.seal(new Secret(`${verifier.reveal()}.${nonce.reveal()}`), placeOf(workspaceId, id));
  await createAttempt(tx, {
    ...{ workspaceId, id, userId: person.user.id, sessionId: person.sessionId, provider, connectionId, returnTo },
    stateHash: hashToken(state),
    keyId: deps.seal.keyId,
    codeVerifier: Uint8Array.from(Buffer.from(sealed, "utf8")),
    scopes: [...scopes],
    createdAt,
    expiresAt: new Date(createdAt.getTime() + validMs),
  });
  const codeChallenge = createHash("sha256").update(verifier.reveal()).digest("base64url");
  return { state, nonce, codeChallenge };
}

/**
 * The attempt behind an answer. It is looked for in every workspace of the person: the account belongs where Connect was
 * pressed, whatever another tab has switched to since.
 */
export async function findAttemptOf(deps: Deps, person: Person, state: string): Promise<AttemptRow | null> {
  const { db } = deps;
  const stateHash = hashToken(new Secret(state));
  const workspaces = await db.outsideWorkspace((tx) => listWorkspacesOf(tx, person.user.id));
  for (const { workspace_id: workspaceId } of workspaces) {
    const found = await db.inWorkspace({ workspaceId }, (tx) => findAttempt(tx, workspaceId, stateHash));
    if (found !== null) return found;
  }
  return null;
}

/** Uses it up, or throws the reason for which it must not be used. What somebody else began is left to them. */
export async function useAttempt(deps: Deps, attempt: AttemptRow, by: { person: Person; provider: string }) {
  const { person, provider } = by;
  const now = deps.now();
  if (attempt.userId !== person.user.id) throw new Problem("connect_other_person");
  if (attempt.sessionId !== person.sessionId) throw new Problem("connect_other_session");
  const { workspaceId } = attempt;
  const isFirst = await deps.db.inWorkspace({ workspaceId }, (tx) => takeAttempt(tx, attempt, now));
  if (!isFirst) throw new Problem("connect_used");
  if (attempt.provider !== provider) throw new Problem("connect_other_provider");
  if (attempt.expiresAt <= now) throw new Problem("connect_expired");
}

export function openAttempt({ seal }: Deps, attempt: AttemptRow): { codeVerifier: Secret; nonce: Secret } {
  const { workspaceId, id, codeVerifier } = attempt;
  const opened = seal.open(Buffer.from(codeVerifier).toString("utf8"), placeOf(workspaceId, id)).reveal();
  const [verifier = "", nonce = ""] = opened.split(".");
  return { codeVerifier: new Secret(verifier), nonce: new Secret(nonce) };
}
