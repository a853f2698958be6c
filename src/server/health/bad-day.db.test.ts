import { beforeAll, describe, expect, it } from "vitest";

import type { HealthState } from "@/core/health/words";
import { buildReport } from "@/server/health-report/build-report";
import { loadWorkspaces } from "@/server/health-report/load-workspaces";
import type { Person } from "@/server/people/person";
import { useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

import { loadHealth } from "./load-health";
import { recordStale } from "./record-stale";

const scene = useSyncScene();
const minuteMs = 60_000;
const [google, outlook] = tokenProviders;
let atGoogle: SyncedCalendar[];
let revoked: SyncedCalendar;
let throttled: SyncedCalendar;
const everybody = () => [...atGoogle, revoked, throttled];

const alice = () =>
  ({ kind: "person", user: { id: scene.cast.alice }, workspace: { id: scene.cast.home }, role: "admin" }) as Person;

async function syncAll(calendars: readonly SyncedCalendar[]): Promise<void> {
  for (const calendar of calendars) await scene.sync(calendar);
}

/** What the route and the page say, what the command says, and what was recorded for alerts: one truth. */
async function told(): Promise<Map<string, HealthState>> {
  await recordStale(scene.deps);
  const { health } = await loadHealth(scene.deps, alice());
  const calendars = (health?.syncs ?? []).flatMap((connection) => connection.calendars);
  const byRoute = new Map(calendars.map(({ calendarId, state }) => [calendarId, state]));
  const command = buildReport(await loadWorkspaces(scene.deps, scene.cast.home), scene.deps.now());
  for (const { calendarId, state } of command.issues)
    if (calendarId !== null) expect(state, calendarId).toBe(byRoute.get(calendarId));
  const ofCommand = Object.entries(command.states).flatMap(([state, count]) => Array<string>(count).fill(state));
  expect(ofCommand.toSorted()).toEqual([...byRoute.values()].toSorted());
  for (const calendar of everybody())
    expect((await scene.state(calendar)).status, calendar.provider.id).toBe(byRoute.get(calendar.calendarId));
  return byRoute;
}

const statesOf = (states: ReadonlyMap<string, HealthState>, calendars: readonly SyncedCalendar[]) =>
  calendars.map(({ calendarId }) => states.get(calendarId));

beforeAll(async () => {
  const connected: SyncedCalendar[] = [];
  for (const provider of [google, google, google, google, outlook, outlook])
    connected.push(await scene.connect(provider));
  const [first, second] = connected.slice(4);
  if (first === undefined || second === undefined) throw new Error("Six were connected.");
  atGoogle = connected.slice(0, 4);
  [revoked, throttled] = [first, second];
  // Between two tries nobody waits here: time passes when the test says so.
  scene.use({ sleep: () => Promise.resolve() });
});

describe("I11 to I13 a bad day", () => {
  it("begins with everybody healthy", async () => {
    await syncAll(everybody());
    expect(new Set((await told()).values())).toEqual(new Set(["healthy"]));
  });

  it("tells the provider's outage from the account that must reconnect and the one that is slowed down", async () => {
    for (const calendar of atGoogle) await scene.play("outage", calendar);
    await scene.sandbox.control("POST", "faults", { fault: "revoke-grants", account: revoked.email });
    await scene.play("rate-limited", throttled, { params: { seconds: 3_600 } });
    for (let times = 0; times < 4; times += 1) {
      scene.pass(10 * minuteMs);
      await syncAll(everybody());
    }
    const states = await told();
    expect(statesOf(states, atGoogle)).toEqual(Array(4).fill("provider_outage"));
    expect(states.get(revoked.calendarId)).toBe("needs_reconnecting");
    // Its proof has run out, and its provider works for others: late, and no outage.
    expect(states.get(throttled.calendarId)).toBe("late");
  });

  it("asks nobody to reconnect but the one whose grant is gone", async () => {
    const { health } = await loadHealth(scene.deps, alice());
    const asked = (health?.syncs ?? []).filter(
      ({ action, authStatus }) => action?.id === "reconnect" || authStatus === "needs_reauth",
    );
    expect(asked.map(({ connectionId }) => connectionId)).toEqual([revoked.connectionId]);
    expect(health).toMatchObject({ status: "degraded", summary: { level: "critical", syncsWithErrors: 6 } });
  });

  it("ends by itself for everybody else", async () => {
    await scene.mend();
    scene.pass(61 * minuteMs);
    await syncAll([...atGoogle, throttled]);
    const states = await told();
    expect(statesOf(states, [...atGoogle, throttled])).toEqual(Array(5).fill("healthy"));
    expect(states.get(revoked.calendarId)).toBe("needs_reconnecting");
  });
});

describe("F83 a clock that is set back", () => {
  it("makes nothing green that has run out: a try that lies ahead says that the clock is wrong", async () => {
    const [circling] = atGoogle;
    if (circling === undefined) throw new Error("Four were connected.");
    const shown = async () => {
      const { health } = await loadHealth(scene.deps, alice());
      const calendars = health?.syncs.flatMap((connection) => connection.calendars) ?? [];
      return calendars.find(({ calendarId }) => calendarId === circling.calendarId)?.state;
    };
    await scene.play("page-loop", circling);
    scene.pass(45 * minuteMs);
    await scene.sync(circling);
    expect(await shown()).toBe("late");
    // Its proof looks five minutes old now, and still does when it has been tried once more.
    scene.pass(-40 * minuteMs);
    expect(await shown()).toBe("unknown");
    expect(await scene.sync(circling)).toMatchObject({ outcome: "failed" });
    expect(await shown()).toBe("late");
    await scene.mend();
    expect(await scene.sync(circling)).toMatchObject({ outcome: "succeeded" });
    expect(await shown()).toBe("healthy");
  });
});
