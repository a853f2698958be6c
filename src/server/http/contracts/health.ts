import { z } from "zod";

import { health, pastDays } from "@/server/health/shapes";

import { contract } from "../contract";
import { healthExample, pastDaysExample } from "./health-example";

/** Own calendars; of somebody else, or of everybody, for managers and keys: without names of calendars. */
const whose = z.strictObject({ userId: z.union([z.uuid(), z.literal("all")]).optional() });

export const readHealthContract = contract({
  id: "readCalendarHealth",
  method: "GET",
  path: "/api/calendar/health",
  tag: "Health",
  summary: "The health of the calendars, from evidence and at this moment. With If-None-Match it costs next to nothing",
  access: { to: "workspace", role: "member", scope: "health:read" },
  rate: "read",
  query: whose,
  answer: { status: 200, body: health, example: healthExample },
  furtherAnswers: [{ status: 304, body: null, description: "Nothing has changed since the ETag of If-None-Match" }],
  problems: ["not_found"],
});

export const readPastDaysContract = contract({
  id: "readPastDays",
  method: "GET",
  path: "/api/v1/calendar/health/days",
  tag: "Health",
  summary: "The last 90 days of your connections, each day as its worst state that lasted longer than five minutes",
  access: { to: "workspace", role: "member" },
  rate: "read",
  answer: { status: 200, body: pastDays, example: pastDaysExample },
});
