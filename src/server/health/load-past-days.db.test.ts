import { describe, expect, it } from "vitest";

import { useApi } from "@/testing/api";
import { makeConnection } from "@/testing/health-rows";

import type { PastDaysShape } from "./shapes";

const api = useApi();
const route = "GET /api/v1/calendar/health/days";
const daysAgo = (days: number) => new Date(api.deps.now().getTime() - days * 86_400_000);

async function connected({ madeUpUntil = Infinity } = {}) {
  const owner = { workspaceId: api.cast.home, userId: api.cast.alice };
  const rows = await makeConnection(api.database.db, owner, { at: api.deps.now() });
  const change = (days: number, toStatus: string) => ({
    ...{
      workspaceId: owner.workspaceId,
      userId: owner.userId,
      subjectKind: "connection",
      subjectId: rows.connectionId,
    },
    ...{ fromStatus: "unknown", toStatus, cause: "proven", at: daysAgo(days) },
    detail: days > madeUpUntil ? { demo: true } : {},
  });
  await api.database.db.inWorkspace(owner, (tx) =>
    tx.healthTransition.createMany({
      data: [change(200, "late"), change(120, "healthy"), change(3, "needs_reconnecting"), change(2, "healthy")],
    }),
  );
  return rows.connectionId;
}

const read = async (userId: string) => {
  const { status, json } = await api.call(route, { as: await api.signIn(userId) });
  expect(status).toBe(200);
  return (json as PastDaysShape).connections;
};

describe("the last 90 days of a person's connections", () => {
  it("UI-2 tells each day by the worst that lasted, from the state that held before the first", async () => {
    const connectionId = await connected();
    const own = (await read(api.cast.alice)).find((each) => each.connectionId === connectionId);
    expect(own?.days).toHaveLength(90);
    expect(own?.days[0]?.state).toBe("healthy");
    expect(own?.days.filter(({ state }) => state === "needs_reconnecting").length).toBeGreaterThan(0);
    expect(own?.days.at(-1)?.state).toBe("healthy");
    expect(own?.provenShare).toBeGreaterThan(0.98);
    expect(own?.provenShare).toBeLessThan(0.99);
  });

  it("UI-2 knows how an account began the 90 days when what is older is forgotten", async () => {
    const owner = { workspaceId: api.cast.home, userId: api.cast.alice };
    const make = async (statusSince: Date, changes: { fromStatus: string; toStatus: string; at: Date }[]) => {
      const { connectionId } = await makeConnection(api.database.db, owner, {
        at: api.deps.now(),
        connection: { status: "healthy", statusSince },
      });
      const subject = { ...owner, subjectKind: "connection", subjectId: connectionId, detail: {} };
      await api.database.db.inWorkspace(owner, (tx) =>
        tx.healthTransition.createMany({ data: changes.map((change) => ({ ...subject, ...change })) }),
      );
      return connectionId;
    };
    const changed = await make(daysAgo(3), [{ fromStatus: "late", toStatus: "healthy", at: daysAgo(3) }]);
    const still = await make(daysAgo(100), []);
    const young = await make(daysAgo(10), [{ fromStatus: "unknown", toStatus: "healthy", at: daysAgo(10) }]);
    const days = new Map((await read(api.cast.alice)).map((each) => [each.connectionId, each.days]));
    expect(days.get(changed)?.[0]?.state).toBe("late");
    expect(days.get(still)?.every(({ state }) => state === "healthy")).toBe(true);
    expect(days.get(young)?.filter(({ state }) => state === null).length).toBe(79);
  });

  it("says until when the days are made up, in a demo", async () => {
    const [real, demo] = [await connected(), await connected({ madeUpUntil: 2.5 })];
    const ends = new Map((await read(api.cast.alice)).map((each) => [each.connectionId, each.demoUntil]));
    expect(ends.get(real)).toBeNull();
    const end = new Date(ends.get(demo) ?? 0);
    expect([end > daysAgo(2.5), end < daysAgo(1.5)]).toEqual([true, true]);
  });

  it("shows nobody the days of somebody else", async () => {
    await connected();
    expect(await read(api.cast.bob)).toEqual([]);
    expect(await read(api.cast.grace)).toEqual([]);
  });
});
