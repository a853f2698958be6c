import { appendAudit } from "@/server/db/people/audit";
import type { Tx } from "@/server/db/open-database";
import type { Where } from "@/server/db/tokens/credentials";
import type { AuditAction } from "@/server/people/audit-log";

type Entry = {
  readonly where: Where;
  readonly action: Extract<AuditAction, `connection.access_${string}`>;
  readonly now: Date;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** What befell a grant, told by the system, in the transaction that noticed it. */
export function recordTokenAudit(tx: Tx, { where, action, now, detail = {} }: Entry): Promise<void> {
  const { workspaceId, connectionId } = where;
  return appendAudit(
    tx,
    {
      workspaceId,
      actor: { kind: "system", id: null },
      action,
      subject: { kind: "connection", id: connectionId },
      detail,
      requestId: null,
    },
    now,
  );
}
