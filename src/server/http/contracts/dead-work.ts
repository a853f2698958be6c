import { z } from "zod";

import { contract } from "../contract";

const id = z.strictObject({ id: z.uuid() });

const deadWork = z.object({
  id: z.uuid(),
  kind: z.string(),
  attempts: z.number().int(),
  /** Names of the failure, never what a provider wrote. */
  error: z.object({ code: z.string(), at: z.iso.datetime().nullable() }),
  createdAt: z.iso.datetime(),
  deadAt: z.iso.datetime(),
});
export type DeadWorkShape = z.infer<typeof deadWork>;

const example: DeadWorkShape = {
  id: "0b4f8a52-1c1e-4f0e-9d55-6a1f0e7c2d10",
  kind: "connection.discover",
  attempts: 8,
  error: { code: "unavailable", at: "2026-11-21T09:00:00.000Z" },
  createdAt: "2026-11-21T08:40:00.000Z",
  deadAt: "2026-11-21T09:00:00.000Z",
};

export const listDeadWorkContract = contract({
  id: "listDeadWork",
  method: "GET",
  path: "/api/v1/admin/work/dead",
  tag: "Workspace",
  summary: "Work that was given up and waits for somebody to look at it, the newest first, at most 100",
  access: { to: "workspace", role: "admin" },
  rate: "read",
  answer: { status: 200, body: z.object({ work: z.array(deadWork) }), example: { work: [example] } },
});

export const replayDeadWorkContract = contract({
  id: "replayDeadWork",
  method: "POST",
  path: "/api/v1/admin/work/dead/{id}/replay",
  tag: "Workspace",
  summary: "Try it once more from the beginning, at once",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  params: id,
  answer: { status: 204, body: null },
});

export const discardDeadWorkContract = contract({
  id: "discardDeadWork",
  method: "DELETE",
  path: "/api/v1/admin/work/dead/{id}",
  tag: "Workspace",
  summary: "Forget it: it will not be done",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  params: id,
  answer: { status: 204, body: null },
});
