import { describe, expect, it } from "vitest";

import { dayMs, hourMs } from "@/core/time/wall-time";
import { decideHeld } from "@/server/sync/decide-held";
import { requestSync } from "@/server/sync/request-sync";
import { meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders, type TokenProvider } from "@/testing/token-scene";

const scene = useSyncScene();

/** Here and at the provider: it is told by the provider's own times whether a change is older than our last proof. */
async function pass(ms: number): Promise<void> {
  scene.pass(ms);
  await scene.base.sandbox.control("POST", "clock/advance", { ms });
}

/** So many days after the day it is here by now. */
const meetingIn = (days: number, title: string) =>
  meeting(title, days + Math.round((scene.deps.now().getTime() - Date.now()) / dayMs));

async function connectFilled(provider: TokenProvider): Promise<SyncedCalendar & { readonly ids: readonly string[] }> {
  const calendar = await scene.connect(provider);
  const ids: string[] = [];
  for (let day = 1; day <= 6; day += 1) ids.push((await scene.edit(calendar, meetingIn(day, `Day ${day}`))).id);
  await scene.sync(calendar);
  await pass(hourMs);
  await scene.sync(calendar);
  return { ...calendar, ids };
}

/** What no sync of ours does: a row lost, one that nobody has at the provider, one that is not what was told. */
async function spoil(calendar: SyncedCalendar): Promise<void> {
  const [lost, doubled, spoiled] = await scene.events(calendar);
  if (lost === undefined || doubled === undefined || spoiled === undefined) throw new Error("no events");
  const of = ({ id }: { id: string }) => ({ workspaceId_id: { workspaceId: calendar.workspaceId, id } });
  await scene.inWorkspace(calendar, async (tx) => {
    await tx.event.delete({ where: of(lost) });
    const { id: _id, attendees, ...rest } = doubled;
    await tx.event.create({ data: { ...rest, remoteId: "left-over", attendees: attendees ?? [] } });
    await tx.event.update({
      where: of(spoiled),
      data: { title: "Spoiled", remoteVersion: "spoiled", fingerprint: Uint8Array.of(1) },
    });
  });
}

/** A person presses Resync. */
const askForEverything = ({ workspaceId, calendarId }: SyncedCalendar) =>
  scene.inWorkspace({ workspaceId }, (tx) =>
    requestSync(tx, {
      ...{ workspaceId, calendarIds: [calendarId], trigger: "manual", priority: 2 },
      ...{ now: scene.deps.now(), isFull: true },
    }),
  );
/** As it is where it was read all week. */
const wasReadLately = ({ workspaceId, calendarId }: SyncedCalendar) =>
  scene.inWorkspace({ workspaceId }, (tx) =>
    tx.calendarSyncState.update({
      where: { workspaceId_calendarId: { workspaceId, calendarId } },
      data: { lastSuccessAt: new Date(scene.deps.now().getTime() - hourMs / 2) },
    }),
  );

const lastRun = async (calendar: SyncedCalendar) => (await scene.runs(calendar)).at(-1);
const true6 = Array.from({ length: 6 }, (_, day) => `Day ${day + 1}`);

describe.each(tokenProviders)("SYN-11 the comparison of everything, once a week, with $id", (provider) => {
  it("counts what drifted by its cause, repairs it, and finds nothing the next time", async () => {
    const calendar = await connectFilled(provider);
    await spoil(calendar);
    await pass(hourMs);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "delta" });
    expect(await scene.titles(calendar)).not.toEqual(true6);

    await pass(8 * dayMs);
    await wasReadLately(calendar);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "full" });
    expect(await lastRun(calendar)).toMatchObject({
      ...{ kind: "reconcile", trigger: "schedule" },
      ...{ driftMissing: 1, driftExtra: 1, driftStale: 1 },
    });
    expect(await scene.titles(calendar)).toEqual(true6);
    const state = await scene.state(calendar);
    expect(state).toMatchObject({ eventsSynced: 6, status: "healthy" });

    await pass(8 * dayMs);
    await scene.sync(calendar);
    expect(await lastRun(calendar)).toMatchObject({
      ...{ kind: "reconcile", driftMissing: 0, driftExtra: 0, driftStale: 0 },
    });
  });

  it("counts no change that simply has not been read yet, and no event that came into view with the week", async () => {
    const calendar = await connectFilled(provider);
    await scene.edit(calendar, meetingIn(184, "Far away"));
    await scene.sync(calendar);
    await pass(8 * dayMs);
    const [first = "", second = ""] = calendar.ids;
    await scene.edit(calendar, meetingIn(2, "New"));
    await scene.edit(calendar, { do: "change", eventId: first, fields: { summary: "Renamed" } });
    await scene.edit(calendar, { do: "delete", eventId: second });
    await scene.sync(calendar);
    expect(await scene.titles(calendar)).toEqual(expect.arrayContaining(["Far away", "New", "Renamed"]));
    const run = await lastRun(calendar);
    expect(run).toMatchObject({ kind: "reconcile", driftMissing: 0, driftStale: 0 });
  });

  it("takes what a person deleted for no drift: before a resync, while nobody read, or most of a calendar", async () => {
    const calendar = await connectFilled(provider);
    const [first = "", second = "", ...others] = calendar.ids;
    await scene.edit(calendar, { do: "delete", eventId: first });
    await askForEverything(calendar);
    await scene.sync(calendar);
    expect(await lastRun(calendar)).toMatchObject({ kind: "reconcile", removed: 1, driftExtra: 0 });

    await scene.edit(calendar, { do: "delete", eventId: second });
    await pass(8 * dayMs);
    await scene.sync(calendar);
    expect(await lastRun(calendar)).toMatchObject({ kind: "reconcile", driftExtra: 0 });

    for (let day = 1; day <= 9; day += 1) others.push((await scene.edit(calendar, meetingIn(day, "More"))).id);
    await scene.sync(calendar);
    const kept = (await scene.events(calendar)).length;
    for (const eventId of others) await scene.edit(calendar, { do: "delete", eventId });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "held" });
    await scene.inWorkspace(calendar, (tx) => decideHeld(tx, calendar, { decision: "approve", now: scene.deps.now() }));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    expect(await lastRun(calendar)).toMatchObject({ kind: "reconcile", removed: kept, driftExtra: 0 });
  });

  it("comes within seven days for every calendar, whichever its turn in the week is", async () => {
    const calendar = await connectFilled(provider);
    const isFull: boolean[] = [];
    for (let day = 1; day <= 7; day += 1) {
      await pass(dayMs);
      await scene.sync(calendar);
      isFull.push((await lastRun(calendar))?.kind === "reconcile");
    }
    expect(isFull.filter(Boolean)).toHaveLength(1);
  });
});

it("SYN-9 F31 what changed since the last proof counts as a change also where a whole comparison brings it, and what drifted does not", async () => {
  const [provider] = tokenProviders;
  if (provider === undefined) throw new Error("no provider");
  const calendar = await connectFilled(provider);
  const changesIn24Hours = async () => (await scene.state(calendar)).recentChanges;
  const before = await changesIn24Hours();
  await spoil(calendar);
  await askForEverything(calendar);
  await scene.sync(calendar);
  expect(await changesIn24Hours()).toBe(before);
  await pass(hourMs / 2);
  await scene.edit(calendar, meetingIn(3, "Since then"));
  await askForEverything(calendar);
  await scene.sync(calendar);
  expect(await changesIn24Hours()).toBe(before + 1);
});
