/**
 * Behaviours of the Microsoft identity platform and of Graph that the documentation leaves open, contradicts itself on,
 * or that depend on the tenant. The default is the one that asks most of a client. Changed at `POST /_control/switches`.
 */
export interface MicrosoftSwitches {
  /** Host of next and delta links: graph.microsoft.com as in life, or the host the request was sent to. */
  linkHost: "graph" | "request";
  /** Tokens: "soft" = new refresh token at each use, old ones stay good (documented); "strict" = single use, reuse kills the family. */
  rotation: "none" | "soft" | "strict";
  accessTokenSeconds: number;
  refreshTokenDays: number;
  /** How granted scopes are written in token answers. */
  scopeForm: "short" | "full";
  /** Lets the consent page untick single scopes. Microsoft has all or nothing. */
  partialConsent: boolean;
  /** Every tenant asks for an administrator's consent to calendar scopes. */
  adminConsentRequired: boolean;
  /** Continuous access evaluation: who is challenged with claims. */
  claimsChallenge: "off" | "capable-clients" | "everyone";
  /** The challenge can only be met by signing in again, not by a refresh. */
  claimsNeedInteraction: boolean;
  /** What delta links answer that are too old or were ended. */
  lostSyncState: "SyncStateNotFound" | "resyncRequired";
  deltaLinkLifeMs: number;
  nextLinkLifeMs: number;
  /** Delta rounds of several pages have an empty page with a nextLink among them. */
  emptyDeltaPages: boolean;
  /** Delta rounds of several pages repeat rows. */
  repeatedDeltaRows: boolean;
  deltaPageSize: number;
  /** `calendarView/delta` under a single calendar (documented for the default calendar only). */
  perCalendarDelta: boolean;
  /** A create whose transactionId was used before: 409, or 201 with the first event. */
  repeatedTransaction: "conflict" | "existing";
  /** If-Match is enforced on events (the documentation is silent). */
  enforceIfMatch: boolean;
  /** Outlook and day 31 in short months, 29 February in other years. */
  shortMonths: "last-day" | "skip";
  /** A new rule or time of a series makes its exceptions ordinary occurrences again. */
  ruleChangeDropsExceptions: boolean;
  /** IANA names Graph takes: those of its list (about one per Windows zone), or all. */
  ianaZones: "listed" | "all";
  scheduleLimit: number;
  scheduleDays: number;
  viewMaxDays: number;
  /** Requests of one application to one mailbox at the same moment. */
  mailboxConcurrency: number;
  mailboxRequests: number;
  mailboxWindowMs: number;
  retryAfterSeconds: number;
  /** Real milliseconds a Graph call keeps its place in the mailbox: without any, calls would never run side by side. */
  latencyMs: number;
  subscriptionMaxMinutes: number;
  subscriptionMinMinutes: number;
  subscriptionsPerMailbox: number;
  /** Subscriptions to a single calendar's events (used in the wild, documented for the mailbox only). */
  perCalendarSubscriptions: boolean;
  duplicateSubscriptions: "conflict" | "allowed";
  /** Callbacks on a loopback host may use http; everything else must be https. */
  loopbackCallbacks: boolean;
  validationTimeoutMs: number;
  /** Notifications wait this long (virtual) for others to the same address; 0 = those of one moment leave together. */
  notificationBatchMs: number;
  /** An update is told twice, as Outlook often does. */
  notificationNoise: boolean;
  /** How long a notification waits for its answer. */
  notificationTimeoutMs: number;
  /** More than a tenth of the answers of ten minutes that took this long: notifications to the address come late. */
  slowNotificationMs: number;
  slowNotificationDelayMs: number;
  /** More than 15 % that took this long: they are discarded for ten minutes. */
  tooSlowNotificationMs: number;
  /** Delivery pauses when the access token a subscription was made with is older than this. */
  subscriptionTokenMs: number;
}

export const MICROSOFT_SWITCHES: MicrosoftSwitches = {
  linkHost: "graph",
  rotation: "soft",
  accessTokenSeconds: 3_599,
  refreshTokenDays: 90,
  scopeForm: "short",
  partialConsent: false,
  adminConsentRequired: false,
  claimsChallenge: "off",
  claimsNeedInteraction: false,
  lostSyncState: "SyncStateNotFound",
  deltaLinkLifeMs: 7 * 86_400_000,
  nextLinkLifeMs: 3_600_000,
  emptyDeltaPages: true,
  repeatedDeltaRows: true,
  deltaPageSize: 50,
  perCalendarDelta: true,
  repeatedTransaction: "conflict",
  enforceIfMatch: true,
  shortMonths: "last-day",
  ruleChangeDropsExceptions: true,
  ianaZones: "listed",
  scheduleLimit: 20,
  scheduleDays: 62,
  viewMaxDays: 1_825,
  mailboxConcurrency: 4,
  mailboxRequests: 10_000,
  mailboxWindowMs: 600_000,
  retryAfterSeconds: 10,
  latencyMs: 2,
  subscriptionMaxMinutes: 10_080,
  subscriptionMinMinutes: 45,
  subscriptionsPerMailbox: 1_000,
  perCalendarSubscriptions: false,
  duplicateSubscriptions: "conflict",
  loopbackCallbacks: true,
  validationTimeoutMs: 10_000,
  notificationBatchMs: 0,
  notificationNoise: true,
  notificationTimeoutMs: 10_000,
  slowNotificationMs: 3_000,
  slowNotificationDelayMs: 600_000,
  tooSlowNotificationMs: 10_000,
  subscriptionTokenMs: 86_400_000,
};
