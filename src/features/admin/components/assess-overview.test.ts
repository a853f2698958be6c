import { describe, expect, it } from "vitest";

import { overviewExample } from "@/server/http/contracts/oversight-example";

import type { Overview } from "../schema";
import { assessOverview } from "./assess-overview";
import { findIncidents } from "./find-incidents";

const worker = {
  ...{ id: "7c1e4f0a-52d9-4b6e-9b0e-3fd1a2c86e11", kind: "worker", name: "one", version: "0.1.0", stoppedAt: null },
  ...{ startedAt: "2026-11-21T08:00:00.000Z", lastBeatAt: "2026-11-21T09:01:58.000Z", alive: true },
};
const machinery = (alive: boolean, oldestDueAt: string | null): Overview["machinery"] => ({
  queue: [{ kind: "calendar.sync", due: 9, running: 1, oldestDueAt }],
  workers: [{ ...worker, alive }],
  database: { version: "18.1", migrations: 24 },
});
const overview = (facts: Partial<Overview>): Overview => ({ ...overviewExample, ...facts });
const away = overviewExample.providers.map((each) => ({ ...each, outage: { since: null, cause: "unavailable" } }));

describe("UI-3 the verdict about everybody", () => {
  it("names what stops everything first, then who waits for whom, then what passes by itself", () => {
    expect(assessOverview(overview({ machinery: machinery(false, null) })).kind).toBe("no worker");
    const behind = machinery(true, "2026-11-21T08:50:30.000Z");
    expect(assessOverview(overview({ machinery: behind }))).toEqual({ kind: "behind", due: 9, minutes: 11 });
    expect(assessOverview(overview({ providers: away }))).toEqual({ kind: "act", people: 2 });
    const rest = overview({ states: [{ state: "late", connections: 3 }], providers: away });
    expect(assessOverview(rest).kind).toBe("outage");
    expect(assessOverview({ ...rest, providers: [] })).toEqual({ kind: "failing", connections: 3 });
  });

  it("is well only with something connected", () => {
    const states = [{ state: "healthy" as const, connections: 41 }];
    expect(assessOverview(overview({ states })).kind).toBe("well");
    expect(assessOverview(overview({ states: [], connections: 0 })).kind).toBe("nothing");
  });

  it("tells a provider's trouble apart from that of accounts, one line each", () => {
    expect(findIncidents(overview({ providers: away })).map(({ kind }) => kind)).toEqual(["outage", "accounts"]);
  });
});
