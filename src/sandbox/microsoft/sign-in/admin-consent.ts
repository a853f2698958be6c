import { formBody, type Call } from "../../kernel/call";
import { consentPage, errorPage } from "../../kernel/consent-page";
import { redirect, type Reply } from "../../kernel/reply";
import { redirectAllowed } from "../../kernel/vault";
import { findClient } from "../../world/clients";
import type { Office } from "../office";
import { readScopes, SCOPE_TEXTS } from "./scopes";
import { describeProblem } from "./sign-in-errors";
import { findTenant, findTenantId } from "./tenants";

interface AdminRequest {
  readonly clientId: string;
  readonly clientName: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly tenantId: string;
  readonly state: string | null;
}

/** GET `/{tenant}/v2.0/adminconsent`: what an administrator decides for everybody of the tenant. */
export function showAdminConsent(office: Office, call: Call): Reply {
  const tenant = call.params["tenant"] ?? "";
  const request = readAdminRequest(office, tenant, call.query);
  if ("status" in request) return request;
  const members = [...office.ground.world.accounts.values()].filter(
    (account) => account.facts.provider === "microsoft" && findTenant(office, tenant)?.(account) === true,
  );
  return consentPage({
    provider: "Microsoft (as administrator)",
    app: request.clientName,
    action: `/${encodeURIComponent(tenant)}/v2.0/adminconsent/decision`,
    request: call.query.toString(),
    accounts: members.map(({ id, email, facts }) => ({ id, email, name: facts.name })),
    chosen: null,
    scopes: request.scopes.map((value) => ({ value, text: SCOPE_TEXTS[value] ?? value, ticked: true, fixed: true })),
  });
}

export function decideAdminConsent(office: Office, call: Call): Reply {
  const form = formBody(call);
  const request = readAdminRequest(office, call.params["tenant"] ?? "", new URLSearchParams(form.get("request") ?? ""));
  if ("status" in request) return request;
  const url = new URL(request.redirectUri);
  const fields: Record<string, string> = { admin_consent: "True", tenant: request.tenantId };
  if (request.state !== null) fields["state"] = request.state;
  if (form.get("decision") === "allow") {
    office.adminConsents.add(`${request.tenantId}/${request.clientId}`);
    fields["scope"] = request.scopes.join(" ");
  } else {
    const { error, description } = describeProblem(office.ground, "AADSTS65004");
    Object.assign(fields, { error, error_description: description, error_subcode: "cancel" });
  }
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return redirect(url.toString());
}

function readAdminRequest(office: Office, tenant: string, query: URLSearchParams): AdminRequest | Reply {
  const refuse = (explain: string): Reply => errorPage(400, "Sorry, but we're having trouble signing you in.", explain);
  // It must be one tenant: the endpoint does not take "common" (fact sheet 3.1).
  const tenantId = findTenantId(office, tenant);
  if (tenantId === null) return refuse("AADSTS90002: Tenant not found. Name the tenant by its id or domain.");
  const client = findClient(office.ground.vault, "microsoft", query.get("client_id") ?? "");
  if (!client) return refuse("AADSTS700016: Application was not found in the directory.");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!redirectAllowed(client, redirectUri)) return refuse("AADSTS50011: The redirect URI does not match.");
  const scopes = readScopes(query.get("scope") ?? "");
  if (!scopes || scopes.length === 0) return refuse("AADSTS70011: The value for scope is not valid.");
  return { clientId: client.id, clientName: client.name, redirectUri, scopes, tenantId, state: query.get("state") };
}
