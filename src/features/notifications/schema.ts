import type { EndpointShape, NotificationSettings, TestResult } from "@/server/notifications/settings-shapes";

export type { BellShape as BellData } from "@/server/notifications/shapes";
export type { NotificationSettings, TestResult };
export type Channel = NotificationSettings["channels"][number];
export type Address = EndpointShape;

export const bellPath = "/api/v1/notifications";
export const readPath = `${bellPath}/read`;
export const settingsPath = `${bellPath}/settings`;
export const endpointsPath = `${bellPath}/endpoints`;
export const testPath = `${bellPath}/test`;

export const severities = ["critical", "high", "medium", "low"] as const;
export const outsideChannels = ["slack", "teams", "sms", "webhook"] as const;
