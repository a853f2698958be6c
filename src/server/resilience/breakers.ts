import { askBreaker, closedBreaker, nextBreakerState, type Breaker } from "@/core/resilience/circuit-breaker";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import { ProviderError } from "@/core/errors/provider-error";
import { refusals } from "@/core/resilience/refusals";

import type { BreakerRow } from "../db/resilience/admit-calls";
import { ensureBreaker, lockBreaker, removeBreaker, saveBreaker, type BreakerPlace } from "../db/resilience/breakers";
import type { Tx } from "../db/open-database";
import type { Setting } from "./operation";

/** How an operation ended, for its breaker. `neither` says nothing of the other side's health. */
export type End = { readonly is: "success" | "failure" | "neither"; readonly cause: ProviderErrorKind | null };

/**
 * RES-3. Asks the breaker whose state came along with the admission. Closed costs nothing more; of all processes that
 * find its time over, the one that is first probes. Says whether this operation is the probe.
 */
export async function passBreaker(setting: Setting, row: BreakerRow): Promise<boolean> {
  if (toBreaker(row).state === "closed") return false;
  const place = placeOf(setting);
  if (place === null) return false;
  const { deps } = setting;
  const now = deps.now();
  const answer = await deps.db.inWorkspace(place, async (tx) => {
    const found = await lockBreaker(tx, place);
    const asked = askBreaker(found === null ? closedBreaker : toBreaker(found), now);
    if (asked.allowed && asked.isProbe) await keep(tx, place, { breaker: asked.breaker, cause: null, now });
    return asked;
  });
  if (!answer.allowed) throw refuse(setting, answer.retryAt.getTime() - now.getTime());
  return answer.isProbe;
}

/** Takes the end of the operation. Nothing is written while all is well; of the failures, the last one opens it. */
export async function tellBreaker(setting: Setting, row: BreakerRow, end: End): Promise<void> {
  const place = placeOf(setting);
  const wasWell = row.state === "closed" && row.failures === 0;
  if (place === null || (end.is === "success" && wasWell)) return;
  if (end.is === "neither" && row.state === "closed") return;
  const { deps } = setting;
  const now = deps.now();
  await deps.db.inWorkspace(place, async (tx) => {
    if (end.is === "failure") await ensureBreaker(tx, place, now);
    const found = await lockBreaker(tx, place);
    if (found === null) return;
    const breaker = nextBreakerState(toBreaker(found), end.is, { now });
    await keep(tx, place, { breaker, cause: end.cause, now });
    if (breaker.state === "open" && found.state === "closed")
      deps.log.warn("An endpoint failed again and again: it is left alone for a while", { ...place, cause: end.cause });
  });
}

/** By hand, in the caller's transaction: the next call goes through. Says whether it was anything but closed. */
export const resetBreaker = (tx: Tx, which: { readonly workspaceId: string; readonly key: string }): Promise<boolean> =>
  removeBreaker(tx, which);

type Keeping = { readonly breaker: Breaker; readonly cause: string | null; readonly now: Date };

async function keep(tx: Tx, place: BreakerPlace, { breaker, cause, now }: Keeping): Promise<void> {
  if (breaker.state === "closed" && breaker.failures === 0) await removeBreaker(tx, place);
  else await saveBreaker(tx, place, { row: fromBreaker(breaker), cause, now });
}

function placeOf({ provider, place, operation }: Setting): BreakerPlace | null {
  const { workspaceId, connectionId } = place;
  if (connectionId === null) return null;
  return { workspaceId, connectionId, provider: provider.id, key: `${operation.endpointClass}:${connectionId}` };
}

function toBreaker(row: BreakerRow): Breaker {
  const { state, failures, opened_at: openedAt, open_until: until, probe_until: probeUntil } = row;
  if (state === "open" && openedAt !== null && until !== null) return { state, openedAt, until };
  if (state === "half_open" && openedAt !== null && probeUntil !== null) return { state, openedAt, probeUntil };
  return { state: "closed", failures };
}

function fromBreaker(breaker: Breaker): BreakerRow {
  const nothing = { failures: 0, opened_at: null, open_until: null, probe_until: null };
  if (breaker.state === "closed") return { ...nothing, ...breaker };
  const row = { ...nothing, state: breaker.state, opened_at: breaker.openedAt };
  return breaker.state === "open" ? { ...row, open_until: breaker.until } : { ...row, probe_until: breaker.probeUntil };
}

function refuse({ provider, operation }: Setting, retryAfterMs: number): ProviderError {
  return new ProviderError("unavailable", {
    ...{ provider: provider.id, operation: operation.name, reason: refusals.breakerOpen, retryAfterMs },
  });
}
