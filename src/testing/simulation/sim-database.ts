// One migrated database for a whole process of simulations: emptied between seeds, its ids counted instead of drawn.
import { createHash, randomBytes } from "node:crypto";

import pg from "pg";

import { createSeal } from "@/lib/crypto";
import { systemRandom } from "@/lib/ids";
import { openDatabase } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";

import { createPerson, createWorkspace } from "../cast";
import { testEnv } from "../env";
import { createMigratedDatabase } from "../migrated-database";
import { EagerClient } from "./eager-client";

export type SimDatabase = {
  readonly base: Pick<Deps, "env" | "db" | "random" | "seal">;
  readonly workspaceId: string;
  readonly userId: string;
  /** As nobody of the product: sees the rows of the workspace. */
  readonly look: <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]) => Promise<Row[]>;
  /** As if nobody had ever connected anything. */
  readonly empty: () => Promise<void>;
  /** As the owner: changes the schema. */
  readonly change: (statement: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What a seed leaves behind; what refers to these goes with them. */
const emptied = [
  ...["connections", "due_work", "breakers", "rate_budgets", "rate_buckets"],
  ...["health_transitions", "calendar_alerts", "call_counts", "meetings", "health_counts"],
  ...["bookings", "booking_configurations", "idempotency_keys", "notification_deliveries"],
];

/** A truncation costs more than a whole seed writes, and with each the plans of all statements are forgotten. */
const seedsBetweenTruncations = 100;

/** Whoever refers to somebody goes first. */
const empties = `
  with recursive reached (oid, depth) as (
    select oid, 0 from unnest($1::regclass[]) as oid
    union
    select f.conrelid, r.depth + 1 from pg_constraint f join reached r on f.confrelid = r.oid
    where f.contype = 'f' and f.conrelid <> f.confrelid and r.depth < 12
  )
  select 'create function sim_empty() returns void language plpgsql as $f$ begin '
    || string_agg(format('delete from %s;', oid::regclass), ' ' order by depth desc, oid) || ' end $f$;'
    || string_agg(format('create policy sim on %s for all to current_user using (true);', oid::regclass), ' ') as text
  from (select oid, max(depth) as depth from reached group by oid) as t
  where not exists (select from pg_inherits i where i.inhrelid = t.oid)`;

/** Ids drawn by chance decide between rows that are due at the same moment: here they are counted. */
const countIds = `
  create sequence sim_ids;
  grant usage on sequence sim_ids to public;
  create function sim_id() returns uuid language sql as
    $$ select ('51510000-0000-4000-8000-' || lpad(to_hex(nextval('public.sim_ids')), 12, '0'))::uuid $$;
  do $$ declare c record; begin
    for c in select table_name, column_name from information_schema.columns
      where table_schema = 'public' and column_default = 'gen_random_uuid()' loop
      execute format('alter table %I alter column %I set default public.sim_id()', c.table_name, c.column_name);
    end loop;
    for c in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
      execute format('alter table %I set (autovacuum_enabled = false)', c.relname);
    end loop;
  end $$`;

/** Planning takes most of the time of a statement over a few rows. */
const nameOf = (statement: string): string => createHash("sha1").update(statement).digest("hex");

export async function openSimDatabase(): Promise<SimDatabase> {
  const { url, drop } = await createMigratedDatabase();
  const owner = new pg.Client({ connectionString: url });
  const viewer = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig);
  await Promise.all([owner.connect(), viewer.connect()]);
  await owner.query(countIds);
  const [{ text: makeEmpty } = { text: "" }] = (await owner.query<{ text: string }>(empties, [emptied])).rows;
  await owner.query(makeEmpty);
  let seeds = 0;
  const env = testEnv(url);
  const db = openDatabase({ url, maxConnections: 2, nameOf, Client: EagerClient });
  const userId = await createPerson(db, "Alice");
  const workspaceId = await createWorkspace(db, userId, "Home");
  await viewer.query("set role daykeeper_app");
  await viewer.query("select set_config('app.workspace_id', $1, false)", [workspaceId]);
  await viewer.query("set timezone = 'UTC'");
  const seal = createSeal({
    ring: env.encryption,
    random: systemRandom,
    onAlarm: () => undefined,
  });
  return {
    base: { env, db, random: (count) => randomBytes(count), seal },
    workspaceId,
    userId,
    look: async (text, values) => (await viewer.query({ name: nameOf(text), text, values: [...values] })).rows as never,
    empty: async () => {
      seeds += 1;
      if (seeds % seedsBetweenTruncations === 0) await owner.query(`truncate ${emptied.join(", ")} cascade`);
      await owner.query("select sim_empty(), setval('sim_ids', 1, false)");
    },
    change: async (statement) => void (await owner.query(statement)),
    close: async () => {
      await Promise.all([owner.end(), viewer.end(), db.close()]);
      await drop();
    },
  };
}
