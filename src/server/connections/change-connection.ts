import { listCalendarIds, listReadable } from "@/server/db/connections/calendars";
import { findConnection, lockConnection, pauseConnection } from "@/server/db/connections/connections";
import { stopSyncs } from "@/server/db/connections/sync-states";
import { lockCalendarsOf } from "@/server/db/health/statuses";
import type { Tx } from "@/server/db/open-database";
import { getDeps } from "@/server/deps";
import { recordConnectionHealth } from "@/server/health/record-health";
import { Problem } from "@/server/http/problem";
import { isProviderError } from "@/core/errors/provider-error";
import { factsOf } from "@/core/errors/kinds";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller, type Here, type Person } from "@/server/people/person";
import { planWatching } from "@/server/push/plan-watching";
import { requestSync } from "@/server/sync/request-sync";

import { refreshCalendarList } from "./discover-calendars";
import { canReadEvents } from "./find-missing";
import { readConnection } from "./list-connections";
import type { ConnectionShape } from "./shapes";

/** Locked for the rest of the transaction. Somebody else's is not there. */
async function requireOwn(tx: Tx, { workspaceId }: Here, { person, id }: { person: Person; id: string }) {
  await lockCalendarsOf(tx, { workspaceId, id });
  const row = await findConnection(tx, { workspaceId, id });
  if (row?.userId !== person.user.id || !(await lockConnection(tx, { workspaceId, id })))
    throw new Problem("not_found");
  return row;
}

/** What is paused is not read, and what runs stops; going on asks for everything at once. */
export async function changeConnection(
  caller: Caller,
  id: string,
  { isPaused }: { readonly isPaused: boolean },
): Promise<ConnectionShape> {
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "member" });
  const { workspaceId } = here;
  const deps = getDeps();
  return deps.db.inWorkspace(here, async (tx) => {
    const row = await requireOwn(tx, here, { person, id });
    const where = { workspaceId, connectionId: id };
    const now = deps.now();
    if ((row.pausedAt !== null) !== isPaused) {
      await pauseConnection(tx, { workspaceId, id }, isPaused ? now : null);
      if (isPaused) await stopSyncs(tx, { workspaceId, calendarIds: await listCalendarIds(tx, where) });
      else if (canReadEvents(row))
        await requestSync(tx, {
          ...{ workspaceId, trigger: "manual", priority: 2, now },
          calendarIds: await listReadable(tx, where),
        });
      await planWatching(tx, deps, where);
      await recordConnectionHealth(tx, deps, where);
      await recordAudit(tx, {
        workspaceId,
        actor: actorOf(person),
        action: isPaused ? "connection.paused" : "connection.resumed",
        subject: { kind: "connection", id },
      });
    }
    return readConnection(tx, here, id);
  });
}

/** Looks at once, because somebody has just made a calendar and waits for it. */
export async function discoverNow(caller: Caller, id: string): Promise<ConnectionShape> {
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "member" });
  const { workspaceId } = here;
  const deps = getDeps();
  await deps.db.inWorkspace(here, (tx) => requireOwn(tx, here, { person, id }));
  try {
    await refreshCalendarList(deps, { workspaceId, connectionId: id }, AbortSignal.timeout(20_000));
  } catch (error) {
    if (!isProviderError(error)) throw error;
    const needsPerson = ["auth", "permission"].includes(factsOf(error.kind).is) && error.kind !== "client_rejected";
    throw new Problem(needsPerson ? "connection_needs_you" : "provider_away", { cause: error });
  }
  return deps.db.inWorkspace(here, (tx) => readConnection(tx, here, id));
}
