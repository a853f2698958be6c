import { z } from "zod";

import { bell } from "@/server/notifications/shapes";

import { contract } from "../contract";

const tag = "Notifications";
const own = { to: "person" } as const;

export const readBellContract = contract({
  id: "readBell",
  method: "GET",
  path: "/api/v1/notifications",
  tag,
  summary: "What you were told in Daykeeper, the newest first, and how much of it you have not read",
  access: own,
  rate: "read",
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
  answer: {
    status: 200,
    body: bell,
    example: {
      unread: 1,
      notifications: [
        {
          id: "5b0c1a7e-3a44-4b1e-9a5e-2f7c1d0e9b11",
          kind: "opened",
          at: "2026-11-21T09:00:00.000Z",
          isRead: false,
          alertId: "1f0e9b11-7e3a-4b1e-9a5e-2f7c1d0e9b12",
          ruleId: "connection.needs_reconnecting",
          severity: "high",
          product: "Google Calendar",
          evidence: {},
        },
      ],
    },
  },
  problems: ["no_workspace"],
});

export const markReadContract = contract({
  id: "markRead",
  method: "POST",
  path: "/api/v1/notifications/read",
  tag,
  summary: "Mark as read what you were told up to a moment",
  access: own,
  rate: "write",
  body: z.strictObject({ upTo: z.iso.datetime() }),
  bodyExample: { upTo: "2026-11-21T09:00:00.000Z" },
  answer: { status: 200, body: z.object({ unread: z.number().int() }), example: { unread: 0 } },
  problems: ["no_workspace"],
});
