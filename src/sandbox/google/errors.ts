import { json, Refusal, type Reply } from "../kernel/reply";

/** Error bodies of the Calendar API (fact sheet 2.10) and of the token endpoint (1.5), by name. */
interface ErrorFacts {
  readonly status: number;
  readonly domain: string;
  readonly reason: string;
  readonly message: string;
  readonly locationType?: string;
  readonly location?: string;
  /** `errors[0].message` where it differs from the outer one. */
  readonly innerMessage?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

export function apiError(facts: ErrorFacts): Reply {
  const { status, domain, reason, message, locationType, location, innerMessage, more } = facts;
  const where = location === undefined ? {} : { locationType: locationType ?? "parameter", location };
  const errors = [{ domain, reason, message: innerMessage ?? message, ...where }];
  const challenge =
    status === 401 ? { "www-authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"' } : {};
  return json(status, { error: { errors, code: status, message, ...more } }, challenge);
}

export function refuse(reply: Reply): never {
  throw new Refusal(reply);
}

const SCOPE_DETAILS = {
  status: "PERMISSION_DENIED",
  details: [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
      domain: "googleapis.com",
      metadata: { service: "calendar-json.googleapis.com" },
    },
  ],
};

const usage = (status: number, reason: string, message: string): Reply =>
  apiError({ status, domain: "usageLimits", reason, message });
const global = (status: number, reason: string, message: string): Reply =>
  apiError({ status, domain: "global", reason, message });
const oauth = (status: number, error: string, more: Record<string, string>): Reply =>
  json(status, { error, ...more }, { "cache-control": "no-store" });

export const GOOGLE_ERRORS = {
  timeRangeEmpty: apiError({
    status: 400,
    domain: "calendar",
    reason: "timeRangeEmpty",
    message: "The specified time range is empty.",
    location: "timeMax",
  }),
  timeRangeTooLong: apiError({
    status: 400,
    domain: "calendar",
    reason: "timeRangeTooLong",
    message: "The requested time range is too long.",
    location: "timeMax",
  }),
  invalid: global(400, "invalid", "Invalid Value"),
  orderingNotAvailable: global(400, "invalid", "The requested ordering is not available for the particular query."),
  invalidId: global(400, "invalid", "Invalid resource id value."),
  required: global(400, "required", "Required"),
  badRequest: global(400, "badRequest", "Bad Request"),
  parseError: global(400, "parseError", "Parse Error"),
  missingEndTime: global(400, "required", "Missing end time."),
  authError: apiError({
    status: 401,
    domain: "global",
    reason: "authError",
    message: "Invalid Credentials",
    locationType: "header",
    location: "Authorization",
  }),
  userRateLimitExceeded: usage(403, "userRateLimitExceeded", "User Rate Limit Exceeded"),
  rateLimitExceeded: usage(403, "rateLimitExceeded", "Rate Limit Exceeded"),
  quotaExceeded: usage(403, "quotaExceeded", "Calendar usage limits exceeded."),
  dailyLimitExceeded: usage(403, "dailyLimitExceeded", "Daily Limit Exceeded"),
  accessNotConfigured: usage(403, "accessNotConfigured", "Access Not Configured"),
  tooManyRequests: usage(429, "rateLimitExceeded", "Rate Limit Exceeded"),
  forbiddenForNonOrganizer: apiError({
    status: 403,
    domain: "calendar",
    reason: "forbiddenForNonOrganizer",
    message: "Shared properties can only be changed by the organizer of the event.",
  }),
  insufficientPermissions: apiError({
    status: 403,
    domain: "global",
    reason: "insufficientPermissions",
    message: "Request had insufficient authentication scopes.",
    innerMessage: "Insufficient Permission",
    more: SCOPE_DETAILS,
  }),
  requiredAccessLevel: apiError({
    status: 403,
    domain: "calendar",
    reason: "requiredAccessLevel",
    message: "You need to have writer access to this calendar.",
  }),
  forbidden: global(403, "forbidden", "Forbidden"),
  notFound: global(404, "notFound", "Not Found"),
  duplicate: global(409, "duplicate", "The requested identifier already exists."),
  conflict: global(409, "conflict", "Conflict"),
  fullSyncRequired: apiError({
    status: 410,
    domain: "calendar",
    reason: "fullSyncRequired",
    message: "Sync token is no longer valid, a full sync is required.",
    location: "syncToken",
  }),
  updatedMinTooLongAgo: apiError({
    status: 410,
    domain: "calendar",
    reason: "updatedMinTooLongAgo",
    message: "The requested minimum modification time lies too far in the past.",
    location: "updatedMin",
  }),
  deleted: global(410, "deleted", "Resource has been deleted"),
  conditionNotMet: apiError({
    status: 412,
    domain: "global",
    reason: "conditionNotMet",
    message: "Precondition Failed",
    locationType: "header",
    location: "If-Match",
  }),
  uploadTooLarge: global(413, "uploadTooLarge", "Request Entity Too Large"),
  backendError: global(500, "backendError", "Backend Error"),
  serviceUnavailable: global(503, "backendError", "Service unavailable"),
  webhookUrlNotHttps: global(400, "push.webhookUrlNotHttps", "WebHook callback must be HTTPS"),
  webhookUrlUnauthorized: global(401, "push.webhookUrlUnauthorized", "Unauthorized WebHook callback channel"),
  channelIdNotUnique: global(400, "channelIdNotUnique", "Channel id not unique"),
  channelTypeNotSupported: global(400, "push.channelTypeNotSupported", "Unsupported channel type"),
  pushNotSupportedForRequestedResource: global(
    400,
    "pushNotSupportedForRequestedResource",
    "Push notifications are not supported by this resource.",
  ),
  methodNotAllowed: global(405, "httpMethodNotAllowed", "Method Not Allowed"),
  invalid_grant: oauth(400, "invalid_grant", { error_description: "Token has been expired or revoked." }),
  invalid_grant_code: oauth(400, "invalid_grant", { error_description: "Bad Request" }),
  invalid_rapt: oauth(400, "invalid_grant", {
    error_description: "reauth related error (invalid_rapt)",
    error_subtype: "invalid_rapt",
  }),
  admin_policy_enforced: oauth(400, "admin_policy_enforced", { error_description: "Access blocked by admin policy." }),
  invalid_client: oauth(401, "invalid_client", { error_description: "Unauthorized" }),
  invalid_client_unknown: oauth(401, "invalid_client", { error_description: "The OAuth client was not found." }),
  deleted_client: oauth(401, "deleted_client", { error_description: "The OAuth client was deleted." }),
  redirect_uri_mismatch: oauth(400, "redirect_uri_mismatch", { error_description: "Bad Request" }),
  invalid_request: oauth(400, "invalid_request", { error_description: "Bad Request" }),
  unsupported_grant_type: oauth(400, "unsupported_grant_type", { error_description: "Invalid grant_type" }),
  internal_failure: oauth(500, "internal_failure", { error_description: "Internal failure" }),
  invalid_token: oauth(400, "invalid_token", { error_description: "Token expired or revoked" }),
} as const satisfies Record<string, Reply>;

export type GoogleErrorName = keyof typeof GOOGLE_ERRORS;

export function fail(name: GoogleErrorName): never {
  throw new Refusal(GOOGLE_ERRORS[name]);
}

/** A 400 about one parameter or field. */
export function failInvalid(location: string, message = "Invalid Value", reason = "invalid"): never {
  throw new Refusal(apiError({ status: 400, domain: "global", reason, message, location }));
}

const BY_STATUS: Readonly<Record<number, GoogleErrorName>> = {
  400: "badRequest",
  401: "authError",
  403: "forbidden",
  404: "notFound",
  409: "conflict",
  410: "fullSyncRequired",
  412: "conditionNotMet",
  429: "tooManyRequests",
  500: "backendError",
  503: "serviceUnavailable",
};

export function errorForStatus(status: number): Reply {
  const name = BY_STATUS[status];
  if (name) return GOOGLE_ERRORS[name];
  return apiError({
    status,
    domain: "global",
    reason: status >= 500 ? "backendError" : "badRequest",
    message: `Error ${status}`,
  });
}
