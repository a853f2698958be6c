import { z } from "zod";

import { exportQuery, historyQuery, overseenQuery, oversightQuery } from "@/server/admin/inputs";
import { healthHistory, overseenCalendars, overseenPage, overview } from "@/server/admin/shapes";

import { contract } from "../contract";
import { historyExample, overseenCalendarsExample, overseenExample, overviewExample } from "./oversight-example";

/** Managers and admins of their workspace; instance admins of all or of one. */
const access = { to: "workspace", role: "manager" } as const;
const acting = { to: "workspace", role: "admin" } as const;

export const readOverviewContract = contract({
  id: "readOverview",
  method: "GET",
  path: "/api/v1/admin/health",
  tag: "Admin",
  summary: "How the calendars of your people are, what the machinery does, and what changed last; no contents",
  access,
  rate: "read",
  query: oversightQuery,
  answer: { status: 200, body: overview, example: overviewExample },
  furtherAnswers: [{ status: 304, body: null, description: "Nothing has changed since the ETag of If-None-Match" }],
  problems: ["not_found"],
});

export const listOverseenContract = contract({
  id: "listOverseen",
  method: "GET",
  path: "/api/v1/admin/health/connections",
  tag: "Admin",
  summary: "Connected accounts, by state, provider or a part of a name, page by page",
  access,
  rate: "read",
  query: overseenQuery,
  answer: { status: 200, body: overseenPage, example: overseenExample },
  problems: ["not_found"],
});

export const readOverseenCalendarsContract = contract({
  id: "readOverseenCalendars",
  method: "GET",
  path: "/api/v1/admin/health/connections/{id}/calendars",
  tag: "Admin",
  summary: "How each calendar of an account is, the worst first; neither names nor contents",
  access,
  rate: "read",
  params: z.strictObject({ id: z.uuid() }),
  query: oversightQuery,
  answer: { status: 200, body: overseenCalendars, example: overseenCalendarsExample },
  problems: ["not_found"],
});

export const exportOverseenContract = contract({
  id: "exportOverseen",
  method: "GET",
  path: "/api/v1/admin/health/export",
  tag: "Admin",
  summary: "The same as a table for spreadsheets, with nothing in it that one would run",
  access,
  rate: "secret",
  query: exportQuery,
  answer: {
    status: 200,
    body: z.string(),
    contentType: "text/csv; charset=utf-8",
    example: '"person","email","workspace"\r\n"Alice Berg","alice@meridian.test","Meridian"\r\n',
  },
  problems: ["not_found"],
});

export const readHealthHistoryContract = contract({
  id: "readHealthHistory",
  method: "GET",
  path: "/api/v1/admin/health/history",
  tag: "Admin",
  summary: "How old proofs were and how long runs took, by hour or day",
  access,
  rate: "read",
  query: historyQuery,
  answer: { status: 200, body: healthHistory, example: historyExample },
  problems: ["not_found"],
});

export const remindContract = contract({
  id: "remindPerson",
  method: "POST",
  path: "/api/v1/admin/workspaces/{workspaceId}/connections/{id}/remind",
  tag: "Admin",
  summary: "Remind the person of an account that only they can bring back; once a day, however often it is asked",
  access,
  rate: "write",
  params: z.strictObject({ workspaceId: z.uuid(), id: z.uuid() }),
  answer: { status: 204, body: null },
});

export const decideDeadContract = contract({
  id: "decideDeadWork",
  method: "POST",
  path: "/api/v1/admin/workspaces/{workspaceId}/work/dead/{id}",
  tag: "Admin",
  summary: "Try work that was given up once more, or forget it",
  access: acting,
  rate: "write",
  params: z.strictObject({ workspaceId: z.uuid(), id: z.uuid() }),
  body: z.strictObject({ decision: z.enum(["replay", "discard"]) }),
  bodyExample: { decision: "replay" },
  answer: { status: 204, body: null },
});

export const resetBreakerContract = contract({
  id: "resetBreaker",
  method: "POST",
  path: "/api/v1/admin/workspaces/{workspaceId}/breakers/reset",
  tag: "Admin",
  summary: "Let the next call through at once, to an account or a provider that was left alone",
  access: acting,
  rate: "write",
  params: z.strictObject({ workspaceId: z.uuid() }),
  body: z.strictObject({ key: z.string().min(1).max(200) }),
  bodyExample: { key: "read:2f1e0d3c-4b5a-4687-9716-051423324100" },
  answer: { status: 204, body: null },
});
