import { formBody, type Call } from "../../kernel/call";
import { consentPage, errorPage } from "../../kernel/consent-page";
import type { Reply } from "../../kernel/reply";
import type { AuthCode } from "../../kernel/vault";
import type { Account } from "../../world/account";
import type { Office } from "../office";
import { back, readRequest, type AuthRequest } from "./auth-request";
import { isOpenIdScope, SCOPE_TEXTS } from "./scopes";
import { tenantOf } from "./tenants";

const codeLifeMs = 10 * 60_000;

/** GET: the page a person decides on, or with prompt=none the answer without one. */
export function showConsent(office: Office, call: Call): Reply {
  const request = readRequest(office, call.params["tenant"] ?? "", call.query);
  if ("status" in request) return request;
  const accounts = accountsFor(office, request);
  const hinted = accounts.find((account) => account.email.toLowerCase() === request.loginHint?.toLowerCase());
  if (request.prompt === "none") return answerSilently(office, request, hinted);
  if (accounts.length === 0)
    return errorPage(400, "There is no account", "No account of this sandbox belongs to that tenant.");
  return consentPage({
    provider: "Microsoft",
    app: request.client.name,
    action: `/${encodeURIComponent(request.tenant)}/oauth2/v2.0/authorize/decision`,
    request: call.query.toString(),
    accounts: accounts.map((account) => {
      const note = needsAdmin(office, request, account)
        ? "An administrator has to approve first"
        : account.facts.trouble;
      return {
        id: account.id,
        email: account.email,
        name: account.facts.name,
        ...(note === undefined ? {} : { note }),
      };
    }),
    chosen: hinted?.id ?? null,
    // All or nothing: Microsoft lets nobody untick a scope.
    scopes: request.scopes.map((value) => ({
      value,
      text: SCOPE_TEXTS[value] ?? value,
      ticked: true,
      fixed: !office.switches.partialConsent || isOpenIdScope(value),
    })),
  });
}

/** POST of the page: the person allowed, or declined. */
export function decideConsent(office: Office, call: Call): Reply {
  const form = formBody(call);
  const request = readRequest(office, call.params["tenant"] ?? "", new URLSearchParams(form.get("request") ?? ""));
  if ("status" in request) return request;
  if (form.get("decision") !== "allow") return back(office, request, { problem: "AADSTS65004" });
  const chosen = form.get("account") ?? "";
  const account = accountsFor(office, request).find(({ id, email }) => id === chosen || email === chosen);
  if (!account) return errorPage(400, "No such account", "Go back and choose an account.");
  if (account.extra["disabled"] === true) return back(office, request, { problem: "AADSTS50057" });
  if (needsAdmin(office, request, account)) return back(office, request, { problem: "AADSTS90094" });
  const ticked = new Set(form.getAll("scope"));
  const scopes = office.switches.partialConsent ? request.scopes.filter((scope) => ticked.has(scope)) : request.scopes;
  return grantCode(office, request, { account, scopes });
}

function accountsFor(office: Office, request: AuthRequest): Account[] {
  return [...office.ground.world.accounts.values()].filter(
    (account) => account.facts.provider === "microsoft" && request.admits(account),
  );
}

/** Calendar scopes wait for an administrator where the tenant, or this account's part of it, demands it. */
function needsAdmin(office: Office, request: AuthRequest, account: Account): boolean {
  const demanded = office.switches.adminConsentRequired || account.extra["adminConsentRequired"] === true;
  if (!demanded || request.scopes.every(isOpenIdScope)) return false;
  return !office.adminConsents.has(`${tenantOf(account)}/${request.client.id}`);
}

function answerSilently(office: Office, request: AuthRequest, account: Account | undefined): Reply {
  if (!account) return back(office, request, { problem: "login_required" });
  if (request.claims.conditions && office.switches.claimsNeedInteraction)
    return back(office, request, { problem: "interaction_required" });
  const grant = office.ground.vault.grantOf("microsoft", account.id, request.client.project);
  const covered =
    grant?.revokedAt === null && request.scopes.every((scope) => isOpenIdScope(scope) || grant.scopes.has(scope));
  if (!covered) return back(office, request, { problem: "consent_required" });
  return grantCode(office, request, { account, scopes: request.scopes });
}

function grantCode(
  office: Office,
  request: AuthRequest,
  given: { account: Account; scopes: readonly string[] },
): Reply {
  const { vault, clock, ids } = office.ground;
  const { client, redirectUri, challenge, nonce, claims } = request;
  vault.grant({ provider: "microsoft", accountId: given.account.id, project: client.project }, given.scopes);
  const code: AuthCode = {
    value: `1.A${ids.base64url(120)}`,
    accountId: given.account.id,
    clientId: client.id,
    redirectUri,
    scopes: given.scopes,
    challenge,
    offline: given.scopes.includes("offline_access"),
    nonce,
    expiresAt: clock.now() + codeLifeMs,
    usedAt: null,
    // Somebody sat in front of the page, so whatever a challenge asked for is met.
    extra: { tenant: tenantOf(given.account), capable: claims.capable, claimsMet: claims.conditions },
  };
  vault.codes.set(code.value, code);
  return back(office, request, { code: code.value });
}
