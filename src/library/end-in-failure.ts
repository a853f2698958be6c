import { decideRecovery } from "@/core/errors/decide-recovery";
import type { ProviderError } from "@/core/errors/provider-error";
import { isProviderError } from "@/core/errors/provider-error";
import { timesTold, type SyncFacts } from "@/core/ports/sync-store";
import { wasRefusedByUs } from "@/core/resilience/refusals";
import { decideAfterFailure } from "@/core/sync/decide-run-end";
import type { CalendarSync } from "./calendar-sync";
import type { Reader } from "./read-page";
import type { SyncEnd } from "./sync-end";

type Run = { readonly parts: CalendarSync; readonly facts: SyncFacts; readonly reader: Reader };

/**
 * What the recovery says, carried out. A cursor that has expired costs this run a full read and no more, if one is
 * allowed now: the cursor stays in its row until that read is stored, so a crash in between begins here again.
 */
export async function endInFailure(
  run: Run,
  error: ProviderError,
  readAgain: ((facts: SyncFacts) => Promise<SyncEnd>) | null,
): Promise<SyncEnd> {
  const { parts, facts, reader } = run;
  const { store, chance } = parts;
  const now = parts.now();
  const recovery = decideRecovery(error, {
    now,
    random: chance,
    subject: "calendar",
    attempt: 1,
    failures: facts.count.failures + 1,
    mayRetry: false,
    isTokenFresh: reader.isTokenFresh(),
    // What was refused before, and taken in between, was not refused twice in a row.
    toldBefore: error.kind === "unauthorized" && reader.hasRead() ? 0 : timesTold(facts, error.kind),
    fullReadsAt: facts.fullReadsAt,
  });
  if (recovery.do === "stop") {
    await store.release(null);
    return { outcome: "aborted" };
  }
  if (recovery.do === "resync_from_scratch" && recovery.at <= now && readAgain !== null) {
    const fromScratch = { ...facts, cursor: null, open: null };
    try {
      return await readAgain(fromScratch);
    } catch (second) {
      if (!isProviderError(second)) throw second;
      return endInFailure({ ...run, facts: fromScratch }, second, null);
    }
  }
  const { kind } = error;
  const end = await store.saveFailure({ error, recovery, now }, ({ isProviderOutage }) =>
    decideAfterFailure({
      ...{ kind, recovery, count: facts.count, now, random: chance },
      isProviderOutage: isProviderOutage || wasRefusedByUs(error),
    }),
  );
  return { outcome: "failed", kind, recovery, nextSyncAt: end.nextSyncAt };
}
