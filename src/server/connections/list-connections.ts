import { providerFacts } from "@/providers/catalog";
import { listCalendarsOf } from "@/server/db/connections/calendars";
import { findConnection, listConnectionsOf, type ConnectionRow } from "@/server/db/connections/connections";
import { findMembershipIdOf } from "@/server/db/people/memberships";
import type { Tx } from "@/server/db/open-database";
import { getDeps, type Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { requireHere, requireSelf, type Caller, type Here } from "@/server/people/person";

import type { ConnectableProviderShape, ConnectionShape, ConnectionsShape } from "./shapes";
import { toConnection } from "./to-shape";

/** A person's own; a manager's look at somebody else's shows states and numbers, no names of calendars. */
export async function listConnections(
  caller: Caller,
  { userId }: { readonly userId?: string | undefined } = {},
): Promise<ConnectionsShape> {
  const person = requireSelf(caller);
  const isOwner = userId === undefined || userId === person.user.id;
  const here = requireHere(person, { role: isOwner ? "member" : "manager" });
  const { workspaceId } = here;
  const of = userId ?? person.user.id;
  const deps = getDeps();
  const connections = await deps.db.inWorkspace(here, async (tx) => {
    if (!isOwner && (await findMembershipIdOf(tx, workspaceId, of)) === null) throw new Problem("not_found");
    return toShapes(tx, here, { rows: await listConnectionsOf(tx, { workspaceId, userId: of }), isOwner });
  });
  return { connections, providers: await listConnectable(deps) };
}

type Listed = { readonly rows: readonly ConnectionRow[]; readonly isOwner: boolean };

async function toShapes(tx: Tx, { workspaceId }: Here, { rows, isOwner }: Listed): Promise<ConnectionShape[]> {
  const calendars = await listCalendarsOf(tx, { workspaceId, connectionIds: rows.map(({ id }) => id) });
  return rows.map((row) =>
    toConnection(row, { calendars: calendars.filter(({ connectionId }) => connectionId === row.id), isOwner }),
  );
}

/** One connection of a person's own. */
export async function readConnection(tx: Tx, here: Here, id: string): Promise<ConnectionShape> {
  const row = await findConnection(tx, { workspaceId: here.workspaceId, id });
  const [shape] = row === null ? [] : await toShapes(tx, here, { rows: [row], isOwner: true });
  if (shape === undefined) throw new Problem("not_found");
  return shape;
}

async function listConnectable(deps: Deps): Promise<ConnectableProviderShape[]> {
  const ready = await deps.providers();
  return providerFacts.map(({ id, party, product, canRevoke, needs }) => ({
    ...{ id, party, product, canRevoke },
    isReady: ready.get(id)?.oauth !== undefined,
    asksFor: [...new Set(needs.map(({ feature }) => feature))],
  }));
}
