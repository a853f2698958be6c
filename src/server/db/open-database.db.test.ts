import { connect, createServer, type AddressInfo } from "node:net";

import { describe, expect, it } from "vitest";

import { DatabaseBusyError } from "@/server/db/connection-queue";
import { openDatabase, type Tx } from "@/server/db/open-database";
import { isOutage } from "@/server/db/outage";
import { useTestDatabase, withClient } from "@/testing/database";

const database = useTestDatabase();
const now = new Date("2026-11-21T09:00:00.123Z");

describe("openDatabase", () => {
  it("works as a role that owns nothing, in UTC, inside the tenant of the call", async () => {
    const workspaceId = "0b0e7b1a-5a55-4c11-9a4e-0d4e3c3a8f01";
    const [row] = await database.db.inWorkspace(
      { workspaceId, userId: workspaceId },
      (tx) => tx.$queryRaw<Record<string, string>[]>`
      select current_user::text as role, current_setting('TimeZone') as zone,
        current_setting('app.workspace_id') as workspace, current_setting('app.user_id') as person`,
    );
    expect(row).toEqual({ role: "daykeeper_app", zone: "UTC", workspace: workspaceId, person: workspaceId });
  });

  it("keeps an instant to the millisecond whatever zone the database is set to", async () => {
    const name = new URL(database.url).pathname.slice(1);
    await withClient(database.url, (client) =>
      client.query(`alter database ${name} set timezone to 'America/St_Johns'`),
    );
    const elsewhere = openDatabase({ url: database.url, maxConnections: 1 });
    await elsewhere.outsideWorkspace(
      (tx) => tx.$executeRaw`select system.beat(gen_random_uuid(), 'worker', 'w', '1', ${now})`,
    );
    const rows = await elsewhere.outsideWorkspace(
      (tx) => tx.$queryRaw`
      select last_beat_at, extract(epoch from last_beat_at)::float8 as seconds from system.list_workers(${now})`,
    );
    await elsewhere.close();
    expect(rows).toEqual([{ last_beat_at: now, seconds: now.getTime() / 1_000 }]);
  });

  it.each(["40001", "40P01"])("F15 repeats a transaction that ended in %s, at most three times", async (state) => {
    const raise = (tx: Tx) =>
      tx.$executeRawUnsafe(`do $$ begin raise exception 'x' using errcode = '${state}'; end $$`);
    let tries = 0;
    const failingFor = (times: number) =>
      database.db.outsideWorkspace(async (tx) => {
        tries += 1;
        if (tries <= times) await raise(tx);
        return tries;
      });
    await expect(failingFor(3)).resolves.toBe(4);
    tries = 0;
    await expect(failingFor(9)).rejects.toMatchObject({ meta: { driverAdapterError: {} } });
    expect(tries).toBe(4);
  });

  it("F15 lets both through when two transactions lock each other out", async () => {
    const arrived = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const cross = (own: 0 | 1) => {
      const other = own === 0 ? 1 : 0;
      return database.db.outsideWorkspace(async (tx) => {
        await tx.$queryRaw`select pg_advisory_xact_lock(4711, ${own}::int)::text`;
        arrived[own].resolve();
        await arrived[other].promise;
        await tx.$queryRaw`select pg_advisory_xact_lock(4711, ${other}::int)::text`;
        return own;
      });
    };
    await expect(Promise.all([cross(0), cross(1)])).resolves.toEqual([0, 1]);
  });

  it("repeats nothing else: what may have happened is the caller's to judge", async () => {
    let tries = 0;
    const failing = database.db.outsideWorkspace(async (tx) => {
      tries += 1;
      await tx.$queryRaw`select 1 / 0`;
    });
    await expect(failing).rejects.toThrow();
    expect(tries).toBe(1);
  });

  it("F12 F14 frees what somebody holds who was cut off in the middle of a transaction", async () => {
    const cutOff = openDatabase({ url: database.url, maxConnections: 1, longestSilenceMs: 200 });
    const held = Promise.withResolvers<void>();
    const silent = Promise.withResolvers<void>();
    const holding = cutOff.outsideWorkspace(async (tx) => {
      await tx.$queryRaw`select pg_advisory_xact_lock(4712, 1)::text`;
      held.resolve();
      await silent.promise;
      await tx.$queryRaw`select 1`;
    });
    await held.promise;
    const taken = await database.db.outsideWorkspace(
      (tx) => tx.$queryRaw<{ at: string }[]>`select pg_advisory_xact_lock(4712, 1)::text as at`,
    );
    expect(taken).toHaveLength(1);
    silent.resolve();
    await expect(holding).rejects.toThrow();
    await cutOff.close();
  });

  it("F13 replaces a kept connection that is dead, and nobody notices", async () => {
    let isCut = false;
    const { hostname, port } = new URL(database.url);
    const between = createServer((socket) => {
      const inner = connect({ host: hostname, port: Number(port) });
      inner.on("error", () => socket.destroy()).pipe(socket);
      socket.on("error", () => inner.destroy()).on("close", () => inner.destroy());
      socket.on("data", (chunk) => {
        if (!isCut) return inner.write(chunk);
        isCut = false;
        return socket.destroy();
      });
    });
    await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
    const url = new URL(database.url);
    url.host = `127.0.0.1:${(between.address() as AddressInfo).port}`;
    const kept = openDatabase({ url: url.href, maxConnections: 1 });
    const ask = () => kept.outsideWorkspace((tx) => tx.$queryRaw<{ one: number }[]>`select 1 as one`);
    await ask();
    isCut = true;
    const startedMs = performance.now();
    const again = await ask().catch((error: unknown) => error);
    // What takes a second is a database that is away, and is said.
    if (performance.now() - startedMs < 1_000) expect(again).toEqual([{ one: 1 }]);
    expect(isCut).toBe(false);
    await kept.close();
    between.close();
  });

  it("F16 says that it is busy instead of letting people wait, and goes on when a connection is free", async () => {
    const small = openDatabase({ url: database.url, maxConnections: 2, longestWaitMs: 100 });
    const held = Promise.withResolvers<void>();
    const holding = [0, 1].map(() => small.outsideWorkspace(() => held.promise));
    const refused: unknown = await small.outsideWorkspace(() => Promise.resolve()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DatabaseBusyError);
    expect(isOutage(refused)).toBe(true);
    held.resolve();
    await Promise.all(holding);
    await expect(small.outsideWorkspace(() => Promise.resolve("free"))).resolves.toBe("free");
    await small.close();
  });

  it("F14 asks a database that does not answer about once a second, however many want it", async () => {
    let connects = 0;
    const deaf = createServer((socket) => {
      connects += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => deaf.listen(0, "127.0.0.1", resolve));
    const { port } = deaf.address() as AddressInfo;
    const away = openDatabase({ url: `postgresql://nobody:nothing@127.0.0.1:${port}/none` });
    let refused = 0;
    while (refused < 500) {
      const ends = await Promise.allSettled(
        Array.from({ length: 10 }, () => away.outsideWorkspace(() => Promise.resolve())),
      );
      refused += ends.filter(({ status }) => status === "rejected").length;
    }
    await away.close();
    deaf.close();
    // The first ten came together and each tried a second connection, before anybody knew.
    expect(connects).toBeLessThanOrEqual(22);
  });

  it("gives up the whole transaction when its function fails", async () => {
    const failing = database.db.outsideWorkspace(async (tx) => {
      await tx.$executeRaw`select system.beat(gen_random_uuid(), 'worker', 'rolled back', '1', ${now})`;
      throw new Error("fails on purpose");
    });
    await expect(failing).rejects.toThrow("fails on purpose");
    const rows = await database.db.outsideWorkspace(
      (tx) => tx.$queryRaw<{ name: string }[]>`select name from system.list_workers(${now})`,
    );
    expect(rows.map(({ name }) => name)).not.toContain("rolled back");
  });
});
