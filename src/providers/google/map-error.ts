import type { ProviderErrorKind } from "@/core/errors/kinds";
import { ProviderError, type HumanAction } from "@/core/errors/provider-error";
import type { Trouble } from "../exchange";
import { kindOfStatus, mapCommonTrouble, orUnknown, retryAfterOf, wordOf } from "../trouble";
import { isWire, listOf, lookUp, textOf, wireOf, type Wire } from "../wire-values";

type Meaning = { readonly kind: ProviderErrorKind; readonly action?: HumanAction };
const means = (kind: ProviderErrorKind, action?: HumanAction): Meaning => (action ? { kind, action } : { kind });

/** By `errors[0].reason`, where the reason says more than the status. */
const byReason: Readonly<Record<string, Meaning>> = {
  userRateLimitExceeded: means("rate_limited"),
  rateLimitExceeded: means("rate_limited"),
  quotaExceeded: means("quota_exhausted"),
  // The limit of our whole project, or its Calendar API switched off.
  dailyLimitExceeded: means("project_misconfigured"),
  accessNotConfigured: means("project_misconfigured"),
  insufficientPermissions: means("scope_missing", "consent"),
  duplicate: means("already_exists"),
  channelIdNotUnique: means("already_exists"),
  conflict: means("version_conflict"),
  conditionNotMet: means("version_conflict"),
  // Three answers share 410: only the first two are about reading.
  fullSyncRequired: means("cursor_expired"),
  updatedMinTooLongAgo: means("cursor_expired"),
  deleted: means("already_gone"),
  pushNotSupportedForRequestedResource: means("unsupported"),
  "push.webhookUrlNotHttps": means("project_misconfigured"),
  "push.webhookUrlUnauthorized": means("project_misconfigured"),
};

const byStatus: Readonly<Record<number, ProviderErrorKind>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "version_conflict",
  412: "version_conflict",
};

/** By `error` of the sign-in endpoints (RFC 6749 5.2 and Google's own). */
const bySignInError: Readonly<Record<string, Meaning>> = {
  invalid_grant: means("grant_lost", "reconnect"),
  invalid_rapt: means("grant_lost", "reconnect"),
  access_denied: means("grant_lost", "consent"),
  admin_policy_enforced: means("grant_lost", "ask_admin_to_consent"),
  org_internal: means("client_rejected"),
  invalid_client: means("client_rejected"),
  deleted_client: means("client_rejected"),
  disabled_client: means("client_rejected"),
  unauthorized_client: means("client_rejected"),
  redirect_uri_mismatch: means("client_rejected"),
  // Revoking what is revoked.
  invalid_token: means("already_gone"),
  internal_failure: means("unavailable"),
};

/** The only file that reads Google's statuses and reasons. */
export function mapError(trouble: Trouble): ProviderError {
  if (trouble.is !== "refusal") return mapCommonTrouble(trouble);
  const { provider, operation, isWrite, answer, json, now } = trouble;
  const { meaning, reason } = isSignInError(json) ? readSignInError(trouble, json) : readApiError(trouble);
  return new ProviderError(orUnknown(meaning.kind, isWrite), {
    provider,
    operation,
    status: answer.status,
    reason,
    retryAfterMs: retryAfterOf(answer, now),
    action: meaning.action,
  });
}

type Refusal = Extract<Trouble, { is: "refusal" }>;
type Verdict = { readonly meaning: Meaning; readonly reason: string | undefined };

/** An API error is an object, a sign-in error is a word. */
const isSignInError = (json: Wire | null): json is Wire => json !== null && typeof json["error"] === "string";

function readSignInError({ answer }: Refusal, json: Wire): Verdict {
  const word = textOf(json["error_subtype"]) ?? textOf(json["error"]) ?? "";
  const kind = kindOfStatus(answer);
  const known = lookUp(bySignInError, word) ?? lookUp(bySignInError, json["error"]);
  const meaning = kind === null ? (known ?? means("invalid_request")) : means(kind);
  return { meaning, reason: wordOf(word) };
}

function readApiError({ answer, json, operation }: Refusal): Verdict {
  const error = wireOf(json?.["error"]);
  const reason = textOf(wireOf(listOf(error["errors"])[0])["reason"]) ?? undefined;
  const meaning = meaningOf({ answer, error, reason, operation });
  return { meaning, reason: wordOf(reason) };
}

function meaningOf({
  answer,
  error,
  reason,
  operation,
}: Pick<Refusal, "answer" | "operation"> & { error: Wire; reason: string | undefined }): Meaning {
  const common = kindOfStatus(answer);
  // Google's limits come as 403 and as 429 with the same reasons.
  if (common !== null && common !== "rate_limited") return means(common);
  if (lacksScope(error)) return means("scope_missing", "consent");
  const known = lookUp(byReason, reason);
  if (known !== undefined) return known;
  if (common !== null) return means(common);
  if (answer.status === 410) return means(operation === "listChanges" ? "cursor_expired" : "already_gone");
  return means(byStatus[answer.status] ?? "invalid_request");
}

const lacksScope = (error: Wire): boolean =>
  listOf(error["details"]).some((detail) => isWire(detail) && detail["reason"] === "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
