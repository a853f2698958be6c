import { minuteMs } from "@/core/time/wall-time";
import { changeAlert, findAlert } from "@/server/db/alerts/alerts";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit, type AuditAction } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

import type { AlertShape } from "./shapes";
import { toAlertShape } from "./to-shape";

type Act =
  | { readonly do: "resolve" }
  | { readonly do: "acknowledge" }
  /** It stays open, and nobody is told anything of it until then. */
  | { readonly do: "snooze"; readonly minutes: number };

const actions: Readonly<Record<Act["do"], AuditAction>> = {
  resolve: "alert.resolved",
  acknowledge: "alert.acknowledged",
  snooze: "alert.snoozed",
};

function valuesOf(act: Act, by: string, now: Date) {
  if (act.do === "resolve") return { resolvedAt: now, resolvedBy: by, calmSince: null, nextLookAt: null };
  if (act.do === "acknowledge") return { acknowledgedAt: now, acknowledgedBy: by };
  return { snoozedUntil: new Date(now.getTime() + act.minutes * minuteMs) };
}

/** MON-3. By the person whose account it is, or somebody who looks after them. What is over already stays as it is. */
export async function actOnAlert(deps: Deps, caller: Caller, asked: { id: string; act: Act }): Promise<AlertShape> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const { id, act } = asked;
  const now = deps.now();
  return deps.db.inWorkspace(here, async (tx) => {
    const place = { workspaceId: here.workspaceId, id };
    const found = await findAlert(tx, place);
    const mayAct = found?.userId === person.user.id || includesRole(person.role, "manager");
    if (found === null || !mayAct) throw new Problem("not_found");
    if (found.resolvedAt !== null) return toAlertShape(found, now);
    await changeAlert(tx, place, valuesOf(act, person.user.id, now));
    await recordAudit(tx, {
      ...{ workspaceId: here.workspaceId, actor: actorOf(caller), action: actions[act.do] },
      subject: { kind: "alert", id },
      detail: { rule: found.ruleId },
    });
    const changed = await findAlert(tx, place);
    return toAlertShape(changed ?? found, now);
  });
}
