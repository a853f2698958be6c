import { scopesToAsk } from "@/core/tokens/scopes";
import { findConnection, type ConnectionRow } from "@/server/db/connections/connections";
import { findClaims } from "@/server/db/connections/grants";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import { beginAttempt } from "./connect-attempt";
import type { ConnectInput } from "./inputs";
import { redirectUriOf } from "./redirect-uri";
import { requireConsentProvider } from "./require-provider";

/**
 * Where to send the browser. The page goes there by itself: a form that is answered by a redirect to another site would
 * need that site in the page's content policy.
 */
export async function startConnect(
  caller: Caller,
  id: string,
  { connectionId, mayWrite, returnTo }: ConnectInput,
): Promise<{ url: string }> {
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "member" });
  const { workspaceId } = here;
  const deps = getDeps();
  const provider = await requireConsentProvider(deps, id, { workspaceId, connectionId: null });
  const { oauth } = provider;
  const { question, known, claims, scopes } = await deps.db.inWorkspace(here, async (tx) => {
    const repaired = connectionId === undefined ? null : await findConnection(tx, { workspaceId, id: connectionId });
    if (connectionId !== undefined && !isOwn(repaired, person.user.id, id)) throw new Problem("not_found");
    const asksFor = scopesToAsk(oauth.needs, { mayWrite: mayWrite ?? repaired?.mayWrite ?? true });
    const begun = await beginAttempt(tx, deps, {
      ...{ person, workspaceId, provider: id, scopes: asksFor, returnTo },
      connectionId: connectionId ?? null,
    });
    await recordAudit(tx, {
      workspaceId,
      actor: actorOf(person),
      action: "connection.begun",
      subject: { kind: "connection", id: connectionId ?? null },
      detail: { provider: id },
    });
    const asked = connectionId === undefined ? null : await findClaims(tx, { workspaceId, connectionId });
    return { question: begun, known: repaired, claims: asked, scopes: asksFor };
  });
  const url = oauth.authorizeUrl({
    redirectUri: redirectUriOf(deps.env, id),
    state: question.state.reveal(),
    nonce: question.nonce.reveal(),
    codeChallenge: question.codeChallenge,
    scopes,
    loginHint: known?.accountEmail ?? null,
    claims,
  });
  return { url };
}

const isOwn = (row: ConnectionRow | null, userId: string, provider: string): boolean =>
  row?.userId === userId && row.provider === provider;
