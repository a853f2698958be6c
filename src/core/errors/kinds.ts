/** RES-1. What a failure is, from status, the provider's reason and the network's code; never from text alone. */
export type ErrorClass =
  "transient" | "rate_limit" | "auth" | "permission" | "not_found" | "gone" | "conflict" | "invalid" | "permanent";
/** The customer's four. */
export type ErrorCategory = "transient" | "auth" | "permanent" | "rate_limit";

type KindFacts = {
  readonly is: ErrorClass;
  readonly category: ErrorCategory;
  /** Counts towards opening a breaker: the other side does not work. */
  readonly opensBreaker: boolean;
  /** Counts towards RES-4, after which a calendar's sync is disabled: this calendar does not work. */
  readonly countsAsFailure: boolean;
};

const kind = (is: ErrorClass, category: ErrorCategory, counts = "") => ({
  is,
  category,
  opensBreaker: counts.includes("breaker"),
  countsAsFailure: counts.includes("failure"),
});

/** Everything that can come of a call to a provider. Only a provider's map-error.ts chooses among them. */
export const errorKinds = {
  /** No connection, reset, name not found. */
  network: kind("transient", "transient", "breaker failure"),
  timeout: kind("transient", "transient", "breaker failure"),
  /** 5xx, or a token endpoint that says "temporarily". */
  unavailable: kind("transient", "transient", "breaker failure"),
  /** An answer that breaks off or is not JSON. */
  malformed_answer: kind("transient", "transient", "breaker failure"),
  /** A page of somebody between us and the provider. */
  not_the_api: kind("transient", "transient", "breaker failure"),
  /** Certificate or redirect to another host: somebody may be listening, so the token is not sent. */
  unsafe_connection: kind("transient", "transient", "breaker failure"),
  /** A write whose answer was lost: it may have happened. */
  outcome_unknown: kind("transient", "transient", "breaker failure"),
  /** We stopped it ourselves: shutdown, lost lease, a person's cancel. */
  aborted: kind("transient", "transient"),
  rate_limited: kind("rate_limit", "rate_limit"),
  /** A limit of hours or of a day. */
  quota_exhausted: kind("rate_limit", "rate_limit"),
  /** 401: this access token is not accepted. */
  unauthorized: kind("auth", "auth", "failure"),
  /** The grant behind the token is dead or needs a person. */
  grant_lost: kind("auth", "auth"),
  /** The provider does not accept our application: nobody but the operator can help. */
  client_rejected: kind("auth", "auth"),
  scope_missing: kind("permission", "auth"),
  /** No right to this calendar or event; often read-only. */
  forbidden: kind("permission", "permanent", "failure"),
  /** The mailbox is inactive, on-premise or without a calendar. */
  account_unusable: kind("permission", "permanent", "failure"),
  not_found: kind("not_found", "permanent", "failure"),
  /** What we wanted to delete is deleted. */
  already_gone: kind("gone", "permanent"),
  cursor_expired: kind("gone", "transient"),
  already_exists: kind("conflict", "permanent"),
  version_conflict: kind("conflict", "transient"),
  /** 400: our mistake. */
  invalid_request: kind("invalid", "permanent", "failure"),
  too_large: kind("invalid", "permanent", "failure"),
  /** Pages that lead back to themselves. */
  endless_pages: kind("invalid", "transient", "failure"),
  /** This calendar cannot do that, such as push for holidays. */
  unsupported: kind("permanent", "permanent"),
  /** The provider's project is not set up for this: API off, daily limit of the whole project. */
  project_misconfigured: kind("permanent", "permanent"),
} as const satisfies Readonly<Record<string, KindFacts>>;

export type ProviderErrorKind = keyof typeof errorKinds;
export const factsOf = (name: ProviderErrorKind): KindFacts => errorKinds[name];
