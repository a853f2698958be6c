import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { OAuthPort } from "@/core/ports/provider-oauth";
import { compareScopes, needsUnder, type Leave } from "@/core/tokens/scopes";
import { readTokenAnswer, type StoredGrant } from "@/core/tokens/token-answer";
import { SealBroken } from "@/lib/crypto";
import { Secret } from "@/lib/secret";
import type { ConnectionError } from "@/server/db/tokens/auth-status";
import { findCredential, type CredentialRow, type Where } from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";
import { withResilience } from "@/server/resilience/with-resilience";

import { holdLease } from "./keep-lease";
import { alarmOperator, calmOperator, clientRejected, tokenUnreadable } from "./operator-alarm";
import { recordFailure } from "./record-failure";
import { openToken } from "./sealed-grant";
import { storeRefreshed } from "./store-grant";

/** The tries of one refresh together; after that the next one has its turn. */
const wholeRefreshMs = 100_000;

/** What may be done with one generation, and for whom. */
export type Refresh = {
  readonly row: CredentialRow;
  /** A claims challenge that came with a 401: the refresh hands it back. */
  readonly claims: string | undefined;
};

/**
 * TOK-3. Refreshes a grant if nobody else does, and stores what came of it: the new grant, or what the failure means. It
 * does not listen to its caller's signal, because an answer that nobody stores may be the only copy of a rotated token.
 * False when somebody else does, or has done.
 */
export async function refreshGrant(deps: Deps, where: Where, { row, claims }: Refresh): Promise<boolean> {
  const held = await holdLease(deps, where, row.generation);
  if (held === null) return false;
  try {
    // Read again inside the lease: what was seen before may be over.
    const tried = await deps.db.inWorkspace(where, (tx) => findCredential(tx, where));
    if (tried === null || tried.generation !== row.generation) return false;
    await tryRefresh(deps, where, { tried, fence: held.fence, claims: claims ?? tried.claims });
    return true;
  } finally {
    await held.release();
  }
}

type Try = { readonly tried: CredentialRow; readonly fence: bigint; readonly claims: string | null };

async function tryRefresh(deps: Deps, where: Where, attempt: Try): Promise<void> {
  const { tried, fence } = attempt;
  try {
    const refreshed = await askProvider(deps, where, attempt);
    const isStored = await storeSurely(deps, () =>
      deps.db.inWorkspace(where, (tx) => storeRefreshed(tx, deps, { ...refreshed, where, from: tried })),
    );
    if (isStored && isOperators(tried.lastFailure?.kind)) await calmOperator(deps, where, tried.connection.provider);
  } catch (error) {
    const failure = toFailure(error, tried.connection.provider);
    if (failure === null || failure.kind === "aborted") throw error;
    const after = await deps.db.inWorkspace(where, (tx) =>
      recordFailure(tx, deps, { where, tried: { ...tried, claims: attempt.claims }, fence, error: failure }),
    );
    if (after.do !== "alarm_operator") return;
    const reason = failure.facts.reason ?? failure.kind;
    await alarmOperator(
      deps,
      error instanceof SealBroken ? tokenUnreadable(where, reason) : clientRejected(tried.connection.provider, reason),
    );
  }
}

const isOperators = (kind: string | undefined) => kind === "client_rejected" || kind === "project_misconfigured";

/** F41: what does not open is the operator's to mend, and nobody is asked to reconnect for it. */
function toFailure(error: unknown, provider: string): ProviderError | null {
  if (isProviderError(error)) return error;
  if (!(error instanceof SealBroken)) return null;
  const reason = `sealed_value_${error.reason.replaceAll(" ", "_")}`;
  return new ProviderError("client_rejected", { provider, operation: "refresh", reason }, { cause: error });
}

async function askProvider(
  deps: Deps,
  where: Where,
  { tried, claims }: Try,
): Promise<{ grant: StoredGrant; complaint: ConnectionError | null }> {
  const refreshToken = openToken(deps, where, { column: "refresh_token", row: tried });
  const { provider, oauth } = await findOAuth(deps, where, tried.connection.provider);
  const signal = AbortSignal.timeout(wholeRefreshMs);
  const rules = { signal, timeoutMs: wholeRefreshMs, attempt: 1, onCall: () => undefined };
  const answer = await oauth.refresh(rules, refreshToken, claims);
  const reading = readTokenAnswer(answer, {
    previous: toPrevious(tried, refreshToken),
    now: deps.now(),
    spelling: oauth.spelling,
    grantLifeMs: oauth.grantLifeMs,
    hide: (token) => new Secret(token),
  });
  if (reading.kind === "refused") {
    // S13: nothing of an answer that is not sound is kept.
    throw new ProviderError("malformed_answer", {
      provider: provider.id,
      operation: "refresh",
      reason: reading.fault,
    });
  }
  return {
    grant: reading.grant,
    complaint: findMissing({ oauth, leave: tried.connection }, reading.grant, deps.now()),
  };
}

function toPrevious(row: CredentialRow, refreshToken: Secret): StoredGrant {
  return {
    accessToken: new Secret(""),
    accessExpiresAt: row.accessExpiresAt ?? new Date(0),
    refreshToken,
    refreshExpiresAt: row.refreshExpiresAt,
    scopes: row.connection.grantedScopes,
  };
}

/** F40: the person took a permission away. What still works goes on; the connection says what is missing. */
function findMissing(
  { oauth, leave }: { readonly oauth: OAuthPort; readonly leave: Leave },
  { scopes }: StoredGrant,
  now: Date,
): ConnectionError | null {
  const { missing } = compareScopes(needsUnder(oauth.needs, leave), scopes, oauth.spelling);
  if (missing.length === 0) return null;
  const at = now.toISOString();
  return { code: "scope_missing", category: "auth", at, requestId: null, action: "consent", missing };
}

async function findOAuth(
  deps: Deps,
  where: Where,
  id: string,
): Promise<{ readonly provider: CalendarProvider; readonly oauth: OAuthPort }> {
  const providers = await deps.providers();
  const found = providers.get(id);
  const facts = { provider: id, operation: "refresh" };
  if (found === undefined) {
    // In development the stand-in may not answer yet; else the settings lack this provider.
    const kind = deps.env.sandboxUrl === null ? "client_rejected" : "unavailable";
    throw new ProviderError(kind, { ...facts, reason: "not_configured" });
  }
  const provider = withResilience(deps, found, where);
  if (provider.oauth === undefined) throw new ProviderError("unsupported", facts);
  return { provider, oauth: provider.oauth };
}

const storeTries = 5;
const storeAgainMs = 1_000;

/** F7. The answer may be the only copy of a rotated token: a database that is away for a moment must not lose it. */
async function storeSurely(deps: Deps, store: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await store();
    } catch (error) {
      if (tries >= storeTries) throw error;
      deps.log.warn("A refreshed grant is not stored yet", { tries, err: error });
      await deps.sleep(storeAgainMs * tries, AbortSignal.timeout(wholeRefreshMs));
    }
  }
}
