import { z } from "zod";

import { contract } from "../contract";

const count = z.number().int().nonnegative();

const cronAnswer = z.object({
  tokens: z.object({ refreshed: count, failed: count }),
  work: z.object({ claimed: count, done: count, failed: count, dead: count, released: count, lost: count }),
  left: z.object({ due: count, oldestDueAt: z.iso.datetime().nullable() }),
  tookMs: count,
});

const example: z.input<typeof cronAnswer> = {
  tokens: { refreshed: 12, failed: 0 },
  work: { claimed: 240, done: 231, failed: 3, dead: 0, released: 6, lost: 0 },
  left: { due: 58, oldestDueAt: "2026-11-21T09:00:00.000Z" },
  tookMs: 45_120,
};

const shared = {
  path: "/api/cron/calendar-sync",
  tag: "Running",
  access: { to: "cron" },
  rate: "probe",
  // Nothing belongs into the address, a secret least of all.
  query: z.strictObject({}),
  answer: { status: 200, body: cronAnswer, example },
} as const;

export const cronSyncContract = contract({
  id: "cronSync",
  method: "GET",
  ...shared,
  summary:
    "Renew tokens and do what is due for as long as the budget lasts; the rest stays due. For a timer, with CRON_SECRET as bearer token",
});

export const cronSyncByPostContract = contract({
  id: "cronSyncByPost",
  method: "POST",
  ...shared,
  summary: "The same as GET, for timers that post",
});
