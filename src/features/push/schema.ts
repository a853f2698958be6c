// What the page reads of push: the shapes of its routes and nothing of the server's code.
import type {
  ChannelHealthShape,
  NoticeShape,
  PushHealthShape,
  PushLogShape,
  PushMetricsShape,
  PushResultsShape,
} from "@/server/push/shapes";

export type PushChannel = ChannelHealthShape;
export type PushHealth = PushHealthShape;
export type PushLog = PushLogShape;
export type PushNotice = NoticeShape;
export type PushMetrics = PushMetricsShape;
export type PushResults = PushResultsShape;

/** Whose, and of which account. */
export type Account = {
  readonly userId: string;
  readonly connectionId: string;
  readonly party: string;
  /** How the account is called on the page. */
  readonly name: string;
};
export type PushAct = "test" | "auto-fix" | "recreate" | "stop";

export const pushPath = (what: "health" | "metrics" | "log" | PushAct, { userId, connectionId }: Account): string =>
  `/api/v1/calendar/webhook/${what}/${userId}?connectionId=${connectionId}`;
