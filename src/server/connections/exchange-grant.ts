import type { ProviderErrorKind } from "@/core/errors/kinds";
import { isProviderError, type HumanAction, type ProviderError } from "@/core/errors/provider-error";
import { callTimeouts, type CallRules, type Hidden } from "@/core/ports/provider-call";
import type { OAuthPort, RemoteIdentity } from "@/core/ports/provider-oauth";
import { compareScopes, readScopes, type ScopeFeature } from "@/core/tokens/scopes";
import { readTokenAnswer, type StoredGrant, type TokenAnswer } from "@/core/tokens/token-answer";
import { Secret } from "@/lib/secret";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import type { ProblemCode } from "@/server/http/problem-codes";

import { redirectUriOf } from "./redirect-uri";
import type { ConsentProvider } from "./require-provider";

export type Consent = {
  readonly identity: RemoteIdentity;
  readonly grant: StoredGrant;
  readonly missing: readonly ScopeFeature[];
  /** Whether leave to write was asked for at all. */
  readonly mayWrite: boolean;
};

type Answered = {
  readonly code: Hidden;
  readonly codeVerifier: Secret;
  readonly nonce: Secret;
  /** What was asked for. */
  readonly scopes: readonly string[];
};

/** What each refusal that only a person can help with is called. */
export const problemOfAction: Readonly<Record<HumanAction, ProblemCode>> = {
  consent: "connect_denied",
  reconnect: "connect_broken_off",
  ask_admin_to_consent: "connect_needs_admin",
  satisfy_policy: "connect_policy",
  ask_admin_about_account: "connect_account_blocked",
};

const problemOfKind: Readonly<Partial<Record<ProviderErrorKind, ProblemCode>>> = {
  client_rejected: "connect_client_rejected",
  project_misconfigured: "connect_client_rejected",
  invalid_request: "connect_code_refused",
  account_unusable: "connect_account_blocked",
};

/** Why a code gave no grant. */
function toConnectProblem(error: ProviderError): Problem {
  const { kind, facts } = error;
  const isUnproven = facts.reason?.startsWith("id_token_") === true;
  const isAction = kind === "grant_lost" && facts.action !== undefined && facts.action !== "reconnect";
  const code: ProblemCode = isUnproven
    ? "connect_unproven"
    : isAction
      ? problemOfAction[facts.action]
      : kind === "grant_lost"
        ? "connect_code_refused"
        : (problemOfKind[kind] ?? "provider_away");
  return new Problem(code, { cause: error });
}

/** A try at which somebody waits. The call log is kept around it. */
export const callRules = (signal: AbortSignal): CallRules => ({
  signal,
  timeoutMs: callTimeouts.firstMs,
  attempt: 1,
  onCall: () => undefined,
});

/** The code for a grant: who connected, and what they allowed. */
export async function exchangeGrant(
  deps: Deps,
  { id, oauth }: ConsentProvider,
  { code, codeVerifier, nonce, scopes }: Answered,
): Promise<Consent> {
  const exchange = { code, codeVerifier, redirectUri: redirectUriOf(deps.env, id), nonce: nonce.reveal() };
  try {
    const { answer, identity } = await oauth.exchangeCode(callRules(AbortSignal.timeout(60_000)), exchange);
    const grant = readGrant(deps, oauth, { answer, scopes });
    const verdict = compareScopes(oauth.needs, grant.scopes, oauth.spelling);
    const mayWrite = !compareScopes(oauth.needs, scopes, oauth.spelling).missing.includes("write_events");
    return { identity, grant, missing: findMissing(verdict.missing, grant), mayWrite };
  } catch (error) {
    if (isProviderError(error)) throw toConnectProblem(error);
    throw error;
  }
}

/** Without a refresh token it ends within the hour, whatever the scopes say. */
function findMissing(missing: readonly ScopeFeature[], { refreshToken }: StoredGrant): readonly ScopeFeature[] {
  return refreshToken === null && !missing.includes("stay_connected") ? [...missing, "stay_connected"] : missing;
}

type Told = { readonly answer: TokenAnswer; readonly scopes: readonly string[] };

/** S13. RFC 6749 5.1: an answer that names no scopes grants what was asked for. */
function readGrant(deps: Deps, { spelling, grantLifeMs }: OAuthPort, { answer, scopes }: Told): StoredGrant {
  const reading = readTokenAnswer(answer, {
    ...{ previous: null, now: deps.now(), spelling, grantLifeMs },
    hide: (token) => new Secret(token),
  });
  if (reading.kind === "refused") {
    deps.log.warn("A token answer was not sound; nothing of it is kept", { fault: reading.fault });
    throw new Problem("connect_answer_unsound");
  }
  const { grant } = reading;
  const saysNothing = answer.scope === undefined || answer.scope === null;
  return saysNothing ? { ...grant, scopes: readScopes(scopes.join(" "), spelling) } : grant;
}
