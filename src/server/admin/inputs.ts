import { z } from "zod";

import { healthStates } from "@/server/health/shapes";

/** "act": a person must; "trouble": everything that does not work, and nobody paused. */
const overseenStates = ["act", "trouble", ...healthStates] as const;
const overseenSorts = ["worst", "newest", "person"] as const;

export const oversightQuery = z.strictObject({ workspaceId: z.uuid().optional() });

const filter = {
  workspaceId: z.uuid().optional(),
  provider: z.string().min(1).max(40).optional(),
  state: z.enum(overseenStates).optional(),
  /** Part of a name, of an address or of the name of a workspace. */
  q: z.string().trim().min(1).max(100).optional(),
  sort: z.enum(overseenSorts).default("worst"),
};

export const overseenQuery = z.strictObject({
  ...filter,
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type OverseenQuery = z.output<typeof overseenQuery>;

export const exportQuery = z.strictObject(filter);
export type ExportQuery = z.output<typeof exportQuery>;

const historyRanges = ["24h", "7d", "90d"] as const;
export const historyQuery = z.strictObject({
  workspaceId: z.uuid().optional(),
  provider: z.string().min(1).max(40).optional(),
  range: z.enum(historyRanges).default("24h"),
});
export type HistoryQuery = z.output<typeof historyQuery>;
