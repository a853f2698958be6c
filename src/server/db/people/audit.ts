import type { Tx } from "@/server/db/open-database";

export type AuditEntry = {
  /** Null: the instance's own chain. */
  readonly workspaceId: string | null;
  readonly actor: { readonly kind: string; readonly id: string | null };
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string | null } | null;
  /** Opaque ids and names of fields only; personal text must be erasable elsewhere. */
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
};

export async function appendAudit(tx: Tx, entry: AuditEntry, now: Date): Promise<void> {
  await tx.$queryRaw`
    select system.append_audit(${entry.workspaceId}::uuid, ${entry.actor.kind}, ${entry.actor.id}, ${entry.action},
      ${entry.subject?.kind ?? null}, ${entry.subject?.id ?? null}, ${JSON.stringify(entry.detail)}::jsonb, ${entry.requestId}, ${now})`;
}

export type AuditRow = {
  readonly seq: bigint;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly detail: unknown;
};

export type AuditFilter = {
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before?: bigint | undefined;
};

/** Newest first. `action` is a whole name or a family: "key" finds key.created and key.revoked. */
export function listAudit(
  tx: Tx,
  filter: AuditFilter & { readonly workspaceId: string },
  limit: number,
): Promise<AuditRow[]> {
  const { workspaceId, actorId, action, from, to, before } = filter;
  return tx.auditEntry.findMany({
    where: {
      workspaceId,
      ...(actorId === undefined ? {} : { actorId }),
      ...(action === undefined ? {} : { OR: [{ action }, { action: { startsWith: `${action}.` } }] }),
      ...(from === undefined && to === undefined ? {} : { at: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
      ...(before === undefined ? {} : { seq: { lt: before } }),
    },
    select: {
      seq: true,
      at: true,
      actorKind: true,
      actorId: true,
      action: true,
      subjectKind: true,
      subjectId: true,
      detail: true,
    },
    orderBy: { seq: "desc" },
    take: limit,
  });
}

/** Names for the ids in the log, of people who are in this workspace and of its keys. Who has left stays an id. */
export async function namesOf(tx: Tx, workspaceId: string, actorIds: readonly string[]): Promise<Map<string, string>> {
  const ids = actorIds.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  const [people, keys] = await Promise.all([
    tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
    tx.apiKey.findMany({ where: { workspaceId, id: { in: ids } }, select: { id: true, name: true } }),
  ]);
  return new Map([...people, ...keys].map(({ id, name }) => [id, name]));
}
