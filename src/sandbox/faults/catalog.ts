/** Every fault the sandbox can play, with what it does and what a good client does about it. */
export type FaultPoint =
  /** the answer replaces the work */
  | "instead"
  /** the work is done, then its answer suffers */
  | "answer"
  /** the handler itself plays it */
  | "handler"
  /** on the way of a notification */
  | "push"
  /** on every connection of a provider */
  | "tcp"
  /** changes state once, when it is chosen */
  | "action";

export interface FaultKind {
  readonly point: FaultPoint;
  readonly title: string;
  readonly explain: string;
  /** parameter → what it means and its default */
  readonly params: Readonly<Record<string, string>>;
}

const RETRY_AFTER = {
  retryAfter: "absent | seconds | date | past-date | negative | day | garbage | zero (default seconds)",
  seconds: "the wait that seconds and date announce (default 30)",
};

export const FAULTS = {
  status: {
    point: "instead",
    title: "An error of your choice",
    explain: "Answers with a documented error body of the provider, or with any status. Nothing is done.",
    params: {
      error: "name from the provider's list of errors",
      status: "any HTTP status (default 500)",
      ...RETRY_AFTER,
    },
  },
  "rate-limited": {
    point: "instead",
    title: "Too many requests (429)",
    explain: "Answers 429 with Retry-After in the form you choose.",
    params: RETRY_AFTER,
  },
  "quota-exceeded": {
    point: "instead",
    title: "Quota used up (403)",
    explain: "Google's 403 quota answers (Microsoft: 429). They mean slow down, not forbidden.",
    params: { error: "userRateLimitExceeded | rateLimitExceeded | quotaExceeded | dailyLimitExceeded", ...RETRY_AFTER },
  },
  gone: {
    point: "instead",
    title: "Gone (410)",
    explain: "Answers 410 in one of its meanings. Only one of them asks for a full sync.",
    params: {
      error: "google: fullSyncRequired | updatedMinTooLongAgo | deleted; microsoft: SyncStateNotFound | resyncRequired",
    },
  },
  outage: {
    point: "instead",
    title: "The whole provider is down",
    explain: "Every operation fails: with 503, with a reset, or by silence.",
    params: { how: "503 | reset | silent (default 503)" },
  },
  "html-page": {
    point: "instead",
    title: "A web page instead of data",
    explain: "200 with HTML, as a captive portal or a sign-in wall sends it.",
    params: {},
  },
  "empty-answer": {
    point: "instead",
    title: "Nothing at all (200)",
    explain: "200 with an empty body.",
    params: {},
  },
  redirect: {
    point: "instead",
    title: "Sent elsewhere (302)",
    explain: "Redirects to another address. Credentials must not follow.",
    params: { to: "address (default http://127.0.0.1:9/)" },
  },
  oversized: {
    point: "instead",
    title: "A huge answer",
    explain: "Valid JSON of the size you choose.",
    params: { bytes: "size (default 64,000,000)" },
  },
  "no-answer": {
    point: "instead",
    title: "Never answers",
    explain: "Takes the request and stays silent until the client hangs up.",
    params: {},
  },
  "reset-before": {
    point: "instead",
    title: "Connection reset, nothing done",
    explain: "Resets before the work: the change did not happen.",
    params: {},
  },
  "answer-lost": {
    point: "answer",
    title: "Done, but the answer is lost",
    explain: "Does the work, then resets the connection: the change did happen.",
    params: {},
  },
  "status-after": {
    point: "answer",
    title: "Done, but answered with an error",
    explain: "Does the work, then answers with an error: the change did happen.",
    params: { error: "name from the provider's list of errors", status: "any HTTP status (default 500)" },
  },
  "reset-mid-body": {
    point: "answer",
    title: "Connection reset in the body",
    explain: "Sends part of the body, then resets.",
    params: { bytes: "bytes before the reset (default half of the body)" },
  },
  "truncated-json": {
    point: "answer",
    title: "Cut off JSON",
    explain: "Ends the body too early with a length that matches, so only parsing tells.",
    params: { bytes: "bytes to keep (default two thirds)" },
  },
  "trailing-garbage": {
    point: "answer",
    title: "Garbage after the JSON",
    explain: "A correct body followed by bytes that are not JSON.",
    params: {},
  },
  "wrong-charset": {
    point: "answer",
    title: "Wrong charset",
    explain: "The body in UTF-16 while the header says UTF-8.",
    params: {},
  },
  "slow-drip": {
    point: "answer",
    title: "Slow drip",
    explain: "Sends the body a few bytes at a time: only a total deadline ends it.",
    params: { bytesPerSecond: "speed (default 20)" },
  },
  "slow-answer": {
    point: "answer",
    title: "Slow",
    explain: "Waits before the work. On the token operation this is a refresh that takes long.",
    params: { ms: "real milliseconds (default 30,000)", clock: "real | virtual (default real)" },
  },
  "page-loop": {
    point: "handler",
    title: "Pages that never end",
    explain: "Every list answers with the token or link of the same page again.",
    params: {},
  },
  "sync-token-loop": {
    point: "handler",
    title: "Sync tokens die at once",
    explain: "Every use of a sync token or delta link answers 410, also right after a full sync.",
    params: {},
  },
  "empty-listing": {
    point: "handler",
    title: "An empty list where events are",
    explain: "Lists answer well-formed and empty, with a valid token.",
    params: {},
  },
  "stale-reads": {
    point: "handler",
    title: "Reads lag behind writes",
    explain: "Lists and reads show the state of some time ago.",
    params: { ms: "virtual milliseconds of lag (default 30,000)" },
  },
  "token-answer-invalid": {
    point: "answer",
    title: "The token answer is wrong",
    explain: "200 from the token endpoint without a usable token.",
    params: { how: "no-token | not-json | zero-life | wrong-type | array (default no-token)" },
  },
  "push-mute": {
    point: "push",
    title: "Push goes silent",
    explain: "Notifications are swallowed while channels look alive.",
    params: {},
  },
  "push-duplicate": {
    point: "push",
    title: "Push repeats itself",
    explain: "Each notification is delivered several times.",
    params: { times: "deliveries (default 3)" },
  },
  "push-delay": {
    point: "push",
    title: "Push comes late",
    explain: "Each notification waits; with a spread they overtake one another.",
    params: { ms: "virtual milliseconds (default 60,000)", spread: "0 to 1, share of random shortening (default 0)" },
  },
  "push-reorder": {
    point: "push",
    title: "Push out of order",
    explain: "A notification is held back until the next one of the same channel has gone.",
    params: {},
  },
  "push-forge": {
    point: "push",
    title: "Forged push",
    explain: "Next to each notification goes one with a wrong token or an unknown channel.",
    params: { how: "token | channel | resource (default token)" },
  },
  "tcp-refuse": {
    point: "tcp",
    title: "Connections refused",
    explain: "New connections are reset at once.",
    params: {},
  },
  "tcp-black-hole": {
    point: "tcp",
    title: "Connections hang",
    explain: "New connections open, then nothing is read or sent.",
    params: {},
  },
  "tcp-slow-connect": {
    point: "tcp",
    title: "Slow connections",
    explain: "Nothing is read from a new connection for a while.",
    params: { ms: "real milliseconds (default 2,000)" },
  },
  "tcp-reset": {
    point: "tcp",
    title: "Connections cut",
    explain: "A connection is reset after a time or a number of bytes, whatever it is doing.",
    params: { ms: "after real milliseconds", bytes: "after bytes sent (default 1,000)" },
  },
  "tcp-drop-open": {
    point: "action",
    title: "Cut all open connections now",
    explain: "Resets every open keep-alive connection of the provider once.",
    params: {},
  },
  "revoke-grants": {
    point: "action",
    title: "The person takes the grant away",
    explain: "Access and refresh tokens of the account die now. Mended by a new consent.",
    params: {},
  },
  "reduce-scopes": {
    point: "action",
    title: "Fewer scopes than before",
    explain: "The account's grant keeps only the scopes you name; tokens already out lose the rest as well.",
    params: { keep: "space separated scopes that stay" },
  },
  "expire-access-tokens": {
    point: "action",
    title: "Access tokens expire now",
    explain: "The account's access tokens stop working; its refresh tokens go on.",
    params: {},
  },
  "expire-sync-state": {
    point: "action",
    title: "Sync tokens expire once",
    explain: "Tokens and links given out so far answer 410; new ones work.",
    params: {},
  },
  "push-lifecycle": {
    point: "action",
    title: "Word about the subscription itself",
    explain: "Microsoft: a lifecycle notification to every subscription of the account that has an address for it.",
    params: { event: "missed | subscriptionRemoved | reauthorizationRequired (default missed)" },
  },
  "expire-channels": {
    point: "action",
    title: "Push channels end now",
    explain: "Channels or subscriptions of the account end without a word.",
    params: {},
  },
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof FAULTS;

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}
