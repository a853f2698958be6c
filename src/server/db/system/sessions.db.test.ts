import { beforeAll, describe, expect, it } from "vitest";

import type { Tx } from "@/server/db/open-database";
import { createCast, createWorkspace, hashOf, randomSecret, testNow, type Cast } from "@/testing/cast";
import { useTestDatabase } from "@/testing/database";

const database = useTestDatabase();
const minutes = (count: number) => new Date(testNow.getTime() + count * 60_000);
let cast: Cast;

type Found = {
  session_id: string;
  user_id: string;
  workspace_id: string | null;
  role: string | null;
  idle_expires_at: Date;
};

const ask = <T>(run: (tx: Tx) => Promise<T>) => database.db.outsideWorkspace(run);
const find = (token: string, now: Date) =>
  ask((tx) => tx.$queryRaw<Found[]>`select * from system.find_session(${hashOf(token)}, ${now})`);

async function start(userId: string): Promise<{ token: string; id: string }> {
  const token = randomSecret();
  const [row] = await ask(
    (tx) => tx.$queryRaw<{ id: string }[]>`
    select system.start_session(${userId}::uuid, ${hashOf(token)}, 'demo', 'Browser', '127.0.0.1', ${testNow}, ${minutes(480)}, ${minutes(60)}) as id`,
  );
  return { token, id: row?.id ?? "" };
}

beforeAll(async () => {
  cast = await createCast(database.db);
});

describe("sessions", () => {
  it("finds person, workspace and role by the hash of the token in one round trip", async () => {
    const { token, id } = await start(cast.bob);
    expect(await find(token, minutes(1))).toMatchObject([
      { session_id: id, user_id: cast.bob, workspace_id: cast.home, role: "member" },
    ]);
    expect(await find(`${token}x`, minutes(1))).toEqual([]);
  });

  it("shows a person who signs in as seen in the workspace they come to", async () => {
    await start(cast.bob);
    const seen = await database.db.inWorkspace({ workspaceId: cast.home }, (tx) =>
      tx.membership.findMany({ where: { userId: cast.bob }, select: { lastSeenAt: true } }),
    );
    expect(seen).toEqual([{ lastSeenAt: testNow }]);
  });

  it("ends at the idle limit, and at the absolute limit however busy it is", async () => {
    const { token, id } = await start(cast.alice);
    expect(await find(token, minutes(60))).toEqual([]);
    const touch = (at: number) =>
      ask(
        (tx) => tx.$queryRaw<{ touched: boolean }[]>`
      select system.touch_session(${id}::uuid, ${minutes(at)}, ${minutes(at + 60)}) as touched`,
      );
    expect(await touch(0)).toEqual([{ touched: false }]);
    for (let at = 50; at < 480; at += 50) expect(await touch(at)).toEqual([{ touched: true }]);
    expect(await find(token, minutes(479))).toMatchObject([{ idle_expires_at: minutes(480) }]);
    expect(await find(token, minutes(480))).toEqual([]);
  });

  it("is over at once when it is revoked, and only its person can revoke it", async () => {
    const { token, id } = await start(cast.alice);
    const revoke = (userId: string) =>
      ask(
        (tx) => tx.$queryRaw<{ revoked: boolean }[]>`
      select system.revoke_session(${userId}::uuid, ${id}::uuid, ${testNow}) as revoked`,
      );
    expect(await revoke(cast.mallory)).toEqual([{ revoked: false }]);
    expect(await find(token, minutes(1))).toHaveLength(1);
    expect(await revoke(cast.alice)).toEqual([{ revoked: true }]);
    expect(await find(token, minutes(1))).toEqual([]);
  });

  it("revokes all others of the person and keeps the one in use", async () => {
    const kept = await start(cast.mallory);
    const other = await start(cast.mallory);
    const [row] = await ask(
      (tx) => tx.$queryRaw<{ revoked: number }[]>`
      select system.revoke_other_sessions(${cast.mallory}::uuid, ${kept.id}::uuid, ${minutes(1)}) as revoked`,
    );
    expect(row).toEqual({ revoked: 1 });
    expect(await find(other.token, minutes(1))).toEqual([]);
    expect(
      await ask((tx) => tx.$queryRaw`select session_id from system.sessions_of(${cast.mallory}::uuid, ${minutes(1)})`),
    ).toEqual([{ session_id: kept.id }]);
  });

  it("switches to a workspace of the person and to no other", async () => {
    const second = await createWorkspace(database.db, cast.alice, "Second");
    const { token, id } = await start(cast.alice);
    const change = (workspaceId: string) =>
      ask(
        (tx) => tx.$queryRaw<{ moved: boolean }[]>`
      select system.switch_workspace(${id}::uuid, ${cast.alice}::uuid, ${workspaceId}::uuid) as moved`,
      );
    expect(await change(cast.elsewhere)).toEqual([{ moved: false }]);
    expect(await change(second)).toEqual([{ moved: true }]);
    expect(await find(token, minutes(1))).toMatchObject([{ workspace_id: second, role: "admin" }]);
  });

  it("reads the role anew at every look, and falls back to nothing when the membership is gone", async () => {
    const { token } = await start(cast.bob);
    const scope = { workspaceId: cast.home, userId: cast.alice };
    await database.db.inWorkspace(scope, (tx) =>
      tx.membership.updateMany({ where: { userId: cast.bob }, data: { role: "manager" } }),
    );
    expect(await find(token, minutes(1))).toMatchObject([{ role: "manager" }]);
    await database.db.inWorkspace(scope, (tx) => tx.membership.deleteMany({ where: { userId: cast.bob } }));
    expect(await find(token, minutes(1))).toMatchObject([{ workspace_id: null, role: null }]);
  });
});
