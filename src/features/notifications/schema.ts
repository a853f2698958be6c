import type {
  EndpointShape,
  NotificationSettings,
  SentShape,
  TestResult,
} from "@/server/notifications/settings-shapes";

export type { BellShape as BellData } from "@/server/notifications/shapes";
export type { NotificationSettings, TestResult };
export type Channel = NotificationSettings["channels"][number];
export type Address = EndpointShape;
export type Sent = SentShape;

export const bellPath = "/api/v1/notifications";
export const readPath = `${bellPath}/read`;
export const settingsPath = `${bellPath}/settings`;
export const endpointsPath = `${bellPath}/endpoints`;
export const replayPathOf = (id: string) => `${bellPath}/deliveries/${id}/replay`;
export const testPath = `${bellPath}/test`;

export const severities = ["critical", "high", "medium", "low"] as const;
export const outsideChannels = ["slack", "teams", "sms", "webhook"] as const;

const kinds = ["opened", "resolved", "reminder", "escalation", "digest", "test", "self_test"] as const;
/** The word of a kind there are texts for. */
export const kindWord = (kind: string) => kinds.find((known) => known === kind) ?? "other";
const states = ["pending", "sent", "suppressed", "failed"] as const;
export const stateWord = (state: string) => states.find((known) => known === state) ?? "pending";
