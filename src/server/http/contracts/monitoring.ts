import { z } from "zod";

import { alert, personHealth, teamAlert } from "@/server/alerts/shapes";

import { contract } from "../contract";

const tag = "Monitoring";
const own = { to: "person" } as const;
const id = z.object({ id: z.uuid() });
const problems = ["no_workspace"] as const;
const userId = "3f1a0c52-7c1e-4f0e-9d55-6a1f0e7c2d10";

const example = {
  id: "1f0e9b11-7e3a-4b1e-9a5e-2f7c1d0e9b12",
  ruleId: "connection.needs_reconnecting",
  severity: "high",
  state: "open",
  subject: { kind: "connection", id: "0b1c2d3e-4f50-4617-8283-94a5b6c7d8e0" },
  connectionId: "0b1c2d3e-4f50-4617-8283-94a5b6c7d8e0",
  userId,
  product: "Google Calendar",
  title: "Google Calendar has stopped, and only you can restart it",
  body: "Google Calendar no longer lets us read this account. What was here stays; changes made since are missing.",
  todo: "Reconnect it: sign in once, and everything since is read.",
  evidence: {},
  occurrences: 1,
  openedAt: "2026-11-21T09:00:00.000Z",
  lastSeenAt: "2026-11-21T09:05:00.000Z",
  acknowledgedAt: null,
  snoozedUntil: null,
  resolvedAt: null,
  resolvedBy: null,
} as const;

export const personHealthContract = contract({
  id: "readPersonHealth",
  method: "GET",
  path: "/api/v1/calendar/monitoring/health/{userId}",
  tag,
  summary: "How a person's accounts are and how many alerts are open. Managers see those of their people",
  access: own,
  rate: "read",
  params: z.object({ userId: z.uuid() }),
  answer: {
    status: 200,
    body: personHealth,
    example: {
      userId,
      status: "degraded",
      timestamp: "2026-11-21T09:05:00.000Z",
      connections: [],
      alerts: { critical: 0, high: 1, medium: 0, low: 0 },
    },
  },
  problems,
});

export const listAlertsContract = contract({
  id: "listAlerts",
  method: "GET",
  path: "/api/v1/calendar/monitoring/alerts/{id}",
  tag,
  summary: "A person's alerts, by the person's id: the open ones first, then those that are over, the newest first",
  access: own,
  rate: "read",
  params: id,
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: { status: 200, body: z.object({ alerts: z.array(alert) }), example: { alerts: [example] } },
  problems,
});

export const listTeamAlertsContract = contract({
  id: "listTeamAlerts",
  method: "GET",
  path: "/api/v1/calendar/monitoring/alerts",
  tag,
  summary: "The open alerts of everybody else in the workspace, the newest first, each with whose it is",
  access: { to: "workspace", role: "manager" },
  rate: "read",
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: {
    status: 200,
    body: z.object({ alerts: z.array(teamAlert) }),
    example: { alerts: [{ ...example, person: { name: "Tomasz Wrona", email: "t.wrona@meridian.test" } }] },
  },
});

export const resolveAlertContract = contract({
  id: "resolveAlert",
  method: "POST",
  path: "/api/v1/calendar/monitoring/alerts/{id}/resolve",
  tag,
  summary: "Say that an alert is over. It is opened again only when its cause ends and comes back, or after a day",
  access: own,
  rate: "write",
  params: id,
  body: z.strictObject({}),
  bodyExample: {},
  isBodyOptional: true,
  answer: {
    status: 200,
    body: alert,
    example: { ...example, state: "resolved", resolvedAt: "2026-11-21T09:06:00.000Z", resolvedBy: userId },
  },
  problems,
});

export const acknowledgeAlertContract = contract({
  id: "acknowledgeAlert",
  method: "POST",
  path: "/api/v1/calendar/monitoring/alerts/{id}/acknowledge",
  tag,
  summary: "Say that somebody looks after it: no more reminders, and nobody else is told",
  access: own,
  rate: "write",
  params: id,
  body: z.strictObject({}),
  bodyExample: {},
  isBodyOptional: true,
  answer: {
    status: 200,
    body: alert,
    example: { ...example, state: "acknowledged", acknowledgedAt: "2026-11-21T09:06:00.000Z" },
  },
  problems,
});

export const snoozeAlertContract = contract({
  id: "snoozeAlert",
  method: "POST",
  path: "/api/v1/calendar/monitoring/alerts/{id}/snooze",
  tag,
  summary: "Hear nothing of an alert for some time; if it is still open then, you are told again",
  access: own,
  rate: "write",
  params: id,
  body: z.strictObject({ minutes: z.int().min(5).max(43_200) }),
  bodyExample: { minutes: 240 },
  answer: {
    status: 200,
    body: alert,
    example: { ...example, state: "snoozed", snoozedUntil: "2026-11-21T13:06:00.000Z" },
  },
  problems,
});
