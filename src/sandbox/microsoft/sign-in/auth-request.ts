import { errorPage, escapeHtml } from "../../kernel/consent-page";
import { html, redirect, type Reply } from "../../kernel/reply";
import { redirectAllowed, type AuthCode, type OAuthClient } from "../../kernel/vault";
import type { Account } from "../../world/account";
import { findClient } from "../../world/clients";
import type { Office } from "../office";
import { readClaims, type AskedClaims } from "./claims";
import { readScopes } from "./scopes";
import { describeProblem, SIGN_IN_PROBLEMS, type SignInProblemName } from "./sign-in-errors";
import { findTenant } from "./tenants";

const responseModes = ["query", "fragment", "form_post"] as const;

/** An authorization request that can be answered by redirect. */
export interface AuthRequest {
  readonly tenant: string;
  readonly admits: (account: Account) => boolean;
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly responseMode: (typeof responseModes)[number];
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly prompt: string | null;
  readonly loginHint: string | null;
  readonly challenge: AuthCode["challenge"];
  readonly nonce: string | null;
  readonly claims: AskedClaims;
}

type Answer = { readonly code: string } | { readonly problem: SignInProblemName };

/** The request; or a page where Microsoft does not redirect; or the redirect that says what is wrong with the rest. */
export function readRequest(office: Office, tenant: string, query: URLSearchParams): AuthRequest | Reply {
  const admits = findTenant(office, tenant);
  if (!admits) return problemPage("AADSTS90002");
  const client = findClient(office.ground.vault, "microsoft", query.get("client_id") ?? "");
  if (!client) return problemPage("AADSTS700016");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!redirectAllowed(client, redirectUri)) return problemPage("AADSTS50011");
  const request: AuthRequest = {
    tenant,
    admits,
    client,
    redirectUri,
    responseMode: responseModes.find((mode) => mode === query.get("response_mode")) ?? "query",
    scopes: readScopes(query.get("scope") ?? "") ?? [],
    state: query.get("state"),
    prompt: query.get("prompt"),
    loginHint: query.get("login_hint"),
    challenge: readChallenge(query),
    nonce: query.get("nonce"),
    claims: readClaims(query.get("claims")) ?? { capable: false, conditions: false },
  };
  const problem = problemIn(request, query);
  return problem ? back(office, request, { problem }) : request;
}

function problemIn(request: AuthRequest, query: URLSearchParams): SignInProblemName | null {
  if (query.get("response_type") !== "code" || readClaims(query.get("claims")) === null) return "AADSTS900144";
  if (request.scopes.length === 0) return "AADSTS70011";
  return query.has("code_challenge") && request.challenge === null ? "AADSTS900144" : null;
}

function readChallenge(query: URLSearchParams): AuthCode["challenge"] {
  const value = query.get("code_challenge");
  const method = query.get("code_challenge_method") ?? "plain";
  if (value === null || value.length < 43 || value.length > 128) return null;
  return method === "S256" || method === "plain" ? { method, value } : null;
}

function problemPage(name: SignInProblemName): Reply {
  const found = SIGN_IN_PROBLEMS[name];
  return errorPage(400, "Sorry, but we're having trouble signing you in.", `AADSTS${found.number}: ${found.message}`);
}

/** Sends the person back with the answer, by query, fragment or a form that posts itself. */
export function back(
  office: Office,
  request: Pick<AuthRequest, "redirectUri" | "responseMode" | "state">,
  answer: Answer,
): Reply {
  const fields: Record<string, string> = {};
  if ("code" in answer) fields["code"] = answer.code;
  else {
    const { error, description } = describeProblem(office.ground, answer.problem);
    Object.assign(fields, { error, error_description: description });
    if (answer.problem === "AADSTS65004") fields["error_subcode"] = "cancel";
  }
  if (request.state !== null) fields["state"] = request.state;
  if ("code" in answer) fields["session_state"] = office.ground.ids.guid();
  return send(request, fields);
}

function send(
  request: Pick<AuthRequest, "redirectUri" | "responseMode">,
  fields: Readonly<Record<string, string>>,
): Reply {
  if (request.responseMode === "form_post") {
    const inputs = Object.entries(fields).map(
      ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
    );
    const form = `<form method="post" action="${escapeHtml(request.redirectUri)}">${inputs.join("")}<button>Continue</button></form>`;
    return html(200, `<!doctype html><title>Working…</title>${form}<script>document.forms[0].submit()</script>`);
  }
  const url = new URL(request.redirectUri);
  const parameters = new URLSearchParams(fields);
  if (request.responseMode === "fragment") url.hash = parameters.toString();
  else for (const [name, value] of parameters) url.searchParams.set(name, value);
  return redirect(url.toString());
}
