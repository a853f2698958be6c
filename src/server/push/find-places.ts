import { providerFacts, type ProviderFacts } from "@/providers/catalog";
import { findMembershipIdOf } from "@/server/db/people/memberships";
import {
  listChannelsOf,
  listWatchable,
  type OfPerson,
  type OwnChannelRow,
  type WatchableRow,
} from "@/server/db/push/of-person";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

/** Where a channel is or should be: one calendar, or a whole account. */
export type Place = {
  readonly connection: WatchableRow;
  readonly facts: ProviderFacts;
  readonly calendarId: string | null;
  readonly channel: OwnChannelRow | null;
};

export type WhosePush = { readonly userId: string; readonly connectionId?: string | undefined };
export type PushVisit = { readonly deps: Deps; readonly caller: Caller; readonly whose: WhosePush };

/** One's own, or as a manager those of somebody in the workspace. Somebody else's are not there. */
export function requirePush({ caller, whose }: PushVisit): OfPerson {
  const person = requireSelf(caller);
  const { workspaceId } = requireHere(person, { role: "member" });
  const { userId } = whose;
  if (userId !== person.user.id && !includesRole(person.role, "manager")) throw new Problem("not_found");
  return { workspaceId, ...whose };
}

/** WHK-6: nothing of push for somebody who has connected nothing. */
export async function findPlaces(tx: Tx, of: OfPerson): Promise<Place[]> {
  if ((await findMembershipIdOf(tx, of.workspaceId, of.userId)) === null) throw new Problem("not_found");
  const connections = await listWatchable(tx, of);
  const channels = await listChannelsOf(
    tx,
    of.workspaceId,
    connections.map(({ id }) => id),
  );
  const places = connections.flatMap((connection) => placesOf(connection, channels));
  if (places.length === 0) throw new Problem("not_found");
  return places;
}

function placesOf(connection: WatchableRow, channels: readonly OwnChannelRow[]): Place[] {
  const facts = providerFacts.find(({ id }) => id === connection.provider);
  if (facts === undefined) return [];
  const mine = channels.filter(({ calendar }) => calendar.connectionId === connection.id);
  const base = { connection, facts };
  if (facts.push.covers === "account")
    return connection.calendars.length === 0 ? [] : [{ ...base, calendarId: null, channel: mine[0] ?? null }];
  return connection.calendars.map(({ id }) => ({
    ...base,
    calendarId: id,
    channel: mine.find(({ calendarId }) => calendarId === id) ?? null,
  }));
}
