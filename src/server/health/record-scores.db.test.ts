import { describe, expect, it } from "vitest";

import { useApi } from "@/testing/api";
import { makeConnection } from "@/testing/health-rows";

import { recordScores } from "./record-scores";
import type { HealthShape, PastDaysShape } from "./shapes";

const api = useApi();
const hour = 3_600_000;
const noon = Date.parse("2026-11-23T12:00:00.000Z");

const connect = (state: object = {}, at = new Date(noon)) =>
  makeConnection(api.database.db, { workspaceId: api.cast.home, userId: api.cast.alice }, { at, state });
const measureAt = (ms: number) => recordScores({ db: api.database.db, now: () => new Date(ms) });
const read = async <Answer>(route: string) => {
  const { json } = await api.call(route, { as: await api.signIn(api.cast.alice) });
  return json as Answer;
};

describe("the trend of the health score", () => {
  it("MON-2 measures each connection once a quarter of a day, and keeps the day's mean", async () => {
    const { connectionId } = await connect({ consecutiveFailures: 1, lastAttemptAt: new Date(noon) });
    expect(await measureAt(noon)).toBe(1);
    expect(await measureAt(noon + hour)).toBe(0);
    // Six hours later nothing was read any more and the key has ended: the second measurement is worse, and the day their mean.
    expect(await measureAt(noon + 6 * hour)).toBe(1);
    const rows = await api.database.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.monitoringResult.findMany({ where: { subjectKind: "connection", subjectId: connectionId, bucket: "day" } }),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.metrics).toMatchObject({ count: 2, sum: 94 + 44, parts: { proof: 10 } });
    expect(rows[0]?.score).toBe(69);
  });

  it("MON-2 keeps no zero where nothing was known, and tells a person of their days alone", async () => {
    const { connectionId } = await connect(
      { lastSuccessAt: null, lastAttemptAt: null, eventsSynced: 0 },
      api.deps.now(),
    );
    await measureAt(api.deps.now().getTime());
    const { connections } = await read<PastDaysShape>("GET /api/v1/calendar/health/days");
    expect(connections.find((each) => each.connectionId === connectionId)?.scores ?? []).toEqual([]);
    const { syncs } = await read<HealthShape>("GET /api/calendar/health");
    const own = syncs.find((each) => each.connectionId === connectionId);
    expect(own?.score.score).toBeNull();
    expect(own?.score.parts.map(({ points }) => points)).toEqual([null, null, 20, null]);
  });
});
