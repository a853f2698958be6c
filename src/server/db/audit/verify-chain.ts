import { createHash } from "node:crypto";

import type { Tx } from "@/server/db/open-database";

/** A row of audit_log as it was hashed: `detail` is the text PostgreSQL gives for it, not the parsed value. */
export type ChainEntry = {
  readonly workspaceId: string;
  readonly seq: bigint;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly requestId: string | null;
  readonly detail: string;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
};

/** Where a chain ended: the row of audit_chains, or an anchor kept outside of the database at some earlier time. */
export type ChainEnd = { readonly seq: bigint; readonly hash: Uint8Array };

export type ChainFault = {
  readonly seq: bigint;
  /** changed: contents and hash disagree. unlinked: does not follow the row before. missing: a number is skipped, or the end is cut off. */
  readonly kind: "changed" | "unlinked" | "missing" | "not the anchored row";
};

const start: ChainEnd = { seq: 0n, hash: new Uint8Array(32) };
const pageSize = 1_000;
const isSame = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0;
const toField = (value: string | null) => (value === null ? "-" : `${Buffer.byteLength(value)}:${value}`);

/** The same bytes as system.audit_hash in prisma/migrations. */
export function hashEntry(entry: ChainEntry): Uint8Array {
  const fields = [
    entry.workspaceId,
    entry.seq.toString(),
    entry.at.toISOString(),
    entry.actorKind,
    entry.actorId,
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    entry.requestId,
    entry.detail,
  ];
  return createHash("sha256").update(entry.previousHash).update(fields.map(toField).join(",")).digest();
}

function findFaultAt(before: ChainEnd, entry: ChainEntry): ChainFault | null {
  if (entry.seq !== before.seq + 1n) return { seq: before.seq + 1n, kind: "missing" };
  if (!isSame(entry.previousHash, before.hash)) return { seq: entry.seq, kind: "unlinked" };
  return isSame(hashEntry(entry), entry.hash) ? null : { seq: entry.seq, kind: "changed" };
}

/** Checks entries, in the order of their numbers, against what came before them. */
function checkEntries(
  before: ChainEnd,
  entries: readonly ChainEntry[],
  anchors: readonly ChainEnd[],
): ChainFault | ChainEnd {
  let end = before;
  for (const entry of entries) {
    const fault = findFaultAt(end, entry);
    if (fault) return fault;
    if (anchors.some((anchor) => anchor.seq === entry.seq && !isSame(anchor.hash, entry.hash)))
      return { seq: entry.seq, kind: "not the anchored row" };
    end = { seq: entry.seq, hash: entry.hash };
  }
  return end;
}

/** The end that was reached must be the recorded one, and no anchor may lie behind it: a cut-off tail leaves no gap. */
function checkEnd(reached: ChainEnd, recorded: ChainEnd, anchors: readonly ChainEnd[]): ChainFault | null {
  const expected = anchors.reduce((last, anchor) => (anchor.seq > last ? anchor.seq : last), recorded.seq);
  if (reached.seq < expected) return { seq: reached.seq + 1n, kind: "missing" };
  return reached.seq === recorded.seq && isSame(reached.hash, recorded.hash)
    ? null
    : { seq: reached.seq, kind: "unlinked" };
}

export function checkChain(
  entries: readonly ChainEntry[],
  recorded: ChainEnd,
  anchors: readonly ChainEnd[] = [],
): ChainFault | null {
  const reached = checkEntries(start, entries, anchors);
  return "kind" in reached ? reached : checkEnd(reached, recorded, anchors);
}

export function loadEntries(tx: Tx, workspaceId: string, after: bigint): Promise<ChainEntry[]> {
  return tx.$queryRaw<ChainEntry[]>`
    select workspace_id as "workspaceId", seq, at, actor_kind as "actorKind", actor_id as "actorId", action,
      subject_kind as "subjectKind", subject_id as "subjectId", request_id as "requestId", detail::text as detail,
      previous_hash as "previousHash", hash
    from audit_log where workspace_id = ${workspaceId}::uuid and seq > ${after} order by seq limit ${pageSize}`;
}

export async function loadEnd(tx: Tx, workspaceId: string): Promise<ChainEnd> {
  const end = await tx.auditChain.findUnique({ where: { workspaceId } });
  return end ? { seq: end.lastSeq, hash: end.lastHash } : start;
}

/** How the entries and the recorded end of one chain are read. */
export type ChainReader = {
  readonly entries: (after: bigint) => Promise<readonly ChainEntry[]>;
  readonly end: () => Promise<ChainEnd>;
};

export type ChainVerdict = { readonly fault: ChainFault | null; readonly end: ChainEnd };

/**
 * The first fault of a chain, null when it is whole, and how far it goes. Reads it page by page, however long it is,
 * while others go on writing to it: an end is believed when nothing was found behind it afterwards.
 */
export async function verifyChain(read: ChainReader, anchors: readonly ChainEnd[] = []): Promise<ChainVerdict> {
  let recorded = await read.end();
  let reached = start;
  for (;;) {
    const entries = await read.entries(reached.seq);
    const next = checkEntries(reached, entries, anchors);
    if ("kind" in next) return { fault: next, end: reached };
    reached = next;
    if (entries.length > 0) continue;
    const later = reached.seq > recorded.seq ? await read.end() : recorded;
    if (later.seq === recorded.seq) return { fault: checkEnd(reached, recorded, anchors), end: reached };
    recorded = later;
  }
}
