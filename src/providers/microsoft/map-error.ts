import type { ProviderErrorKind } from "@/core/errors/kinds";
import { ProviderError } from "@/core/errors/provider-error";
import type { Trouble } from "../exchange";
import { kindOfStatus, mapCommonTrouble, orUnknown, retryAfterOf, wordOf } from "../trouble";
import { isWire, lookUp, textOf, wireOf, type Wire } from "../wire-values";
import { readChallenge } from "./oauth-claims";
import { readSignInError } from "./map-error-sign-in";

/** By code, in lower case: Graph writes them in several ways, also within innerError. */
const byCode: Readonly<Record<string, ProviderErrorKind>> = {
  syncstatenotfound: "cursor_expired",
  syncstateinvalid: "cursor_expired",
  resyncrequired: "cursor_expired",
  errorinvalididmalformed: "not_found",
  authorization_requestdenied: "scope_missing",
  mailboxnotenabledforrestapi: "account_unusable",
  mailboxnotsupportedforrestapi: "account_unusable",
  errormailboxdataarraytoobig: "too_large",
  // The address that notices should go to did not answer as it has to.
  validationerror: "project_misconfigured",
  activitylimitreached: "rate_limited",
  applicationthrottled: "rate_limited",
  toomanyrequests: "rate_limited",
};
const byStatus: Readonly<Record<number, ProviderErrorKind>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "version_conflict",
  412: "version_conflict",
  507: "quota_exhausted",
  509: "quota_exhausted",
};

type Refusal = Extract<Trouble, { is: "refusal" }>;

/** The only file, with map-error-sign-in.ts, that reads Microsoft's statuses, codes and numbers. */
export function mapError(trouble: Trouble): ProviderError {
  if (trouble.is !== "refusal") return mapCommonTrouble(trouble);
  return typeof trouble.json?.["error"] === "string" ? mapSignIn(trouble, trouble.json) : mapGraph(trouble);
}

function mapSignIn({ provider, operation, answer, now }: Refusal, json: Wire): ProviderError {
  const { kind, action, reason } = readSignInError(json);
  const common = kindOfStatus(answer);
  return new ProviderError(common ?? kind, {
    ...{ provider, operation, status: answer.status, reason, action: common === null ? action : undefined },
    retryAfterMs: retryAfterOf(answer, now),
    claims: textOf(json["claims"]) ?? undefined,
  });
}

function mapGraph(refusal: Refusal): ProviderError {
  const { provider, operation, isWrite, answer, json, now } = refusal;
  const error = wireOf(json?.["error"]);
  const claims = readChallenge(answer.headers.get("www-authenticate"));
  const kind = kindOfGraph(refusal, error, claims);
  return new ProviderError(orUnknown(kind, isWrite), {
    ...{ provider, operation, status: answer.status, reason: wordOf(error["code"]), claims: claims ?? undefined },
    requestId: answer.headers.get("request-id") ?? undefined,
    retryAfterMs: retryAfterOf(answer, now),
    action: kind === "scope_missing" ? "consent" : undefined,
  });
}

function kindOfGraph({ answer, operation }: Refusal, error: Wire, claims: string | null): ProviderErrorKind {
  const { status } = answer;
  if (status !== 507 && status !== 509) {
    const common = kindOfStatus(answer);
    if (common !== null) return common;
  }
  // A policy wants a newer token (3.4): the same is true of 401 and 403.
  if (claims !== null) return "unauthorized";
  const known = codesOf(error)
    .map((code) => lookUp(byCode, code.toLowerCase()))
    .find((kind) => kind !== undefined);
  return known ?? kindByOperation(status, operation) ?? byStatus[status] ?? "invalid_request";
}

/** What the same status means for different calls. */
function kindByOperation(status: number, operation: string): ProviderErrorKind | null {
  if (status === 410) return operation === "listChanges" ? "cursor_expired" : "already_gone";
  // Outlook forgets what is deleted: not there is gone.
  if (status === 404 && operation === "removeEvent") return "already_gone";
  return status === 409 && operation === "openChannel" ? "already_exists" : null;
}

/** The code and those inside it: the inner ones say more. */
function codesOf(error: Wire): readonly string[] {
  const codes: string[] = [];
  for (let each: Wire | null = error, depth = 0; each !== null && depth < 6; depth += 1) {
    const code = textOf(each["code"]);
    if (code !== null) codes.unshift(code);
    const inner: unknown = each["innerError"] ?? each["innererror"];
    each = isWire(inner) ? inner : null;
  }
  return codes;
}
