import { isProviderError } from "@/core/errors/provider-error";
import { minuteMs } from "@/core/time/wall-time";
import { keyOfWork } from "@/core/work/catalog";
import { listCalendarIds } from "@/server/db/connections/calendars";
import { endConnection, findConnection, listConnectionsOf, lockConnection } from "@/server/db/connections/connections";
import { forgetWork, keepForRevoking, stopChannels } from "@/server/db/connections/grants";
import { deleteMirror, forgetCursors, stopSyncs } from "@/server/db/connections/sync-states";
import { lockCalendarsOf } from "@/server/db/health/statuses";
import type { Tx } from "@/server/db/open-database";
import { getDeps, type Deps } from "@/server/deps";
import { recordCalendarHealth } from "@/server/health/record-health";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit, type Actor } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";
import { enqueueWork } from "@/server/work/enqueue";

import { closeChannels } from "./close-channels";
import { endGrant } from "./revoke";
import type { DisconnectedShape } from "./shapes";

/** As long as a person waits for it; after that it goes on in the background. */
const patienceMs = 3_000;

type Where = { readonly workspaceId: string; readonly connectionId: string };
type Ending = { readonly provider: string; readonly keepEvents: boolean; readonly actor: Actor };

/** TOK-12. A person's own; an admin ends anybody's. */
export async function disconnect(caller: Caller, id: string, keepEvents: boolean): Promise<DisconnectedShape> {
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "member" });
  const { workspaceId } = here;
  const deps = getDeps();
  const row = await deps.db.inWorkspace(here, (tx) => findConnection(tx, { workspaceId, id }));
  const isAllowed = row?.userId === person.user.id || includesRole(person.role, "admin");
  if (row === null || !isAllowed) throw new Problem("not_found");
  return endOne(
    deps,
    { workspaceId, connectionId: id },
    { provider: row.provider, keepEvents, actor: actorOf(person) },
  );
}

type Person = { readonly workspaceId: string; readonly userId: string };

/** While there are still tokens to ask with. Leaves everything else as it is. */
export async function closeChannelsOf(deps: Deps, { workspaceId, userId }: Person): Promise<void> {
  const rows = await deps.db.inWorkspace({ workspaceId }, (tx) => listConnectionsOf(tx, { workspaceId, userId }));
  for (const { id, provider } of rows) await closeChannels(deps, { workspaceId, connectionId: id }, provider);
}

/**
 * Of somebody who leaves the workspace nothing is read any more, and nothing stays, from the same transaction on in which
 * they leave. What is left to do at the providers is answered for `revokeAll`, and planned in case nobody comes to that.
 */
export async function endAllOf(tx: Tx, deps: Deps, { actor, ...of }: Person & { actor: Actor }): Promise<Where[]> {
  const ended: Where[] = [];
  for (const { id, provider } of await listConnectionsOf(tx, of)) {
    const where = { workspaceId: of.workspaceId, connectionId: id };
    await endHere(tx, deps, { where, ending: { provider, keepEvents: false, actor } });
    ended.push(where);
  }
  return ended;
}

export async function revokeAll(deps: Deps, ended: readonly Where[]): Promise<void> {
  for (const where of ended) await revokeNow(deps, where);
}

/** Revoking is planned in the transaction that ends the connection, and tried at once: a crash in between loses nothing. */
export async function endOne(deps: Deps, where: Where, ending: Ending): Promise<DisconnectedShape> {
  await closeChannels(deps, where, ending.provider);
  const removedEvents = await deps.db.inWorkspace({ workspaceId: where.workspaceId }, (tx) =>
    endHere(tx, deps, { where, ending }),
  );
  return { revoked: await revokeNow(deps, where), removedEvents };
}

/** Without a person: row security would leave the events of somebody else where they are. */
async function endHere(tx: Tx, deps: Deps, { where, ending }: { where: Where; ending: Ending }): Promise<number> {
  const { workspaceId, connectionId } = where;
  const { keepEvents, actor, provider } = ending;
  const now = deps.now();
  await lockCalendarsOf(tx, { workspaceId, id: connectionId });
  if (!(await lockConnection(tx, { workspaceId, id: connectionId }))) throw new Problem("not_found");
  const calendarIds = await listCalendarIds(tx, where);
  await stopSyncs(tx, { workspaceId, calendarIds });
  if (!keepEvents) await forgetCursors(tx, { workspaceId, calendarIds });
  const removed = keepEvents ? 0 : await deleteMirror(tx, { workspaceId, calendarIds });
  await stopChannels(tx, where, now);
  await endConnection(tx, { workspaceId, id: connectionId }, now);
  for (const calendarId of calendarIds) await recordCalendarHealth(tx, deps, { workspaceId, calendarId });
  await keepForRevoking(tx, where);
  const over = ["connection.discover", "connection.refresh_token", "connection.watch"] as const;
  await forgetWork(
    tx,
    workspaceId,
    over.map((name) => keyOfWork(name, { connectionId })),
  );
  const dueAt = new Date(now.getTime() + minuteMs);
  await enqueueWork(tx, "connection.revoke", { connectionId }, { workspaceId, dueAt });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: "connection.disconnected",
    subject: { kind: "connection", id: connectionId },
    detail: { provider, keptEvents: keepEvents, removedEvents: removed },
  });
  return removed;
}

async function revokeNow(deps: Deps, where: Where): Promise<DisconnectedShape["revoked"]> {
  const { workspaceId, connectionId } = where;
  try {
    const revoked = await endGrant(deps, where, AbortSignal.timeout(patienceMs));
    await deps.db.inWorkspace({ workspaceId }, (tx) =>
      forgetWork(tx, workspaceId, [keyOfWork("connection.revoke", { connectionId })]),
    );
    return revoked;
  } catch (error) {
    if (!isProviderError(error)) throw error;
    deps.log.warn("A grant could not be revoked yet; it is tried again in the background", { err: error, ...where });
    return "later";
  }
}
