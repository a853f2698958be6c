import { ProviderError } from "@/core/errors/provider-error";
import type { Recovery } from "@/core/errors/decide-recovery";
import { LeaseLost, type SyncStore } from "@/core/ports/sync-store";
import { decideAfterFailure } from "@/core/sync/decide-run-end";
import { minuteMs } from "@/core/time/wall-time";
import { createCalendarSync, type CalendarSync } from "@/library/calendar-sync";
import type { SyncEnd } from "@/library/sync-end";
import { newId } from "@/lib/ids";
import type { Deps } from "@/server/deps";
import { newTally } from "@/server/resilience/call-tally";
import { withResilience } from "@/server/resilience/with-resilience";
import { getAccess } from "@/server/tokens/get-access";
import type { SyncClaim } from "@/server/work/claim";
import { openSyncStore } from "./sync-store";
import { digest } from "./take-change";

const notConfiguredMs = 15 * minuteMs;

/** One run of one calendar: stores its own end and gives its lease back. */
export async function syncCalendar(deps: Deps, claim: SyncClaim, signal: AbortSignal): Promise<SyncEnd> {
  const tally = newTally();
  try {
    const store = await openSyncStore(deps, claim, { tally });
    const provider = (await deps.providers()).get(claim.provider);
    if (provider === undefined) return await endWithoutProvider(deps, claim.provider, store);
    const where = { workspaceId: claim.workspaceId, connectionId: store.facts.connectionId };
    const place = { ...where, tally, priority: claim.priority };
    return await createCalendarSync({
      ...{ store, digest, now: deps.now, chance: deps.chance, newId: () => newId(deps.random) },
      provider: withResilience(deps, provider, place),
      access: openAccess(deps, where),
    }).sync({ signal });
  } catch (error) {
    if (error instanceof LeaseLost) return { outcome: "lease_lost" };
    throw error;
  }
}

type Where = { readonly workspaceId: string; readonly connectionId: string };

/** The token of the connection, and a newer one than the last after it was refused. */
function openAccess(deps: Deps, where: Where): CalendarSync["access"] {
  let generation: number | null = null;
  const take = async (signal: AbortSignal, refused: { readonly refuse?: number; readonly claims?: string } = {}) => {
    const obtained = await getAccess(deps, where, { signal, ...refused });
    generation = obtained.generation;
    return obtained.access;
  };
  return {
    get: (signal) => take(signal),
    renew: (signal, claims) =>
      take(signal, {
        ...(generation === null ? {} : { refuse: generation }),
        ...(claims === undefined ? {} : { claims }),
      }),
  };
}

/** The provider is not set up in this process. Nobody's calendar is at fault: the operator is told, and it is tried again. */
async function endWithoutProvider(deps: Deps, provider: string, store: SyncStore): Promise<SyncEnd> {
  const now = deps.now();
  const kind = "client_rejected";
  const error = new ProviderError(kind, { provider, operation: "listChanges", reason: "not_configured" });
  const { count } = await store.loadFacts();
  const recovery: Recovery = { do: "alarm_operator", until: new Date(now.getTime() + notConfiguredMs) };
  const { nextSyncAt } = await store.saveFailure({ error, recovery, now }, ({ isProviderOutage }) =>
    decideAfterFailure({ kind, recovery, count, isProviderOutage, now, random: deps.chance }),
  );
  return { outcome: "failed", kind, recovery, nextSyncAt };
}
