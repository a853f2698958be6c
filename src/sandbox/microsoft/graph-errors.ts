import type { RawRequest } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import { Refusal, type Reply } from "../kernel/reply";

export interface GraphProblem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const problem = (status: number, code: string, message: string): GraphProblem => ({ status, code, message });
const challenge =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="';

/** The claims a challenge asks for: a token made after now. */
function claimsFor(now: number): string {
  const claims = { access_token: { nbf: { essential: true, value: String(Math.floor(now / 1_000)) } } };
  return Buffer.from(JSON.stringify(claims)).toString("base64");
}

export function challengeHeader(now: number): string {
  return `${challenge}${claimsFor(now)}"`;
}

/** Graph's documented errors by code: what handlers refuse with and faults choose from. */
export const GRAPH_PROBLEMS = {
  ErrorInvalidIdMalformed: problem(400, "ErrorInvalidIdMalformed", "Id is malformed."),
  ErrorInvalidRequest: problem(400, "ErrorInvalidRequest", "The request is invalid."),
  RequestBodyRead: problem(400, "RequestBodyRead", "The request body could not be read."),
  BadRequest: problem(
    400,
    "BadRequest",
    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
  ),
  ErrorPropertyValidationFailure: problem(
    400,
    "ErrorPropertyValidationFailure",
    "At least one property failed validation.",
  ),
  ErrorInvalidUrlQuery: problem(400, "ErrorInvalidUrlQuery", "The query is not supported."),
  ErrorInvalidUrlQueryFilter: problem(
    400,
    "ErrorInvalidUrlQueryFilter",
    "The query filter contains one or more invalid nodes.",
  ),
  ErrorInvalidParameter: problem(400, "ErrorInvalidParameter", "A parameter is missing or not valid."),
  TimeZoneNotSupportedException: problem(
    400,
    "TimeZoneNotSupportedException",
    "A valid TimeZone value must be specified.",
  ),
  ErrorOccurrenceCrossingBoundary: problem(
    400,
    "ErrorOccurrenceCrossingBoundary",
    "Modified occurrence is crossing or overlapping adjacent occurrence.",
  ),
  ErrorInvalidRecurrencePattern: problem(400, "ErrorInvalidRecurrencePattern", "The recurrence pattern is not valid."),
  ErrorMailboxDataArrayTooBig: problem(
    400,
    "ErrorMailboxDataArrayTooBig",
    "The specified mailbox data array is too big.",
  ),
  ErrorTimeIntervalTooBig: problem(
    400,
    "ErrorTimeIntervalTooBig",
    "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long.",
  ),
  ErrorInvalidTimeInterval: problem(400, "ErrorInvalidTimeInterval", "The end time must be after the start time."),
  ValidationError: problem(400, "ValidationError", "Subscription validation request timed out."),
  InvalidRequest: problem(400, "InvalidRequest", "The request is not valid."),
  InvalidAuthenticationToken: problem(
    401,
    "InvalidAuthenticationToken",
    "Access token has expired or is not yet valid.",
  ),
  claimsChallenge: problem(
    401,
    "InvalidAuthenticationToken",
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp.",
  ),
  ErrorAccessDenied: problem(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."),
  Authorization_RequestDenied: problem(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
  ),
  ExtensionError: problem(
    403,
    "ExtensionError",
    "Operation: Create; Exception: [Status Code: Forbidden; Reason: Forbidden]",
  ),
  ErrorItemNotFound: problem(404, "ErrorItemNotFound", "The specified object was not found in the store."),
  MailboxNotEnabledForRESTAPI: problem(
    404,
    "MailboxNotEnabledForRESTAPI",
    "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
  ),
  MailboxNotSupportedForRESTAPI: problem(
    404,
    "MailboxNotSupportedForRESTAPI",
    "REST API is not yet supported for this mailbox.",
  ),
  ErrorInvalidUser: problem(404, "ErrorInvalidUser", "The requested user is invalid."),
  ResourceNotFound: problem(404, "ResourceNotFound", "Resource could not be discovered."),
  itemNotFound: problem(404, "itemNotFound", "The resource could not be found."),
  MethodNotAllowed: problem(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."),
  ErrorIrresolvableConflict: problem(
    412,
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.",
  ),
  conflict: problem(
    409,
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because of a conflict with another write.",
  ),
  duplicateSubscription: problem(
    409,
    "ExtensionError",
    "Operation: Create; Exception: [Status Code: Conflict; Reason: Subscription Id <> already exists for the requested combination]",
  ),
  SyncStateNotFound: problem(
    410,
    "SyncStateNotFound",
    "The sync state generation is not found; generation=149;[highest=157][157][155][156].",
  ),
  resyncRequired: problem(
    410,
    "resyncRequired",
    "Resync required. Any differences between server and client state must be resolved by a new enumeration.",
  ),
  SyncStateInvalid: problem(400, "SyncStateInvalid", "The sync state is invalid."),
  RequestEntityTooLarge: problem(413, "RequestEntityTooLarge", "The request is too large."),
  ApplicationThrottled: problem(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
  TooManyRequests: problem(429, "TooManyRequests", "Too many requests."),
  activityLimitReached: problem(429, "activityLimitReached", "The app or user has been throttled."),
  ErrorInternalServerError: problem(
    500,
    "ErrorInternalServerError",
    "An internal server error occurred. The operation failed.",
  ),
  ErrorInternalServerTransientError: problem(
    503,
    "ErrorInternalServerTransientError",
    "A transient error occurred. Try again later.",
  ),
  generalException: problem(500, "generalException", "General exception while processing."),
  ErrorServerBusy: problem(503, "ErrorServerBusy", "The server is too busy to service the request."),
  ErrorMailboxStoreUnavailable: problem(
    503,
    "ErrorMailboxStoreUnavailable",
    "The mailbox database is temporarily unavailable.",
  ),
  ErrorMailboxMoveInProgress: problem(503, "ErrorMailboxMoveInProgress", "Mailbox move in progress."),
  serviceNotAvailable: problem(
    503,
    "serviceNotAvailable",
    "The service is not available. Try the request again after a delay.",
  ),
  GatewayTimeout: problem(504, "UnknownError", "The gateway timed out."),
  insufficientStorage: problem(507, "quotaLimitReached", "The user has reached their quota limit."),
  bandwidthExceeded: problem(509, "UnknownError", "The bandwidth limit has been exceeded."),
} as const satisfies Record<string, GraphProblem>;

export type GraphProblemName = keyof typeof GRAPH_PROBLEMS;

export function graphReply(ground: Ground, found: GraphProblem, request?: Pick<RawRequest, "headers">): Reply {
  const requestId = ground.ids.guid();
  const clientRequestId = request?.headers["client-request-id"] ?? requestId;
  const error = {
    code: found.code,
    message: found.message,
    innerError: {
      date: new Date(ground.clock.now()).toISOString().slice(0, 19),
      "request-id": requestId,
      "client-request-id": clientRequestId,
    },
  };
  return {
    status: found.status,
    headers: {
      "content-type": "application/json",
      "request-id": requestId,
      "client-request-id": clientRequestId,
      ...found.headers,
    },
    body: JSON.stringify({ error }),
  };
}

/** Answers with a documented error, its message made more exact where Graph does so. */
export function refuse(
  ground: Ground,
  name: GraphProblemName,
  detail: { message?: string; headers?: Record<string, string> } = {},
): never {
  throw new Refusal(graphReply(ground, { ...GRAPH_PROBLEMS[name], ...detail }));
}
