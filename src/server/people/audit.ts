import { listAudit, namesOf, type AuditRow } from "@/server/db/people/audit";
import { getDeps } from "@/server/deps";

import type { AuditQuery } from "./inputs";
import { requireHere, type Caller } from "./person";
import type { AuditShape } from "./shapes";

function toEntry(row: AuditRow, names: ReadonlyMap<string, string>): AuditShape {
  return {
    id: String(row.seq),
    at: row.at.toISOString(),
    actor: {
      kind: row.actorKind as AuditShape["actor"]["kind"],
      id: row.actorId,
      name: names.get(row.actorId ?? "") ?? null,
    },
    action: row.action,
    subject: row.subjectKind === null ? null : { kind: row.subjectKind, id: row.subjectId },
    detail: row.detail as AuditShape["detail"],
  };
}

export async function readAudit(
  caller: Caller,
  query: AuditQuery,
): Promise<{ entries: AuditShape[]; nextCursor: string | null }> {
  const here = requireHere(caller, { role: "admin", scope: "audit:read" });
  const { actor, action, from, to, cursor, limit } = query;
  const filter = {
    workspaceId: here.workspaceId,
    actorId: actor,
    action,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    before: cursor === undefined ? undefined : BigInt(cursor),
  };
  return getDeps().db.inWorkspace(here, async (tx) => {
    const rows = await listAudit(tx, filter, limit + 1);
    const page = rows.slice(0, limit);
    const ids = [...new Set(page.map(({ actorId }) => actorId).filter((id) => id !== null))];
    const names = await namesOf(tx, here.workspaceId, ids);
    return {
      entries: page.map((row) => toEntry(row, names)),
      nextCursor: rows.length > limit ? String(page.at(-1)?.seq) : null,
    };
  });
}
