import { z } from "zod";

import type { ChainEnd } from "@/server/db/audit/verify-chain";

/** Where each chain ended at some time, kept where whoever could rewrite the database cannot reach. */
export type Anchors = ReadonlyMap<string, readonly ChainEnd[]>;

const lineShape = z.object({
  workspaceId: z.uuid(),
  seq: z.string().regex(/^\d{1,18}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A line for each end, so that a file of them grows by appending. Throws on a line that says nothing of the kind. */
export function readAnchors(text: string): Anchors {
  const anchors = new Map<string, ChainEnd[]>();
  for (const line of text.split("\n").filter((each) => each.trim() !== "")) {
    const { workspaceId, seq, hash } = lineShape.parse(JSON.parse(line));
    const end = { seq: BigInt(seq), hash: Uint8Array.from(Buffer.from(hash, "hex")) };
    anchors.set(workspaceId, [...(anchors.get(workspaceId) ?? []), end]);
  }
  return anchors;
}

export const writeAnchor = (workspaceId: string, { seq, hash }: ChainEnd): string =>
  `${JSON.stringify({ workspaceId, seq: seq.toString(), hash: Buffer.from(hash).toString("hex") })}\n`;
