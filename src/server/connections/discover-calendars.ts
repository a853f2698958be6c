import { planCalendars, type CalendarsPlan, type RemoteCalendar } from "@/core/calendar/plan-calendars";
import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { hourMs } from "@/core/time/wall-time";
import {
  addCalendars,
  listKnownCalendars,
  listReadable,
  retireCalendars,
  updateCalendar,
} from "@/server/db/connections/calendars";
import { findConnection, lockConnection, noteListed, noteMissing } from "@/server/db/connections/connections";
import { createSyncStates, openGap, stopSyncs } from "@/server/db/connections/sync-states";
import { lockCalendarsOf } from "@/server/db/health/statuses";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { recordConnectionHealth } from "@/server/health/record-health";
import { planWatching } from "@/server/push/plan-watching";
import { requestSync } from "@/server/sync/request-sync";
import { getAccess } from "@/server/tokens/get-access";
import { enqueueWork } from "@/server/work/enqueue";
import type { WorkHandler } from "@/server/work/handler";

import { callRules } from "./exchange-grant";
import { canReadEvents } from "./find-missing";
import { findProvider } from "./require-provider";

export type Where = { readonly workspaceId: string; readonly connectionId: string };

/** A calendar that is new or gone is noticed within a working day, at four calls a day. */
const discoverEveryMs = 6 * hourMs;

export const discoverConnection: WorkHandler<"connection.discover"> = (deps, { workspaceId, payload }, signal) =>
  refreshCalendarList(deps, { workspaceId, connectionId: payload.connectionId }, signal);

/**
 * SYN-5. Which calendars the account has now: new ones are added and the sensible chosen, those that are gone retired,
 * those that are back revived. The whole list every time: it is short, and what a delta left out would count as gone.
 */
export async function refreshCalendarList(deps: Deps, where: Where, signal: AbortSignal): Promise<void> {
  const { workspaceId, connectionId } = where;
  const row = await deps.db.inWorkspace(where, (tx) => findConnection(tx, { workspaceId, id: connectionId }));
  if (row === null) return;
  const provider = await findProvider(deps, row.provider, where);
  if (provider === null)
    throw new ProviderError("unavailable", {
      provider: row.provider,
      operation: "listCalendars",
      reason: "not_set_up",
    });
  const listed = await listOrNull(deps, where, { provider, signal });
  await deps.db.inWorkspace(where, (tx) => storeCalendars(tx, deps, { where, provider: row.provider, listed }));
}

type Listing = { readonly provider: CalendarProvider; readonly signal: AbortSignal };

/** Null when the person did not allow it (F40): said on the connection, asked again later, and no failure of ours. */
async function listOrNull(deps: Deps, where: Where, listing: Listing): Promise<readonly RemoteCalendar[] | null> {
  try {
    return await listCalendars(deps, where, listing);
  } catch (error) {
    if (isProviderError(error) && error.kind === "scope_missing") return null;
    throw error;
  }
}

/** TOK-9: a 401 forces one refresh and one repetition. */
async function listCalendars(
  deps: Deps,
  where: Where,
  { provider, signal }: Listing,
): Promise<readonly RemoteCalendar[]> {
  const { access, generation } = await getAccess(deps, where, { signal });
  try {
    return await provider.listCalendars({ ...callRules(signal), access });
  } catch (error) {
    if (!isProviderError(error) || error.kind !== "unauthorized") throw error;
    const again = await getAccess(deps, where, { signal, refuse: generation });
    return provider.listCalendars({ ...callRules(signal), access: again.access });
  }
}

type Found = { readonly where: Where; readonly provider: string; readonly listed: readonly RemoteCalendar[] | null };

async function storeCalendars(tx: Tx, deps: Deps, { where, provider, listed }: Found): Promise<void> {
  const { workspaceId, connectionId } = where;
  await lockCalendarsOf(tx, { workspaceId, id: connectionId });
  if (!(await lockConnection(tx, { workspaceId, id: connectionId }))) return;
  const now = deps.now();
  if (listed === null) await addMissing(tx, where);
  else await applyCalendars(tx, deps, { where, provider, plan: await planFrom(tx, { where, provider, listed }) });
  if (listed !== null) await noteListed(tx, { workspaceId, id: connectionId }, now);
  const dueAt = new Date(now.getTime() + discoverEveryMs);
  await enqueueWork(tx, "connection.discover", { connectionId }, { workspaceId, dueAt });
  await planWatching(tx, deps, where);
  await recordConnectionHealth(tx, deps, where);
}

/** No account is without a calendar: a list without one is an answer gone wrong, not the end of all of them. */
async function planFrom(tx: Tx, { where, provider, listed }: Listed): Promise<CalendarsPlan> {
  const known = await listKnownCalendars(tx, where);
  if (listed.length === 0 && known.some(({ retiredAt }) => retiredAt === null))
    throw new ProviderError("malformed_answer", { provider, operation: "listCalendars", reason: "empty_list" });
  return planCalendars(known, listed);
}

type Listed = { readonly where: Where; readonly provider: string; readonly listed: readonly RemoteCalendar[] };

async function addMissing(tx: Tx, { workspaceId, connectionId: id }: Where): Promise<void> {
  const row = await findConnection(tx, { workspaceId, id });
  if (row === null || row.missingFeatures.includes("list_calendars")) return;
  await noteMissing(tx, { workspaceId, id }, [...row.missingFeatures, "list_calendars"]);
}

type Applied = { readonly where: Where; readonly provider: string; readonly plan: CalendarsPlan };

async function applyCalendars(tx: Tx, deps: Deps, { where, provider, plan }: Applied): Promise<void> {
  const { workspaceId, connectionId } = where;
  const now = deps.now();
  const added = plan.add.length === 0 ? [] : await addCalendars(tx, where, plan.add);
  for (const { id, calendar } of plan.update) await updateCalendar(tx, { workspaceId, id }, calendar);
  await retireCalendars(tx, { workspaceId, ids: plan.retire }, now);
  await stopSyncs(tx, { workspaceId, calendarIds: plan.retire });
  await retireCalendars(tx, { workspaceId, ids: plan.revive }, null);
  const chosen = added.filter(({ isSelected }) => isSelected).map(({ id }) => id);
  await createSyncStates(tx, { workspaceId, calendarIds: chosen }, provider);
  const row = await findConnection(tx, { workspaceId, id: connectionId });
  const readable = new Set(await listReadable(tx, where));
  const calendarIds = [...chosen, ...plan.revive].filter((id) => readable.has(id));
  await openGap(tx, { workspaceId, calendarIds }, now);
  if (row === null || !canReadEvents(row)) return;
  await requestSync(tx, { workspaceId, calendarIds, trigger: "schedule", priority: 2, now });
}
