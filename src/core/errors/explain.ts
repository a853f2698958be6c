import { factsOf, type ErrorCategory, type ProviderErrorKind } from "./kinds";
import type { HumanAction } from "./provider-error";

/** How the other side is called: the party at fault, and the product that the person knows. */
export type Names = { readonly party: string; readonly product: string };

/** OPS-1. */
export type OperationsCategory = "missing_tokens" | "expired_tokens" | "connection_errors" | "permission_errors";

export type Explanation = {
  /** Stable; the troubleshooting guide has an entry for each. */
  readonly code: ProviderErrorKind;
  /** What our own API answers when this is why it cannot. */
  readonly httpStatus: number;
  readonly category: ErrorCategory;
  readonly operationsCategory: Exclude<OperationsCategory, "missing_tokens">;
  /** For `error_type` on the wire. */
  readonly errorType: string;
  readonly person: string;
  readonly operator: string;
};

type Entry = {
  readonly httpStatus: number;
  readonly errorType: string;
  readonly person: (names: Names) => string;
  readonly operator: string;
};

const safe = "Your copy stays as it was; we try again ourselves.";
const tried =
  (what: (names: Names) => string): Entry["person"] =>
  (names) =>
    `${what(names)} ${safe}`;
const trouble = (httpStatus: number, what: (names: Names) => string, operator: string): Entry => ({
  httpStatus,
  errorType: "provider_unavailable",
  person: tried(what),
  operator,
});

const entries: Readonly<Record<ProviderErrorKind, Entry>> = {
  network: trouble(
    503,
    ({ party }) => `We cannot reach ${party}.`,
    "No connection: look at the network, name resolution and the provider's status page.",
  ),
  timeout: trouble(
    503,
    ({ party }) => `${party} takes too long to answer.`,
    "The call passed its deadline. One is chance; many are the provider or the network.",
  ),
  unavailable: trouble(
    503,
    ({ party }) => `${party} answers that it is out of order.`,
    "The provider answers 5xx. Nothing to do here but to wait.",
  ),
  malformed_answer: trouble(
    502,
    ({ party }) => `${party}'s answer breaks off.`,
    "The answer was cut or is not JSON. The cursor did not move.",
  ),
  not_the_api: trouble(
    502,
    ({ party }) => `Something between us and ${party} answers in its place.`,
    "A page instead of the API: a captive portal, a proxy or a firewall on this host's way out.",
  ),
  unsafe_connection: trouble(
    502,
    ({ party }) => `We cannot be sure that it is ${party} who answers, so we said nothing.`,
    "Certificate not valid, or a redirect to another host. No token was sent. Look at proxies and the clock.",
  ),
  outcome_unknown: trouble(
    503,
    ({ party }) => `${party} did not say whether the change arrived; we look before we repeat it.`,
    "A write without an answer. It is repeated under its mark, which makes no second event.",
  ),
  aborted: {
    httpStatus: 503,
    errorType: "interrupted",
    person: () => "We stopped in the middle and go on where we were.",
    operator: "Shutdown, a lost lease or a person's cancel. Counts as no failure.",
  },
  rate_limited: {
    httpStatus: 429,
    errorType: "rate_limited",
    person: ({ party }) => `${party} asks us to slow down. Changes wait, none is lost.`,
    operator: "Within the provider's limits for this account. Many accounts at once: look at the project's quota.",
  },
  quota_exhausted: {
    httpStatus: 429,
    errorType: "rate_limited",
    person: ({ party }) => `${party} lets us read no more for some hours. Changes wait, none is lost.`,
    operator: "A limit of hours or of a day is used up. Ask the provider for more, or poll less.",
  },
  unauthorized: {
    httpStatus: 401,
    errorType: "authentication_expired",
    person: ({ party, product }) =>
      `${party} no longer accepts our key. If a fresh one fails too, reconnect ${product}; your calendars and history stay.`,
    operator:
      "401 with this access token. It is refreshed once, then twice more with a fresh one before the person is asked.",
  },
  grant_lost: {
    httpStatus: 401,
    errorType: "authentication_expired",
    person: ({ party, product }) =>
      `${party} ended our access. Reconnect ${product}: about 20 seconds; your calendars and history stay.`,
    operator: "The grant is dead: revoked, expired, or a policy. Only the person can renew it.",
  },
  client_rejected: {
    httpStatus: 503,
    errorType: "configuration_error",
    person: ({ party }) =>
      `${party} does not accept our application at the moment. Nothing for you to do; the operator has been told.`,
    operator:
      "The client id or secret is wrong or has expired (invalid_client, unauthorized_client). Every account of this provider is affected; none is asked to reconnect.",
  },
  scope_missing: {
    httpStatus: 403,
    errorType: "permission_missing",
    person: ({ product }) =>
      `${product} lacks a permission that this needs. Reconnect it and leave every box ticked; what works goes on.`,
    operator: "The person unticked a scope, or an administrator took it away.",
  },
  forbidden: {
    httpStatus: 403,
    errorType: "permission_denied",
    person: ({ party }) => `${party} does not let us into this calendar. Ask its owner to share it with you again.`,
    operator: "No right to this calendar or event; often it was unshared or is read-only.",
  },
  account_unusable: {
    httpStatus: 403,
    errorType: "permission_denied",
    person: ({ party }) =>
      `${party} says that this account has no calendar we can use. Your administrator can tell why.`,
    operator: "The mailbox is inactive, deleted or on-premise.",
  },
  not_found: {
    httpStatus: 404,
    errorType: "not_found",
    person: ({ party }) => `${party} no longer has this calendar, or no longer shows it to you.`,
    operator: "404 three times in a row: deleted or unshared. Its copied events stay until it is disconnected.",
  },
  already_gone: {
    httpStatus: 404,
    errorType: "not_found",
    person: ({ party }) => `${party} has deleted it already.`,
    operator: "A delete of what is deleted counts as done.",
  },
  cursor_expired: {
    httpStatus: 503,
    errorType: "provider_unavailable",
    person: ({ party }) => `${party} lost our bookmark, so we read the calendar anew. Nothing is lost.`,
    operator: "410 or its kin: a full read replaces the delta. At most two in an hour.",
  },
  already_exists: {
    httpStatus: 409,
    errorType: "conflict",
    person: ({ party }) => `${party} has this event already.`,
    operator: "409 for an id of ours: an earlier try arrived. It is compared and counts as done when it is ours.",
  },
  version_conflict: {
    httpStatus: 409,
    errorType: "conflict",
    person: () => "Somebody changed this event in the meantime. We read it again before we write.",
    operator: "412 or 409: If-Match did not match. The event is read again.",
  },
  invalid_request: {
    httpStatus: 502,
    errorType: "invalid_request",
    person: ({ party }) => `${party} does not understand our request. That is our mistake; the operator has been told.`,
    operator: "400: a mistake of ours or a cursor from another version. Report it with the request id.",
  },
  too_large: {
    httpStatus: 502,
    errorType: "invalid_request",
    person: ({ party }) => `${party}'s answer is larger than we read.`,
    operator: "More than the limit for one answer. Nothing of it was kept.",
  },
  endless_pages: {
    httpStatus: 502,
    errorType: "provider_unavailable",
    person: tried(({ party }) => `${party} sends us in a circle.`),
    operator: "A page leads back to an earlier one. The cursor did not move.",
  },
  unsupported: {
    httpStatus: 422,
    errorType: "unsupported",
    person: ({ party }) => `${party} does not offer this for this calendar.`,
    operator: "Declared as supported, refused for this calendar, such as push for holidays. Polling takes its place.",
  },
  project_misconfigured: {
    httpStatus: 503,
    errorType: "configuration_error",
    person: ({ party }) => `${party} has switched us off for now. Nothing for you to do; the operator has been told.`,
    operator: "The API is not enabled for the project, or the whole project's daily limit is used up.",
  },
};

