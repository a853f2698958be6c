import { afterEach, describe, expect, it } from "vitest";

import { dayMs, hourMs, minuteMs } from "@/core/time/wall-time";
import { meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders, type TokenProvider } from "@/testing/token-scene";
import { decideHeld } from "./decide-held";

const scene = useSyncScene();

afterEach(() => scene.mend());

type Filled = SyncedCalendar & { readonly ids: readonly string[] };

async function connectFilled(provider: TokenProvider, longAgo: readonly number[] = []): Promise<Filled> {
  const calendar = await scene.connect(provider);
  for (const days of longAgo) await scene.edit(calendar, meeting(`${days} days ago`, -days));
  const ids: string[] = [];
  for (let day = 1; day <= 12; day += 1) ids.push((await scene.edit(calendar, meeting(`Day ${day}`, day))).id);
  await scene.sync(calendar);
  return { ...calendar, ids };
}

const decide = (calendar: SyncedCalendar, decision: "approve" | "read_again") =>
  scene.inWorkspace(calendar, (tx) => decideHeld(tx, calendar, { decision, now: scene.deps.now() }));
const expire = ({ email, provider }: SyncedCalendar) =>
  scene.base.sandbox.control("POST", "faults", {
    fault: "expire-sync-state",
    provider: provider.sandboxName,
    account: email,
  });

describe.each(tokenProviders)("F78 a listing of $id that is suddenly empty", (provider) => {
  it("removes nothing, is read once more, is asked about, and is forgotten when the events are there again", async () => {
    const calendar = await connectFilled(provider);
    await expire(calendar);
    await scene.play("empty-listing", calendar);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "held" });
    let state = await scene.state(calendar);
    expect((state.nextSyncAt?.getTime() ?? 0) - scene.deps.now().getTime()).toBeLessThanOrEqual(minuteMs);
    expect(state.status).toBe("late");
    scene.pass(minuteMs);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "held" });
    state = await scene.state(calendar);
    expect(state.heldDetail).toMatchObject({ reads: 2, liveEvents: 12, deletedEvents: 12, approvedAt: null });
    expect(await scene.titles(calendar)).toHaveLength(12);
    await scene.mend();
    scene.pass(hourMs);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    expect(await scene.state(calendar)).toMatchObject({ heldAt: null, status: "healthy" });
    expect(await scene.titles(calendar)).toHaveLength(12);
  });

  it("is asked about as well when a fortnight has passed in between, and what was long ago has left the window", async () => {
    const calendar = await connectFilled(provider, [20, 21, 22, 23, 24, 25]);
    await expire(calendar);
    await scene.play("empty-listing", calendar);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "held" });
    scene.pass(14 * dayMs);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "held" });
    expect((await scene.state(calendar)).heldDetail).toMatchObject({ reads: 2, liveEvents: 12, deletedEvents: 12 });
    expect(await scene.titles(calendar)).toHaveLength(18);
    scene.pass(-14 * dayMs);
  });

  it("is carried out when a person approves it", async () => {
    const calendar = await connectFilled(provider);
    for (const eventId of calendar.ids) await scene.edit(calendar, { do: "delete", eventId });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "held" });
    scene.pass(minuteMs);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "held" });
    expect(await scene.titles(calendar)).toHaveLength(12);
    expect(await decide(calendar, "approve")).toBe(true);
    expect((await scene.state(calendar)).nextSyncAt?.getTime()).toBeLessThanOrEqual(scene.deps.now().getTime());
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", counts: { removed: 12 } });
    expect(await scene.titles(calendar)).toEqual([]);
    expect(await decide(calendar, "approve")).toBe(false);
  });

  it("keeps an approval that comes while it is being read once more", async () => {
    const calendar = await connectFilled(provider);
    for (const eventId of calendar.ids) await scene.edit(calendar, { do: "delete", eventId });
    await scene.sync(calendar);
    scene.wrap((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        await decide(calendar, "approve");
        return inner.listChanges(call, request);
      },
    }));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "held" });
    scene.unwrap();
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", counts: { removed: 12 } });
  });

  it("is judged anew when a person does not believe it", async () => {
    const calendar = await connectFilled(provider);
    for (const eventId of calendar.ids) await scene.edit(calendar, { do: "delete", eventId });
    await scene.sync(calendar);
    await decide(calendar, "read_again");
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "held" });
    expect((await scene.state(calendar)).heldDetail).toMatchObject({ reads: 1 });
    expect(await scene.titles(calendar)).toHaveLength(12);
  });
});
