import { z } from "zod";
import { minuteMs } from "../time/wall-time";

export type WorkKind<P extends z.ZodType = z.ZodType> = {
  readonly payload: P;
  /** Two rows with the same key are the same work: the second asks for nothing new. */
  readonly key: (payload: z.infer<P>) => string;
  /** Failures before it becomes a dead letter; null for work that has its own end, such as a calendar that is disabled. */
  readonly attempts: number | null;
  /** The same for what passes by itself at a provider: an outage of hours gives nothing up that somebody counts on. */
  readonly outlasts?: number;
  /** After that long it is stopped, whatever it does. */
  readonly timeoutMs: number;
};

const work = <P extends z.ZodType>(kind: WorkKind<P>) => kind;
const connection = z.object({ connectionId: z.uuid() });

/** Everything that is done in the background. To add one: a line here, and its handler, without which nothing compiles. */
export const workCatalog = {
  /** Read what changed, plan it, store it. */
  "calendar.sync": work({
    payload: z.object({ calendarId: z.uuid() }),
    key: ({ calendarId }) => `calendar.sync:${calendarId}`,
    attempts: null,
    timeoutMs: 10 * minuteMs,
  }),
  /** Ask an event that was set aside for once more. */
  "event.retry": work({
    payload: z.object({ calendarId: z.uuid(), remoteId: z.string().min(1).max(1_024) }),
    key: ({ calendarId, remoteId }) => `event.retry:${calendarId}:${remoteId}`,
    attempts: 3,
    timeoutMs: 2 * minuteMs,
  }),
  /** Carry a change of ours to the provider, under its mark: repeated, it makes no second event. */
  "event.write": work({
    payload: z.object({ calendarId: z.uuid(), writeId: z.uuid() }),
    key: ({ writeId }) => `event.write:${writeId}`,
    attempts: 8,
    // About a day.
    outlasts: 300,
    timeoutMs: 2 * minuteMs,
  }),
  /** See what became of a held booking, or of one that waits for its host. */
  "booking.settle": work({
    payload: z.object({ bookingId: z.uuid() }),
    key: ({ bookingId }) => `booking.settle:${bookingId}`,
    attempts: null,
    timeoutMs: 2 * minuteMs,
  }),
  /** See which calendars an account has. */
  "connection.discover": work({
    payload: connection,
    key: ({ connectionId }) => `connection.discover:${connectionId}`,
    attempts: 8,
    timeoutMs: 2 * minuteMs,
  }),
  /** Renew an access token before it is needed. */
  "connection.refresh_token": work({
    payload: connection,
    key: ({ connectionId }) => `connection.refresh_token:${connectionId}`,
    attempts: null,
    timeoutMs: 2 * minuteMs,
  }),
  /** End a grant at the provider after its connection has gone. */
  "connection.revoke": work({
    payload: connection,
    key: ({ connectionId }) => `connection.revoke:${connectionId}`,
    attempts: 8,
    timeoutMs: 2 * minuteMs,
  }),
  /** Open, renew and close what the provider tells us of changes by. */
  "connection.watch": work({
    payload: connection,
    key: ({ connectionId }) => `connection.watch:${connectionId}`,
    attempts: null,
    timeoutMs: 5 * minuteMs,
  }),
  /** Have read what a notice hints at. The key is made in the database too, where notices are accepted. */
  "notification.process": work({
    payload: z.object({ channelId: z.uuid() }),
    key: ({ channelId }) => `notification.process:${channelId}`,
    attempts: 8,
    timeoutMs: minuteMs,
  }),
  /** See whether anything is wrong with an account that somebody should know of. */
  "alerts.evaluate": work({
    payload: connection,
    key: ({ connectionId }) => `alerts.evaluate:${connectionId}`,
    attempts: 8,
    timeoutMs: minuteMs,
  }),
  /** See whether an address that nothing went to for a day still takes what we send. It comes again by itself. */
  "endpoint.test": work({
    payload: z.object({ endpointId: z.uuid() }),
    key: ({ endpointId }) => `endpoint.test:${endpointId}`,
    attempts: 3,
    timeoutMs: minuteMs,
  }),
  /** Carry a message out of the house. It plans its own next try; what it throws is a bug or a database that was away. */
  "delivery.send": work({
    payload: z.object({ deliveryId: z.uuid() }),
    key: ({ deliveryId }) => `delivery.send:${deliveryId}`,
    attempts: 8,
    timeoutMs: minuteMs,
  }),
} as const;

export type WorkName = keyof typeof workCatalog;
export type WorkPayload<N extends WorkName> = z.infer<(typeof workCatalog)[N]["payload"]>;

export const isWorkName = (name: string): name is WorkName => Object.hasOwn(workCatalog, name);
export const keyOfWork = <N extends WorkName>(name: N, payload: WorkPayload<N>): string =>
  (workCatalog[name].key as (payload: WorkPayload<N>) => string)(payload);
