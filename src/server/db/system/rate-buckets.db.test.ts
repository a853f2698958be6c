import { describe, expect, it } from "vitest";

import { openDatabase, type Database } from "@/server/db/open-database";
import { testNow } from "@/testing/cast";
import { useTestDatabase, withClient } from "@/testing/database";

const database = useTestDatabase();
const at = (ms: number) => new Date(testNow.getTime() + ms);

const take = (
  key: string,
  now: Date,
  options: { db?: Database; capacity?: number; refill?: number; cost?: number } = {},
) =>
  (options.db ?? database.db)
    .outsideWorkspace(
      (tx) => tx.$queryRaw<{ allowed: boolean; retry_after_ms: number }[]>`
    select allowed, retry_after_ms
    from system.take_token(${key}, ${options.capacity ?? 5}::float8, ${options.refill ?? 1}::float8, ${now}, ${options.cost ?? 1}::float8)`,
    )
    .then(([row]) => row);

describe("take_token", () => {
  it("lets a full bucket through and no more, from many processes at once", async () => {
    const pools = Array.from({ length: 4 }, () => openDatabase({ url: database.url, maxConnections: 5 }));
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const db = pools[index % pools.length];
        return take("crowd", testNow, { capacity: 60, ...(db && { db }) });
      }),
    );
    await Promise.all(pools.map((db) => db.close()));
    expect(answers.filter((answer) => answer?.allowed)).toHaveLength(60);
  });

  it("says exactly when the next token is there", async () => {
    for (let index = 0; index < 5; index++)
      expect(await take("exact", testNow, { refill: 0.5 })).toEqual({ allowed: true, retry_after_ms: 0 });
    expect(await take("exact", testNow, { refill: 0.5 })).toEqual({ allowed: false, retry_after_ms: 2_000 });
    expect(await take("exact", at(1_999), { refill: 0.5 })).toEqual({ allowed: false, retry_after_ms: 1 });
    expect(await take("exact", at(2_000), { refill: 0.5 })).toEqual({ allowed: true, retry_after_ms: 0 });
  });

  it("refills to its capacity and not beyond", async () => {
    await take("full", testNow);
    const answers = [];
    for (let index = 0; index < 7; index++) answers.push((await take("full", at(86_400_000)))?.allowed);
    expect(answers).toEqual([true, true, true, true, true, false, false]);
  });

  it("gives nothing for a clock that runs backwards, and takes nothing", async () => {
    for (const ms of [10_000, 10_000, 10_000, 0, 10_000]) expect((await take("back", at(ms)))?.allowed).toBe(true);
    expect((await take("back", at(0)))?.allowed).toBe(false);
    expect((await take("back", at(10_000)))?.allowed).toBe(false);
    expect((await take("back", at(11_000)))?.allowed).toBe(true);
  });

  it("F83 refills from now on when the clock is set back by an hour, and not only when the hour has passed again", async () => {
    const hour = 3_600_000;
    for (let index = 0; index < 5; index++) expect((await take("leap", at(hour)))?.allowed).toBe(true);
    expect(await take("leap", at(0))).toEqual({ allowed: false, retry_after_ms: 1_000 });
    expect((await take("leap", at(1_000)))?.allowed).toBe(true);
    expect((await take("leap", at(1_000)))?.allowed).toBe(false);
    const refill = (ms: number) =>
      withClient(database.url, async (client) => {
        await client.query("set role daykeeper_system");
        const text = "select system.refill_bucket('calls:leap', 5, 1, $1) as tokens";
        const [row] = (await client.query<{ tokens: number }>(text, [at(ms)])).rows;
        await client.query("update public.rate_buckets set tokens = 0 where key = 'calls:leap'");
        return row?.tokens;
      });
    expect([await refill(hour), await refill(0), await refill(2_000)]).toEqual([5, 0, 2]);
  });

  it("charges what a call costs", async () => {
    expect(await take("cost", testNow, { cost: 4 })).toMatchObject({ allowed: true });
    expect(await take("cost", testNow, { cost: 4 })).toEqual({ allowed: false, retry_after_ms: 3_000 });
  });

  it("refuses for good what costs more than the bucket holds, the first time too", async () => {
    expect(await take("greedy", testNow, { cost: 6 })).toMatchObject({ allowed: false });
    expect(await take("greedy", testNow)).toMatchObject({ allowed: true });
  });

  it("keeps its buckets out of the write-ahead log", async () => {
    const [row] = await withClient(
      database.url,
      async (client) => (await client.query("select relpersistence from pg_class where relname = 'rate_buckets'")).rows,
    );
    expect(row).toEqual({ relpersistence: "u" });
  });
});
