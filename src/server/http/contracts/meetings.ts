import { z } from "zod";

import { meeting, meetingsQuery, noted, outcomeInput } from "@/server/meetings/shapes";

import { contract } from "../contract";

const tag = "Meetings";
const id = "5d0c1f7a-3b52-4c86-9f0e-2a7c1d0e9b12";

export const listMeetingsContract = contract({
  id: "listMeetings",
  method: "GET",
  path: "/api/v1/meetings",
  tag,
  summary:
    "Your upcoming or past meetings, who comes from outside first. Of their people managers see only that there is one, and its outcome",
  access: { to: "workspace", role: "member" },
  rate: "read",
  query: meetingsQuery,
  answer: {
    status: 200,
    body: z.object({ meetings: z.array(meeting) }),
    example: {
      meetings: [
        {
          id,
          startsAt: "2026-11-20T10:00:00.000Z",
          endsAt: "2026-11-20T10:30:00.000Z",
          state: "scheduled",
          outcome: "held",
          content: {
            title: "Kick-off with Northwind",
            isPrivate: false,
            guests: [{ name: "Victor Hale", email: "victor@northwind.example", isOutside: true }],
            attendeeCount: 2,
            joinUrl: "https://meet.example.test/abc",
            joinService: "Google Meet",
            calendarName: "Alice Berg",
            note: "They start with two teams.",
          },
        },
      ],
    },
  },
  problems: ["not_found"],
});

export const noteOutcomeContract = contract({
  id: "noteOutcome",
  method: "PATCH",
  path: "/api/v1/meetings/{id}",
  tag,
  summary: "Say what became of a meeting of yours, with a short note; null takes it away",
  access: { to: "person" },
  rate: "write",
  params: z.object({ id: z.uuid() }),
  body: outcomeInput,
  bodyExample: { outcome: "held", note: "They start with two teams." },
  answer: { status: 200, body: noted, example: { id, outcome: "held", note: "They start with two teams." } },
  problems: ["no_workspace"],
});
