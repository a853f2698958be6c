// What leaves the server about push: no name of a channel at the provider, no secret, nothing of an event.
import { z } from "zod";

const instant = z.iso.datetime();
const count = z.number().int();

export const pushStates = [
  /** Open, and nothing speaks against it. */
  "delivering",
  /** Open, and a change was found that it did not announce. */
  "silent",
  /** Its end has passed. */
  "expired",
  "opening",
  /** The provider refuses it; it is tried again. */
  "failed",
  /** This calendar cannot be watched. Normal for some. */
  "unsupported",
  /** The person wants none. */
  "stopped",
  /** Nobody can reach us: there is no public address. */
  "no_address",
  /** Nothing of the account is read at the moment. */
  "resting",
] as const;
export type PushState = (typeof pushStates)[number];

const place = {
  /** Null before the first was opened. */
  channelId: z.uuid().nullable(),
  connectionId: z.uuid(),
  /** Null where one channel tells of the whole account. */
  calendarId: z.uuid().nullable(),
  provider: z.string(),
  product: z.string(),
};

export const channelHealth = z.object({
  ...place,
  state: z.enum(pushStates),
  sentence: z.string(),
  since: instant.nullable(),
  expiresAt: instant.nullable(),
  lastNotified: instant.nullable(),
  /** When something happens by itself. */
  nextTry: instant.nullable(),
  failures: count,
  code: z.string().nullable(),
});
export type ChannelHealthShape = z.infer<typeof channelHealth>;

export const pushHealth = z.object({
  status: z.enum(["delivering", "degraded", "polling"]),
  /** What would be gained, where nobody can reach us. */
  advice: z.string().nullable(),
  channels: z.array(channelHealth),
  checkedAt: instant,
});
export type PushHealthShape = z.infer<typeof pushHealth>;

const done = [
  /** stop */
  "stopped",
  /** recreate, auto-fix */
  "recreated",
  /** verify: the provider has it. */
  "confirmed",
  /** verify: nobody can be asked, and nothing speaks against it. */
  "believed",
  /** verify: the provider does not have it. */
  "gone",
  /** auto-fix */
  "nothing_wrong",
  /** test: the notice came. */
  "delivered",
  /** test: it has not come yet. */
  "not_yet",
  "failed",
  /** Nothing can be done here: see the state. */
  "left",
] as const;

export const channelResult = z.object({
  ...place,
  result: z.enum(done),
  state: z.enum(pushStates),
  sentence: z.string(),
  /** Test: from our change to its notice. */
  tookMs: count.nullable(),
  code: z.string().nullable(),
});
export type ChannelResultShape = z.infer<typeof channelResult>;
export type ChannelDone = ChannelResultShape["result"];

export const pushResults = z.object({ message: z.string(), results: z.array(channelResult) });
export type PushResultsShape = z.infer<typeof pushResults>;

const figures = {
  received: count,
  processed: count,
  /** Served by a read that a later notice asked for. */
  superseded: count,
  waiting: count,
  failed: count,
};
export const channelMetrics = z.object({
  ...place,
  ...figures,
  /** From the notice to the change in the calendar here. */
  averageMs: count.nullable(),
  p95Ms: count.nullable(),
  /** How long the oldest waits that is not processed. */
  lagMs: count,
  errors: z.array(z.object({ code: z.string(), count })),
  days: z.array(z.object({ day: z.iso.date(), received: count, failed: count, averageMs: count.nullable() })),
});
export type ChannelMetricsShape = z.infer<typeof channelMetrics>;
export const pushMetrics = z.object({ since: instant, channels: z.array(channelMetrics) });
export type PushMetricsShape = z.infer<typeof pushMetrics>;

export const noticeEntry = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  connectionId: z.uuid(),
  kind: z.enum(["change", "handshake", "missed", "removed", "reauthorization_required"]),
  outcome: z.enum(["waiting", "processed", "superseded", "failed", "given_up"]),
  receivedAt: instant,
  tookMs: count.nullable(),
  attempts: count,
  code: z.string().nullable(),
});
export type NoticeShape = z.infer<typeof noticeEntry>;
export const pushLog = z.object({ notices: z.array(noticeEntry), nextCursor: instant.nullable() });
export type PushLogShape = z.infer<typeof pushLog>;

export const personParams = z.object({ userId: z.uuid() });
export const pushQuery = z.strictObject({ connectionId: z.uuid().optional() });
export const pushLogQuery = z.strictObject({
  connectionId: z.uuid().optional(),
  before: instant.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
