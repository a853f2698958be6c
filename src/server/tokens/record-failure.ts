import { mustBeToldAgain } from "@/core/errors/decide-recovery";
import { ProviderError } from "@/core/errors/provider-error";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import { decideAfterRefresh, type AfterRefresh } from "@/core/tokens/decide-after-refresh";
import type { Tx } from "@/server/db/open-database";
import {
  findCredential,
  writeFailure,
  type CredentialRow,
  type LastFailure,
  type Where,
} from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";

import { askToReconnect, probeLostAfterMs } from "./ask-to-reconnect";
import { lockAll, planRefresh } from "./store-grant";

export type Failed = {
  readonly where: Where;
  readonly tried: CredentialRow;
  readonly fence: bigint;
  readonly error: ProviderError;
};

const isLoss = ({ kind }: ProviderError) => kind === "grant_lost" || kind === "scope_missing";

/**
 * F34 to F37. What a failed refresh means, decided over what is stored now and written with all that follows from it, in
 * one transaction: a next try, a second opinion, or the person is asked.
 */
export async function recordFailure(tx: Tx, deps: Deps, failed: Failed): Promise<AfterRefresh> {
  const { where, tried, fence, error } = failed;
  // What may end in asking the person takes its locks in the order of everybody else.
  if (isLoss(error)) await lockAll(tx, where);
  const stored = await findCredential(tx, where);
  const timesLost = isLoss(error) ? tried.timesLost + 1 : 0;
  const refreshFailures = tried.refreshFailures + 1;
  const now = deps.now();
  const after = decideAfterRefresh(error, {
    now,
    random: deps.chance,
    triedGeneration: tried.generation,
    // Nothing is stored: it was disconnected meanwhile, and the failure concerns nobody.
    storedGeneration: stored?.generation ?? Infinity,
    timesLost,
    failures: refreshFailures,
  });
  if (after.do === "use_stored") return after;
  const retryAt = "at" in after ? after.at : new Date(now.getTime() + probeLostAfterMs);
  const isWritten = await writeFailure(tx, where, {
    of: tried.generation,
    fence,
    refreshFailures,
    timesLost,
    lostSince: timesLost === 0 ? null : (tried.lostSince ?? now),
    retryAt,
    lastFailure: toLastFailure(error),
    claims: error.facts.claims ?? tried.claims,
  });
  if (!isWritten) return { do: "use_stored" };
  if (after.do === "ask_to_reconnect") await askToReconnect(tx, deps, where, { error, action: after.action });
  await planRefresh(tx, where, retryAt);
  return after;
}

function toLastFailure({ kind, facts }: ProviderError): LastFailure {
  const { status, reason, requestId, action } = facts;
  return {
    kind,
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(action === undefined ? {} : { action }),
  };
}

type Asked = { readonly now: Date; readonly isJustTold: boolean };

/**
 * What somebody is told who needs a token while nobody asks the provider for one. A loss that is not confirmed yet is no
 * loss: it passes as trouble until there is a second opinion. So does what is believed after being told twice, unless the
 * provider has just told it to whoever is asking: one refusal, however many hear of it, is one.
 */
export function toStandingError(row: CredentialRow, { now, isJustTold }: Asked): ProviderError {
  const failure = row.lastFailure;
  const { provider, authStatus } = row.connection;
  const facts = {
    provider,
    operation: "refresh",
    status: failure?.status,
    reason: failure?.reason,
    requestId: failure?.requestId,
    action: failure?.action as ProviderError["facts"]["action"],
    claims: row.claims ?? undefined,
  };
  if (authStatus === "needs_reauth") return new ProviderError(kindOfLoss(failure), facts);
  const retryAfterMs = Math.max(0, (row.retryAt?.getTime() ?? 0) - now.getTime());
  return new ProviderError(kindOfTrouble(row, isJustTold), { ...facts, retryAfterMs, isRemembered: !isJustTold });
}

function kindOfTrouble({ lastFailure, timesLost }: CredentialRow, isJustTold: boolean): ProviderErrorKind {
  if (lastFailure === null || timesLost > 0) return "unavailable";
  const kind = lastFailure.kind as ProviderErrorKind;
  return !isJustTold && mustBeToldAgain(kind) ? "unavailable" : kind;
}

const kindOfLoss = (failure: LastFailure | null): ProviderErrorKind =>
  failure?.kind === "scope_missing" ? "scope_missing" : "grant_lost";
