import { removeBreaker } from "@/server/db/resilience/breakers";
import { setProviderTrouble } from "@/server/db/resilience/note-calls";
import { addReminder, findWaiting } from "@/server/db/admin/reminders";
import { findDeadWork, removeDeadWork, reviveWork } from "@/server/db/work/due-work";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import type { Caller } from "@/server/people/person";

import { requireOversight, type Overseer } from "./oversight";

type InWorkspace = { readonly workspaceId: string };
type Doing = { readonly tx: Tx; readonly overseer: Overseer; readonly now: Date };

/** Looking is for managers; what is done to others' work is for admins, and stands in the audit log. */
async function actIn(
  { db, now }: Deps,
  overseer: Overseer,
  { workspaceId, run }: InWorkspace & { readonly run: (doing: Doing) => Promise<void> },
): Promise<void> {
  const scope = { workspaceId, userId: overseer.viewerId };
  await db.inWorkspace(scope, (tx) => run({ tx, overseer, now: now() }));
}

function requireActor(caller: Caller, workspaceId: string): Overseer {
  const overseer = requireOversight(caller, workspaceId);
  if (!overseer.mayAct) throw new Problem("not_allowed");
  return overseer;
}

/** Puts a word into the person's bell: their calendar waits for them. Once a day, however often it is asked for. */
export async function remind(deps: Deps, caller: Caller, which: InWorkspace & { connectionId: string }): Promise<void> {
  const { workspaceId, connectionId } = which;
  const overseer = requireOversight(caller, workspaceId);
  await actIn(deps, overseer, {
    workspaceId,
    run: async ({ tx, now }) => {
      const found = await findWaiting(tx, which);
      if (found === null) throw new Problem("not_found");
      const day = now.toISOString().slice(0, 10);
      if (!(await addReminder(tx, { ...which, ...found, day, by: overseer.viewerId }, now))) return;
      await recordAudit(tx, {
        workspaceId,
        actor: actorOf(caller),
        action: "connection.reminded",
        subject: { kind: "connection", id: connectionId },
      });
    },
  });
}

type DeadWork = InWorkspace & { readonly id: string };
const endings = {
  replay: { action: "work.replayed", run: (tx: Tx, which: DeadWork, now: Date) => reviveWork(tx, which, now) },
  discard: { action: "work.discarded", run: (tx: Tx, which: DeadWork) => removeDeadWork(tx, which) },
} as const;

/** The same as in one's own workspace, in any that one oversees. */
export async function decideDead(
  deps: Deps,
  caller: Caller,
  { decision, ...which }: DeadWork & { readonly decision: keyof typeof endings },
): Promise<void> {
  const { action, run } = endings[decision];
  await actIn(deps, requireActor(caller, which.workspaceId), {
    workspaceId: which.workspaceId,
    run: async ({ tx, now }) => {
      const found = await findDeadWork(tx, which);
      if (found === null || !(await run(tx, which, now))) throw new Problem("not_found");
      await recordAudit(tx, {
        workspaceId: which.workspaceId,
        actor: actorOf(caller),
        action,
        subject: { kind: "work", id: which.id },
        detail: { kind: found.kind },
      });
    },
  });
}

const ofProvider = "provider:";

/** The next call goes through at once. A provider's own breaker is the instance's, and ends with its transition. */
export async function resetBreakerOf(deps: Deps, caller: Caller, which: InWorkspace & { key: string }): Promise<void> {
  const { workspaceId, key } = which;
  await actIn(deps, requireActor(caller, workspaceId), {
    workspaceId,
    run: async ({ tx, now }) => {
      const isProvider = workspaceId === instanceWorkspaceId && key.startsWith(ofProvider);
      const trouble = { provider: key.slice(ofProvider.length), since: null, cause: "reset_by_person" };
      const changed = await (isProvider ? setProviderTrouble(tx, trouble, now) : removeBreaker(tx, which));
      if (!changed) throw new Problem("not_found");
      await recordAudit(tx, {
        workspaceId,
        actor: actorOf(caller),
        action: "breaker.reset",
        subject: { kind: "breaker", id: key },
      });
    },
  });
}
