import { formBody, type Call } from "../kernel/call";
import { consentPage, errorPage } from "../kernel/consent-page";
import type { Ground } from "../kernel/ground";
import { redirect, type Reply } from "../kernel/reply";
import { redirectAllowed, type AuthCode, type OAuthClient } from "../kernel/vault";
import type { Account } from "../world/account";
import { findClient } from "../world/clients";
import { canonicalScope, isGranular, isSignInScope, SCOPE_TEXTS } from "./scopes";

const CODE_LIFE_MS = 10 * 60_000;

interface AuthRequest {
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly prompt: readonly string[];
  readonly offline: boolean;
  readonly incremental: boolean;
  readonly loginHint: string | null;
  readonly challenge: AuthCode["challenge"];
  readonly nonce: string | null;
}

/** GET: the consent page, or with prompt=none the answer without one. */
export function showConsent(ground: Ground, call: Call): Reply {
  const request = readRequest(ground, call.query);
  if ("status" in request) return request;
  const hinted = request.loginHint === null ? undefined : ground.world.findAccount(request.loginHint);
  if (request.prompt.includes("none")) return answerSilently(ground, request, hinted);
  const accounts = [...ground.world.accounts.values()].filter((account) => account.facts.provider === "google");
  if (accounts.length === 0) return errorPage(400, "There is no account", "The sandbox's world is empty.");
  const granular = isGranular(request.scopes);
  const withheld = (scope: string): boolean => withheldBy(hinted).includes(scope);
  return consentPage({
    provider: "Google",
    app: request.client.name,
    action: "/o/oauth2/v2/auth/decision",
    request: call.query.toString(),
    accounts: accounts.map(({ id, email, facts }) => ({
      id,
      email,
      name: facts.name,
      ...(facts.trouble === undefined ? {} : { note: facts.trouble }),
    })),
    chosen: hinted?.id ?? null,
    scopes: request.scopes.map((scope) => ({
      value: scope,
      text: SCOPE_TEXTS[scope] ?? scope,
      ticked: !withheld(scope),
      fixed: !granular || isSignInScope(scope),
    })),
  });
}

/** POST of the page: the person allowed some scopes, or denied. */
export function decideConsent(ground: Ground, call: Call): Reply {
  const form = formBody(call);
  const request = readRequest(ground, new URLSearchParams(form.get("request") ?? ""));
  if ("status" in request) return request;
  if (form.get("decision") !== "allow") return back(request, { error: "access_denied" });
  const account = ground.world.findAccount(form.get("account") ?? "");
  if (account?.facts.provider !== "google") return errorPage(400, "No such account", "Go back and choose an account.");
  // A person whose organisation withholds a scope cannot grant it, ticked or not.
  const withheld = withheldBy(account);
  const ticked = form.getAll("scope").filter((scope) => request.scopes.includes(scope) && !withheld.includes(scope));
  if (ticked.length === 0) return back(request, { error: "access_denied" });
  return grantCode(ground, request, { account, scopes: ticked });
}

function withheldBy(account: Account | undefined): readonly string[] {
  const withheld = account?.extra.withheldScopes;
  return Array.isArray(withheld) ? withheld.map(String) : [];
}

function answerSilently(ground: Ground, request: AuthRequest, account: Account | undefined): Reply {
  if (account?.facts.provider !== "google") return back(request, { error: "login_required" });
  const grant = ground.vault.grantOf("google", account.id, request.client.project);
  const covered = grant?.revokedAt === null && request.scopes.every((scope) => grant.scopes.has(canonicalScope(scope)));
  if (!covered) return back(request, { error: "consent_required" });
  return grantCode(ground, request, { account, scopes: request.scopes });
}

function grantCode(
  ground: Ground,
  request: AuthRequest,
  given: { readonly account: Account; readonly scopes: readonly string[] },
): Reply {
  const { vault, clock, ids } = ground;
  const { client, redirectUri, challenge, nonce } = request;
  const scopes = given.scopes.map(canonicalScope);
  const before = vault.grantOf("google", given.account.id, client.project);
  const known = before?.revokedAt === null && scopes.every((scope) => before.scopes.has(scope));
  const consentGiven = request.prompt.includes("consent") || !known;
  const grant = vault.grant({ provider: "google", accountId: given.account.id, project: client.project }, scopes);
  const granted = request.incremental ? [...grant.scopes] : scopes;
  const code: AuthCode = {
    value: `4/0A${ids.base64url(70)}`,
    accountId: given.account.id,
    clientId: client.id,
    redirectUri,
    scopes: granted,
    challenge,
    offline: request.offline && consentGiven,
    nonce,
    expiresAt: clock.now() + CODE_LIFE_MS,
    usedAt: null,
    extra: {},
  };
  vault.codes.set(code.value, code);
  return back(request, { code: code.value, scope: granted.join(" ") });
}

function back(request: AuthRequest, answer: Readonly<Record<string, string>>): Reply {
  const url = new URL(request.redirectUri);
  if (request.state !== null) url.searchParams.set("state", request.state);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  return redirect(url.toString());
}

/** The request, or the error page Google shows instead of redirecting (fact sheet 1.2). */
function readRequest(ground: Ground, query: URLSearchParams): AuthRequest | Reply {
  const client = findClient(ground.vault, "google", query.get("client_id") ?? "");
  if (!client) return errorPage(401, "Error 401: invalid_client", "The OAuth client was not found.");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!redirectAllowed(client, redirectUri)) {
    return errorPage(400, "Error 400: redirect_uri_mismatch", "The redirect address is not one of the client's.");
  }
  const scopes = [...new Set((query.get("scope") ?? "").split(" ").filter((scope) => scope !== ""))];
  const unknown = scopes.find((scope) => !Object.hasOwn(SCOPE_TEXTS, scope));
  if (scopes.length === 0 || unknown !== undefined) {
    return errorPage(
      400,
      "Error 400: invalid_scope",
      `Scopes that cannot be shown: ${unknown ?? "none was asked for"}`,
    );
  }
  if (query.get("response_type") !== "code") {
    return errorPage(400, "Error 400: invalid_request", "response_type must be code.");
  }
  const challenge = challengeOf(query);
  if (challenge === "wrong") return errorPage(400, "Error 400: invalid_request", "The code challenge is not usable.");
  return {
    client,
    redirectUri,
    scopes,
    state: query.get("state"),
    prompt: (query.get("prompt") ?? "").split(" "),
    offline: query.get("access_type") === "offline",
    incremental: query.get("include_granted_scopes") === "true",
    loginHint: query.get("login_hint"),
    challenge,
    nonce: query.get("nonce"),
  };
}

function challengeOf(query: URLSearchParams): AuthCode["challenge"] | "wrong" {
  const value = query.get("code_challenge");
  if (value === null) return null;
  const method = query.get("code_challenge_method") ?? "plain";
  if (method !== "S256" && method !== "plain") return "wrong";
  return value.length >= 43 && value.length <= 128 ? { method, value } : "wrong";
}
