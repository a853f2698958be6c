import { randomBytes, randomUUID } from "node:crypto";

import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openDatabase, type Database } from "@/server/db/open-database";
import { sqlState, sqlStateOf } from "@/server/db/sql-state";
import { addMember, createCast, testNow, type Cast } from "@/testing/cast";
import { useTestDatabase, withClient } from "@/testing/database";

const database = useTestDatabase();
const at = (minutes: number) => new Date(testNow.getTime() + minutes * 60_000);
const configurations = new Map<string, string>();
let cast: Cast;

async function createConfiguration(workspaceId: string): Promise<void> {
  const id = randomUUID();
  configurations.set(workspaceId, id);
  await database.db.inWorkspace({ workspaceId }, (tx) =>
    tx.bookingConfiguration.create({
      data: {
        workspaceId,
        id,
        slug: `c-${id}`,
        title: "Meet",
        timeZone: "UTC",
        durationMinutes: 30,
        slotStepMinutes: 15,
        weeklyHours: {},
      },
    }),
  );
}

type Want = { workspaceId: string; hosts: string[]; from: number; until: number; expires?: number };

function createBooking(db: Database, want: Want, take: "function" | "insert"): Promise<boolean> {
  const { workspaceId, hosts, from, until } = want;
  const [startsAt, endsAt, bookingId] = [at(from), at(until), randomUUID()];
  const expiresAt = want.expires === undefined ? null : at(want.expires);
  return db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.booking.create({
      data: {
        workspaceId,
        id: bookingId,
        configurationId: configurations.get(workspaceId) ?? "",
        startsAt,
        endsAt,
        visitorName: "Victor",
        visitorEmail: "victor@example.test",
        visitorZone: "UTC",
        manageTokenHash: randomBytes(32),
      },
    });
    if (take === "insert") {
      await tx.bookedTime.createMany({
        data: hosts.map((hostUserId) => ({ workspaceId, bookingId, hostUserId, startsAt, endsAt, expiresAt })),
      });
      return true;
    }
    const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
      select system.take_time(${bookingId}::uuid, ${hosts}::uuid[], ${startsAt}, ${endsAt}, ${expiresAt}, ${testNow}) as taken`;
    return row?.taken ?? false;
  });
}

const refusedAs = async (attempt: Promise<unknown>) =>
  attempt.then(
    () => "taken",
    (error: unknown) => sqlStateOf(error),
  );

beforeAll(async () => {
  cast = await createCast(database.db);
  await createConfiguration(cast.home);
  await createConfiguration(cast.elsewhere);
  await addMember(database.db, { workspaceId: cast.elsewhere, userId: cast.bob, role: "member" });
});

beforeEach(async () => {
  for (const workspaceId of [cast.home, cast.elsewhere])
    await database.db.inWorkspace({ workspaceId }, (tx) => tx.bookedTime.deleteMany());
});

describe("a host's time", () => {
  const base = () => ({ workspaceId: cast.home, hosts: [cast.alice], from: 0, until: 30 });

  it("is taken once: of 50 inserts at once one wins, the others hear of the overlap, none of a deadlock", async () => {
    const many = openDatabase({ url: database.url, maxConnections: 25 });
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        refusedAs(createBooking(many, { ...base(), from: index % 20, until: 30 + (index % 7) }, "insert")),
      ),
    );
    await many.close();
    expect(outcomes.filter((outcome) => outcome === "taken")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === sqlState.exclusionViolation)).toHaveLength(49);
  });

  it("is taken once through take_time, which answers instead of failing", async () => {
    const many = openDatabase({ url: database.url, maxConnections: 25 });
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => createBooking(many, base(), "function")));
    await many.close();
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  it("may begin when the one before ends, and overlaps when it begins a moment earlier", async () => {
    expect(await createBooking(database.db, base(), "insert")).toBe(true);
    expect(await createBooking(database.db, { ...base(), from: 30, until: 60 }, "insert")).toBe(true);
    expect(await refusedAs(createBooking(database.db, { ...base(), from: 59, until: 90 }, "insert"))).toBe(
      sqlState.exclusionViolation,
    );
  });

  it("is another's own: two hosts are booked at the same time", async () => {
    expect(await createBooking(database.db, base(), "function")).toBe(true);
    expect(await createBooking(database.db, { ...base(), hosts: [cast.bob] }, "function")).toBe(true);
  });

  it("is one across workspaces", async () => {
    expect(await createBooking(database.db, { ...base(), hosts: [cast.bob] }, "function")).toBe(true);
    const there = { ...base(), workspaceId: cast.elsewhere, hosts: [cast.bob] };
    expect(await createBooking(database.db, there, "function")).toBe(false);
    expect(await refusedAs(createBooking(database.db, there, "insert"))).toBe(sqlState.exclusionViolation);
  });

  it("of several hosts is taken whole or not at all, in whatever order they are named", async () => {
    expect(await createBooking(database.db, { ...base(), hosts: [cast.bob] }, "function")).toBe(true);
    expect(await createBooking(database.db, { ...base(), hosts: [cast.alice, cast.bob] }, "function")).toBe(false);
    const many = openDatabase({ url: database.url, maxConnections: 20 });
    const pairs = [
      [cast.alice, cast.bob],
      [cast.bob, cast.alice],
    ];
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        createBooking(many, { ...base(), hosts: pairs[index % 2] ?? [], from: 60, until: 90 }, "function"),
      ),
    );
    await many.close();
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  it("held for a while is free again when the hold has expired", async () => {
    expect(await createBooking(database.db, { ...base(), expires: 0 }, "function")).toBe(true);
    expect(await createBooking(database.db, { ...base(), expires: 15 }, "function")).toBe(true);
    expect(await createBooking(database.db, base(), "function")).toBe(false);
  });

  it("cannot be taken from somebody who is not in the workspace, and the refusal does not tell whether they are busy", async () => {
    expect(await createBooking(database.db, base(), "function")).toBe(true);
    const probe = { ...base(), workspaceId: cast.elsewhere, hosts: [cast.alice] };
    expect(await refusedAs(createBooking(database.db, probe, "insert"))).toBe(sqlState.insufficientPrivilege);
    expect(await refusedAs(createBooking(database.db, probe, "function"))).toBe(sqlState.insufficientPrivilege);
  });
});

describe("the exclusion constraint", () => {
  it("needs no extension", async () => {
    const extensions = await withClient(
      database.url,
      async (client) => (await client.query("select extname from pg_extension where extname <> 'plpgsql'")).rows,
    );
    expect(extensions).toEqual([]);
  });
});
