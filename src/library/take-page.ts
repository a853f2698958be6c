import type { ChangePage } from "@/core/ports/calendar-provider";
import type { KnownPage, PageSave, SyncFacts } from "@/core/ports/sync-store";
import { recogniseEcho, type OwnWrite } from "@/core/sync/echo";
import { keysOf } from "@/core/sync/known-event";
import { planPage, type PageCounts } from "@/core/sync/plan-page";
import type { Round } from "@/core/sync/round";
import type { CalendarSync } from "./calendar-sync";

type Where = { readonly parts: CalendarSync; readonly facts: SyncFacts; readonly round: Round };

const nothingKnown: KnownPage = { known: [], setAsideIds: new Set(), openWrites: [], cancelledAt: new Map() };

/** What a page means for the mirror. A page without changes asks the store for nothing. */
export async function planNextPage({ parts, facts, round }: Where, page: ChangePage): Promise<PageSave> {
  const { store, provider, digest } = parts;
  const keys = keysOf(page);
  const asked = keys.remoteIds.length + keys.seriesIds.length > 0;
  const { known, setAsideIds, openWrites, cancelledAt } = asked ? await store.loadKnown(keys) : nothingKnown;
  const now = parts.now();
  const { updatedAtOnlyGrows, replacesSeries } = provider.abilities;
  const { zone: calendarZone, meetingsOnly } = facts.calendar;
  const policy = { now, calendarZone, updatedAtOnlyGrows, replacesSeries, meetingsOnly, digest };
  return {
    plan: planPage({ page, known, setAsideIds, cancelledAt, round, policy }),
    proofs: openWrites.length === 0 ? [] : findProofs(page, openWrites),
    now,
  };
}

/** F6: a write whose answer was lost comes back as an event that carries its mark. */
function findProofs({ changes }: ChangePage, openWrites: readonly OwnWrite[]): PageSave["proofs"] {
  return changes.flatMap((change) => {
    if (change.kind !== "event") return [];
    const echo = recogniseEcho(change.event, openWrites);
    if (echo?.kind !== "proof") return [];
    const { remoteId, remoteVersion } = change.event;
    return [{ writeId: echo.write.id, remoteId, remoteVersion }];
  });
}

export function addCounts(sum: PageCounts | null, more: PageCounts): PageCounts {
  if (sum === null) return more;
  const names = Object.keys(more) as (keyof PageCounts)[];
  return Object.fromEntries(names.map((name) => [name, sum[name] + more[name]])) as PageCounts;
}
