import { describe, expect, it } from "vitest";

import { useTestDatabase, withClient } from "@/testing/database";

const database = useTestDatabase();

type SystemFunction = {
  name: string;
  owner: string;
  definer: boolean;
  settings: string[] | null;
  executors: string[];
  returns: string;
};

const listFunctions = () =>
  withClient(database.url, async (client) => {
    const { rows } = await client.query<SystemFunction>(`
      select p.proname as name, p.proowner::regrole::text as owner, p.prosecdef or p.prokind = 'a' as definer, case when p.prokind = 'a' then array['search_path=""'] else p.proconfig end as settings,
        p.prorettype::regtype::text as returns,
        array(select case grantee when 0 then 'public' else grantee::regrole::text end
              from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where privilege_type = 'EXECUTE' order by 1) as executors
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'system' order by 1`);
    return rows;
  });

/** Run as the caller on purpose: they read nothing. */
const asCaller = ["add_slots", "audit_hash", "bucket_time", "lock_host", "refuse_audit_change"];
const internal = [
  "count_runs_in_windows",
  ...[
    "add_slots",
    "announce_due_work",
    "audit_hash",
    "count_health",
    "keep_an_admin",
    "lock_host",
    "may_oversee",
    "bucket_time",
  ],
  ...["refill_bucket", "refuse_audit_change", "sum_slots"],
];

describe("the functions of the schema system", () => {
  it("belong to daykeeper_system", async () => {
    const functions = await listFunctions();
    expect(functions.length).toBeGreaterThan(30);
    expect(functions.filter(({ owner }) => owner !== "daykeeper_system")).toEqual([]);
  });

  it("pin an empty search_path, so that no name can be slipped under them", async () => {
    const loose = (await listFunctions()).filter(({ settings }) => !settings?.includes('search_path=""'));
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  it("run as their owner, but for those that read nothing", async () => {
    const invokers = (await listFunctions()).filter(({ definer }) => !definer);
    expect(invokers.map(({ name }) => name)).toEqual(asCaller);
  });

  it("are executable by the application and not by everybody; triggers and parts by nobody else", async () => {
    for (const { name, executors } of await listFunctions()) {
      expect(executors, name).toEqual(
        internal.includes(name) ? ["daykeeper_system"] : ["daykeeper_app", "daykeeper_system"],
      );
    }
  });
});
