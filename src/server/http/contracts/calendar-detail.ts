import { z } from "zod";

import { heldDecision, runDetail, runsQuery, setAside } from "@/server/health/history-shapes";
import { nextMeeting } from "@/server/meetings/shapes";

import { contract } from "../contract";

/** What is one's own is an id of nothing to everybody else, whatever their role. */
const own = { to: "person" } as const;
const id = z.object({ id: z.uuid() });
const tag = "Calendars";
const accepted = z.object({ status: z.literal("accepted") });

export const readRunsContract = contract({
  id: "readRuns",
  method: "GET",
  path: "/api/v1/calendar/calendars/{id}/runs",
  tag,
  summary: "The runs of a calendar, newest first. Managers see those of their people",
  access: own,
  rate: "read",
  params: id,
  query: runsQuery,
  answer: {
    status: 200,
    body: z.object({ runs: z.array(runDetail), nextCursor: z.iso.datetime().nullable() }),
    example: {
      runs: [
        {
          id: "7a1c5e90-2b3d-8f64-9c10-5d4e3f2a1b00",
          at: "2026-11-21T09:00:00.000Z",
          finishedAt: "2026-11-21T09:00:00.840Z",
          trigger: "schedule",
          kind: "incremental",
          outcome: "succeeded",
          durationMs: 840,
          pages: 1,
          added: 1,
          changed: 1,
          removed: 0,
          unchanged: 0,
          quarantined: 0,
          drift: 0,
          driftOf: { missing: 0, extra: 0, stale: 0 },
          calls: 1,
          retries: 0,
          bytes: 2_130,
          code: null,
          requestId: null,
        },
      ],
      nextCursor: null,
    },
  },
  problems: ["no_workspace"],
});

export const readQuarantineContract = contract({
  id: "readQuarantine",
  method: "GET",
  path: "/api/v1/calendar/calendars/{id}/quarantine",
  tag,
  summary: "Events of your calendar that were set aside because they could not be taken in",
  access: own,
  rate: "read",
  params: id,
  answer: {
    status: 200,
    body: z.object({ events: z.array(setAside) }),
    example: {
      events: [
        {
          remoteId: "4v9k2m",
          reason: "unknown_zone",
          field: "start",
          attempts: 1,
          firstSeen: "2026-11-21T08:00:00.000Z",
          lastSeen: "2026-11-21T08:00:00.000Z",
        },
      ],
    },
  },
  problems: ["no_workspace"],
});

export const retrySetAsideContract = contract({
  id: "retrySetAside",
  method: "POST",
  path: "/api/v1/calendar/calendars/{id}/quarantine/{remoteId}/retry",
  tag,
  summary: "Ask the provider once more for an event that was set aside",
  access: own,
  rate: "write",
  params: z.object({ id: z.uuid(), remoteId: z.string().min(1).max(3_072) }),
  body: z.strictObject({}),
  bodyExample: {},
  isBodyOptional: true,
  answer: {
    status: 202,
    body: accepted.extend({ remoteId: z.string() }),
    example: { status: "accepted", remoteId: "4v9k2m" },
  },
  problems: ["no_workspace"],
});

export const decideHeldContract = contract({
  id: "decideHeld",
  method: "POST",
  path: "/api/v1/calendar/calendars/{id}/held",
  tag,
  summary: "Say whether a deletion of most of your calendar is meant; it is read anew before anything is removed",
  access: own,
  rate: "write",
  params: id,
  body: heldDecision,
  bodyExample: { decision: "reject" },
  answer: { status: 202, body: accepted, example: { status: "accepted" } },
  problems: ["no_workspace", "nothing_held"],
});

export const nextMeetingsContract = contract({
  id: "nextMeetings",
  method: "GET",
  path: "/api/v1/calendar/meetings/next",
  tag: "Meetings",
  summary: "Your own meetings of the week ahead, with the links to join",
  access: { to: "workspace", role: "member" },
  rate: "read",
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
  answer: {
    status: 200,
    body: z.object({ meetings: z.array(nextMeeting) }),
    example: {
      meetings: [
        {
          id: "0b1c2d3e-4f50-4617-8283-94a5b6c7d8e0",
          title: "Kick-off with Northwind",
          startsAt: "2026-11-21T10:00:00.000Z",
          endsAt: "2026-11-21T10:30:00.000Z",
          attendeeCount: 4,
          joinUrl: "https://meet.example.test/abc",
          joinService: "Google Meet",
          calendarName: "Alice Berg",
        },
      ],
    },
  },
});
