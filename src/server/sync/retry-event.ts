import type { RemoteChange } from "@/core/ports/calendar-provider";
import { isProviderError, saysItIsGone } from "@/core/errors/provider-error";
import { newId } from "@/lib/ids";
import type { Deps } from "@/server/deps";
import type { Work } from "@/server/work/claim";
import { openCalendar, type OpenCalendar } from "./open-calendar";
import { takeChange } from "./take-change";

/** Asks for one event that was set aside once more. It is taken in, found gone, or stays where it is with one try more. */
export async function retryEvent(deps: Deps, work: Work<"event.retry">, signal: AbortSignal): Promise<void> {
  const { calendarId, remoteId } = work.payload;
  const of = { workspaceId: work.workspaceId, calendarId };
  const calendar = await openCalendar(deps, of, { signal, priority: work.priority });
  if (calendar === null) return;
  const change = await readEvent(calendar, remoteId);
  const now = deps.now();
  const roundId = newId(deps.random);
  await deps.db.inWorkspace(of, (tx) => takeChange(tx, calendar, { change, roundId, now }));
}

/** F45: an event that is not found is gone. */
async function readEvent({ provider, call }: OpenCalendar, remoteId: string): Promise<RemoteChange> {
  try {
    return await call((each) => provider.readEvent(each, remoteId));
  } catch (error) {
    if (!isProviderError(error) || !saysItIsGone(error)) throw error;
    return { kind: "removed", remoteId };
  }
}
