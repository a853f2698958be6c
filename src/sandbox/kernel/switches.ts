/**
 * Behaviours that the providers' documentation leaves open, contradicts itself on, or that depend on the plan.
 * The default is always the one that asks most of a client. Changed at `POST /_control/switches`.
 */
export interface GoogleSwitches {
  /** Unpublished consent screen: refresh tokens die after 7 days. */
  testingMode: boolean;
  perUserPerMinute: number;
  perProjectPerMinute: number;
  perProjectPerDay: number;
  /** Quota refusals come as 403 or as 429 (both are documented): "mixed" alternates. */
  quotaStatus: "403" | "429" | "mixed";
  /** A callback on a loopback host may use http; everything else must be https. */
  loopbackCallbacks: boolean;
  /** Respect a robots.txt of the callback host that forbids APIs-Google. */
  respectRobots: boolean;
  /** The `sync` message goes out before the watch call is answered. */
  syncMessageFirst: boolean;
  channelDefaultSeconds: number;
  channelMaxSeconds: number;
  /** Age at which sync tokens die. */
  syncTokenLifeMs: number;
  /** Pending conferences are ready after this. */
  conferenceDelayMs: number;
  /** A deleted event can still be read as cancelled for this long, then 404. */
  tombstoneLifeMs: number;
  /** An insert may not take the id of a deleted event. */
  deletedIdsStayTaken: boolean;
  /** How far an unbounded series is expanded when the query has no timeMax. */
  expandAheadDays: number;
  /** An incremental answer keeps to the time window of the first query (strict clients must not rely on it). */
  incrementalKeepsWindow: boolean;
  /** Exceptions at occurrences that a changed rule no longer has: they stay, or are cancelled. */
  orphanedExceptions: "keep" | "cancel";
  batchLimit: number;
  accessTokenSeconds: number;
  refreshTokensPerClient: number;
  freeBusyMaxDays: number;
}

export const GOOGLE_SWITCHES: GoogleSwitches = {
  testingMode: false,
  perUserPerMinute: 600,
  perProjectPerMinute: 10_000,
  perProjectPerDay: 1_000_000,
  quotaStatus: "mixed",
  loopbackCallbacks: true,
  respectRobots: true,
  syncMessageFirst: true,
  channelDefaultSeconds: 604_800,
  channelMaxSeconds: 2_592_000,
  syncTokenLifeMs: 30 * 86_400_000,
  conferenceDelayMs: 2_000,
  tombstoneLifeMs: 30 * 86_400_000,
  deletedIdsStayTaken: true,
  expandAheadDays: 730,
  incrementalKeepsWindow: false,
  orphanedExceptions: "keep",
  batchLimit: 50,
  accessTokenSeconds: 3_599,
  refreshTokensPerClient: 100,
  freeBusyMaxDays: 90,
};

export interface Switches {
  google: GoogleSwitches;
  /** Typed by the provider's own folder, which fills in its defaults. */
  microsoft: Record<string, unknown>;
}
