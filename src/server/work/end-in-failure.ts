import { isProviderError } from "@/core/errors/provider-error";
import { backoffMs } from "@/core/resilience/backoff";
import { workCatalog, type WorkKind } from "@/core/work/catalog";
import { decideAfterFailure, type AfterFailure } from "@/core/work/decide-after-failure";
import { buryWork, countSameFailures, crashedCode, putOffWork, type FailureNote } from "@/server/db/work/due-work";
import { putOffSync, setSyncAside } from "@/server/db/work/failed-syncs";
import type { Deps } from "@/server/deps";
import { recordCalendarHealth } from "@/server/health/record-health";

import { isSync, type Claim, type HeldSync, type HeldWork } from "./claim";

/** Names only: what a provider or a bug writes into a message may quote contents. */
function toNote(error: unknown, at: Date): FailureNote {
  const when = { at: at.toISOString() };
  if (!isProviderError(error))
    return { code: "unexpected", name: error instanceof Error ? error.name : "unknown", ...when };
  const { provider, operation, status, reason } = error.facts;
  return {
    code: error.kind,
    provider,
    operation,
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
    ...when,
  };
}

/** Nobody can do what it says: written by other code, or damaged. */
export class UnreadablePayload extends Error {
  override readonly name = "UnreadablePayload";
}

type Ended = "failed" | "dead" | "lost";

async function endWork(deps: Deps, { work, ...row }: HeldWork, error: unknown): Promise<Ended> {
  const now = deps.now();
  const note = toNote(error, now);
  return deps.db.inWorkspace(row, async (tx): Promise<Ended> => {
    const toldBefore = await countSameFailures(tx, row, note.code);
    const { attempts, outlasts }: WorkKind = workCatalog[work.name];
    const history = { failed: work.failures, toldBefore, mostAttempts: attempts, outlasts };
    const after: AfterFailure =
      error instanceof UnreadablePayload
        ? { do: "dead_letter" }
        : decideAfterFailure(isProviderError(error) ? error : null, history, { now, random: deps.chance });
    const told = { ...note, times: toldBefore + 1 };
    const isHeld = await (after.do === "dead_letter"
      ? buryWork(tx, row, { at: now, note: told })
      : putOffWork(tx, row, { ...after, note: told }));
    if (!isHeld) return "lost";
    return after.do === "dead_letter" ? "dead" : "failed";
  });
}

/** A sync says how it ended by itself; what it throws is a bug or a database that was away. It must not spin. */
async function endSync(deps: Deps, { sync, ...row }: HeldSync, error: unknown): Promise<Ended> {
  const now = deps.now();
  const isHeld = await deps.db.inWorkspace(row, (tx) =>
    putOffSync(tx, row, {
      note: toNote(error, now),
      at: (failures) => new Date(now.getTime() + backoffMs(failures, deps.chance)),
    }),
  );
  deps.log.debug("A sync was put off", { calendarId: sync.calendarId, isHeld });
  return isHeld ? "failed" : "lost";
}

/** Writes that it failed and when it is tried again, or that it is a dead letter. */
export function endInFailure(deps: Deps, claim: Claim, error: unknown): Promise<Ended> {
  return isSync(claim) ? endSync(deps, claim, error) : endWork(deps, claim, error);
}

/** F11. What took its process with it three times in a row is not run a fourth time: a person looks at it first. */
export async function setAside(deps: Deps, claim: Claim): Promise<Ended> {
  const now = deps.now();
  const note = { code: crashedCode, at: now.toISOString() };
  const { workspaceId } = claim;
  const isHeld = await deps.db.inWorkspace({ workspaceId }, async (tx) => {
    if (!isSync(claim)) return buryWork(tx, claim, { at: now, note });
    const isSetAside = await setSyncAside(tx, claim, { at: now, note });
    if (isSetAside) await recordCalendarHealth(tx, deps, { workspaceId, calendarId: claim.id });
    return isSetAside;
  });
  if (isHeld)
    deps.log.error("Set aside: its process died three times in a row", { kind: claim.name, id: claim.id, workspaceId });
  return isHeld ? "dead" : "lost";
}
