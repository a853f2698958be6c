import { z } from "zod";

import { findDeadWork, listDeadWork, removeDeadWork, reviveWork, type DeadWork } from "@/server/db/work/due-work";
import type { Tx } from "@/server/db/open-database";
import { getDeps } from "@/server/deps";
import type { DeadWorkShape } from "@/server/http/contracts/dead-work";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit, type AuditAction } from "@/server/people/audit-log";
import { requireHere, type Caller } from "@/server/people/person";

const mostListed = 100;

/** Written by us, and read as if it were not. */
const note = z
  .object({ code: z.string(), at: z.iso.datetime().nullable().catch(null) })
  .catch({ code: "unexpected", at: null });

const toShape = ({ id, kind, attempts, lastError, createdAt, deadAt }: DeadWork): DeadWorkShape => ({
  id,
  kind,
  attempts,
  error: note.parse(lastError),
  createdAt: createdAt.toISOString(),
  deadAt: (deadAt ?? createdAt).toISOString(),
});

export async function listDead(caller: Caller): Promise<{ work: DeadWorkShape[] }> {
  const here = requireHere(caller, { role: "admin" });
  const rows = await getDeps().db.inWorkspace(here, (tx) => listDeadWork(tx, here.workspaceId, mostListed));
  return { work: rows.map(toShape) };
}

type Change = (tx: Tx, where: { workspaceId: string; id: string }, now: Date) => Promise<boolean>;

async function change(
  caller: Caller,
  id: string,
  { action, run }: { action: AuditAction; run: Change },
): Promise<void> {
  const here = requireHere(caller, { role: "admin" });
  const { db, now } = getDeps();
  await db.inWorkspace(here, async (tx) => {
    const where = { workspaceId: here.workspaceId, id };
    const found = await findDeadWork(tx, where);
    if (found === null || !(await run(tx, where, now()))) throw new Problem("not_found");
    await recordAudit(tx, {
      workspaceId: here.workspaceId,
      actor: actorOf(caller),
      action,
      subject: { kind: "work", id },
      detail: { kind: found.kind },
    });
  });
}

/** As new, and at once. */
export const replayDead = (caller: Caller, id: string): Promise<void> =>
  change(caller, id, { action: "work.replayed", run: reviveWork });

export const discardDead = (caller: Caller, id: string): Promise<void> =>
  change(caller, id, { action: "work.discarded", run: (tx, where) => removeDeadWork(tx, where) });