export function explain(kind: ProviderErrorKind, names: Names): Explanation {
  const { httpStatus, errorType, person, operator } = entries[kind];
  const { category, is } = factsOf(kind);
  const operationsCategory =
    is === "auth" ? "expired_tokens" : is === "permission" ? "permission_errors" : "connection_errors";
  return { code: kind, httpStatus, category, operationsCategory, errorType, person: person(names), operator };
}

const actions: Readonly<Record<HumanAction, (names: Names) => string>> = {
  reconnect: ({ product }) => `Reconnect ${product}. About 20 seconds; your calendars and history stay.`,
  consent: ({ product }) => `Reconnect ${product} and allow what we ask for; your calendars and history stay.`,
  ask_admin_to_consent: ({ party }) => `Ask your administrator to allow us at ${party}, then reconnect.`,
  satisfy_policy: ({ party }) =>
    `Your company's rules at ${party} stopped us. Sign in as they ask for, then reconnect.`,
  ask_admin_about_account: ({ party }) => `${party} has disabled this account for us. Your administrator can tell why.`,
};

/** What the person has to do, as a sentence beside the button. */
export const explainAction = (action: HumanAction, names: Names): string => actions[action](names);

/** The customer's answer, word for word, for a connection whose token cannot be had. */
export function toTokenUnavailable({ product }: Names) {
  return {
    status: "token_unavailable",
    message: `Your ${product} connection has expired. Please reconnect your account.`,
    error_type: "authentication_expired",
  } as const;
}
