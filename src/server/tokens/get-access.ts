import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { Access } from "@/core/ports/provider-call";
import { decideAccess, type AccessAsk, type AccessDecision } from "@/core/tokens/decide-access";
import { SealBroken } from "@/lib/crypto";
import { findCredential, type CredentialRow, type Where } from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";

import { askToReconnect } from "./ask-to-reconnect";
import { alarmOperator, tokenUnreadable } from "./operator-alarm";
import { toStandingError } from "./record-failure";
import { refreshGrant } from "./refresh-grant";
import { openToken } from "./sealed-grant";

export type Ask = {
  readonly signal: AbortSignal;
  /** TOK-9: the generation that a 401 came for. Forces one refresh. */
  readonly refuse?: number;
  /** What the 401 asked to be told. */
  readonly claims?: string;
  /** TOK-2: refreshes also what is good until then. */
  readonly goodUntil?: Date;
  /** A person asks: try also what was given up. */
  readonly isInsisting?: boolean;
};

export type Obtained = { readonly access: Access; readonly generation: number };

/** Longer than a refresh with all its tries. */
const longestWaitMs = 120_000;
const pollMs = { first: 25, longest: 400 };

/** TOK-1, TOK-3. A token that is good for some minutes; one call to the provider however many ask at once. */
export async function getAccess(deps: Deps, { workspaceId, connectionId }: Where, ask: Ask): Promise<Obtained> {
  const where = { workspaceId, connectionId };
  const startedAt = deps.now();
  const wish = { refused: ask.refuse ?? null, ...pick(ask) };
  let isInsisting = ask.isInsisting ?? false;
  let goodUntil = ask.goodUntil;
  let turn = 0;
  let hasAsked = false;
  for (;;) {
    const row = await readCredential(deps, where, ask.signal);
    const now = deps.now();
    const decision = decideAccess(toStored(row), { ...wish, now, isInsisting, ...(goodUntil && { goodUntil }) });
    if (decision.do === "use") return { access: await openAccess(deps, where, row), generation: row.generation };
    if (decision.do === "fail") return fail(deps, where, { row, because: decision.because, hasAsked });
    if (decision.do === "refresh") {
      hasAsked = await refreshGrant(deps, where, { row, claims: ask.claims });
      // What was wished beyond the rule is wished once.
      isInsisting = false;
      goodUntil = undefined;
      continue;
    }
    if (now.getTime() - startedAt.getTime() > longestWaitMs)
      throw errorOf(row, "unavailable", "refresh_takes_too_long");
    await pause(deps, { row, turn: (turn += 1) }, ask.signal);
  }
}

const pick = ({ isInsisting }: Ask): Pick<AccessAsk, "isInsisting"> =>
  isInsisting === undefined ? {} : { isInsisting };

const errorOf = (row: CredentialRow, kind: ProviderError["kind"], reason: string) =>
  new ProviderError(kind, { provider: row.connection.provider, operation: "refresh", reason });

const toStored = (row: CredentialRow) => ({
  generation: row.generation,
  accessExpiresAt: row.accessExpiresAt,
  hasRefreshToken: row.refreshToken !== null,
  isLost: row.connection.authStatus === "needs_reauth",
  isConfirming: row.timesLost > 0,
  leaseUntil: row.leaseUntil,
  retryAt: row.retryAt,
});

async function readCredential(deps: Deps, where: Where, signal: AbortSignal): Promise<CredentialRow> {
  if (signal.aborted) throw new ProviderError("aborted", { provider: "unknown", operation: "refresh" });
  const row = await deps.db.inWorkspace(where, (tx) => findCredential(tx, where));
  if (row !== null) return row;
  throw new ProviderError("grant_lost", { provider: "unknown", operation: "refresh", reason: "disconnected" });
}

async function openAccess(deps: Deps, where: Where, row: CredentialRow): Promise<Access> {
  try {
    return { kind: "bearer", token: openToken(deps, where, { column: "access_token", row }) };
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    // F41: closed, never plain. Another process may still have the key, so nothing is thrown away.
    await alarmOperator(deps, tokenUnreadable(where, error.reason));
    throw errorOf(row, "client_rejected", `sealed_value_${error.reason.replaceAll(" ", "_")}`);
  }
}

type Refusal = {
  readonly row: CredentialRow;
  readonly because: Extract<AccessDecision, { do: "fail" }>["because"];
  readonly hasAsked: boolean;
};

async function fail(deps: Deps, where: Where, { row, because, hasAsked }: Refusal): Promise<never> {
  if (because !== "cannot_renew") throw toStandingError(row, { now: deps.now(), isJustTold: hasAsked });
  const error = errorOf(row, "grant_lost", "no_refresh_token");
  await deps.db.inWorkspace(where, (tx) => askToReconnect(tx, deps, where, { error, action: "reconnect" }));
  throw error;
}

/** Each by chance a little longer or shorter, so that those who wait do not knock all at once. */
async function pause(
  deps: Deps,
  { row, turn }: { readonly row: CredentialRow; readonly turn: number },
  signal: AbortSignal,
): Promise<void> {
  const ms = Math.min(pollMs.longest, pollMs.first * 2 ** Math.min(turn, 10));
  try {
    await deps.sleep(ms * (0.5 + deps.chance()), signal);
  } catch (error) {
    if (isProviderError(error) || !signal.aborted) throw error;
    throw errorOf(row, "aborted", "asked_to_stop");
  }
}
