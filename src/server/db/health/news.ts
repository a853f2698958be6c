import pg from "pg";

import type { Tx } from "@/server/db/open-database";
import type { Listening } from "@/server/db/work/listen";

const channel = "daykeeper_news";

type Whose = { readonly workspaceId: string; readonly userId: string };

/**
 * Says whose calendars have something new, when this transaction is committed. Only where something changed: a notification
 * costs every commit that makes one.
 */
export async function announceNews(tx: Tx, { workspaceId, userId }: Whose): Promise<void> {
  await tx.$queryRaw`select pg_notify(${channel}, ${`${workspaceId} ${userId}`})::text`;
}

/** The same, to whoever owns the calendar. */
export async function announceNewsOf(
  tx: Tx,
  { workspaceId, calendarId }: { readonly workspaceId: string; readonly calendarId: string },
): Promise<void> {
  await tx.$queryRaw`
    select pg_notify(${channel}, n.workspace_id || ' ' || n.user_id)::text from calendars c
    join connections n on n.workspace_id = c.workspace_id and n.id = c.connection_id
    where c.workspace_id = ${workspaceId}::uuid and c.id = ${calendarId}::uuid`;
}

/** Hears whose calendars have something new, and nothing about it. A connection of its own; behind a pooler nothing is heard. */
export async function listenForNews(url: string, onNews: (whose: string) => void): Promise<Listening> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 5_000 });
  const ended = Promise.withResolvers<undefined>();
  const end = () => {
    ended.resolve(undefined);
  };
  client.on("error", end);
  client.on("end", end);
  client.on("notification", ({ payload }) => {
    onNews(payload ?? "");
  });
  await client.connect();
  await client.query("listen daykeeper_news");
  return { ended: ended.promise, close: () => client.end() };
}
