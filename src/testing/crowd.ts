// Many accounts of many people in a workspace of their own, in the states that a large team is in. They are paused and
// have no calendars, so that no worker takes them up and their recorded states stay as they are.
import { randomBytes } from "node:crypto";

import type { Database } from "@/server/db/open-database";

import { createPerson, createWorkspace } from "./cast";

export type Crowd = { readonly name: string; readonly accounts: number; readonly provider: string; readonly at: Date };

/** One in two hundred waits for its person, the last of all among them; two in a hundred are late. */
export async function makeCrowd(db: Database, { name, accounts, provider, at }: Crowd): Promise<string> {
  const workspaceId = await createWorkspace(db, await createPerson(db, name), name);
  const people = await createPeople(db, accounts, at);
  await db.outsideWorkspace(
    (tx) => tx.$executeRaw`
      select system.add_member(${workspaceId}::uuid, id, 'member', ${at}) from unnest(${people}::uuid[]) id`,
  );
  await db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.$executeRaw`
      insert into connections (workspace_id, user_id, provider, remote_account_id, granted_scopes, paused_at, connected_at,
        status, status_cause, status_since, auth_status, last_error)
      select ${workspaceId}::uuid, id, ${provider}, 'account ' || n, '{}', ${at}, ${at},
        case when n % 200 = 0 then 'needs_reconnecting' when n % 50 = 1 then 'late' else 'healthy' end,
        case when n % 200 = 0 then 'access_ended' when n % 50 = 1 then 'overdue' else 'proven' end,
        ${at}::timestamptz - n * interval '1 second',
        case when n % 200 = 0 then 'needs_reauth' else 'active' end,
        case when n % 200 = 0 then '{"code": "grant_lost", "category": "reauth"}'::jsonb end
      from unnest(${people}::uuid[]) with ordinality as p (id, n)`;
    await tx.$executeRaw`
      insert into credentials (workspace_id, connection_id, kind, key_id, access_token, refresh_token, access_expires_at)
      select workspace_id, id, 'oauth', 'k1', 'sealed', 'sealed', ${at}::timestamptz + interval '10 years' from connections`;
  });
  return workspaceId;
}

const perStatement = 2_000;

/** In the order of their numbers: "Person 1", "Person 2" and so on. */
async function createPeople(db: Database, count: number, at: Date): Promise<string[]> {
  const label = randomBytes(4).toString("hex");
  const people: string[] = [];
  for (let from = 1; from <= count; from += perStatement) {
    const to = Math.min(count, from + perStatement - 1);
    const rows = await db.outsideWorkspace(
      (tx) => tx.$queryRaw<{ user_id: string }[]>`
        select p.user_id from generate_series(${from}::int, ${to}::int) n
        cross join lateral system.create_person('crowd', ${label} || n, 'person.' || n || '@' || ${label} || '.example',
          'Person ' || n, 'en', 'UTC', false, ${at}) p
        order by n`,
    );
    people.push(...rows.map((row) => row.user_id));
  }
  return people;
}
