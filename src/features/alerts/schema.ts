import type { RulesShape } from "@/server/alerts/rule-shapes";

export type { AlertShape as Alert, TeamAlertShape as TeamAlert } from "@/server/alerts/shapes";

export const teamAlertsPath = "/api/v1/calendar/monitoring/alerts";
export const alertsPathOf = (userId: string) => `/api/v1/calendar/monitoring/alerts/${userId}`;
export const actPathOf = (alertId: string, act: "resolve" | "acknowledge" | "snooze") =>
  `/api/v1/calendar/monitoring/alerts/${alertId}/${act}`;

export type Rule = RulesShape["rules"][number];
export const rulesPath = "/api/v1/calendar/monitoring/rules";
