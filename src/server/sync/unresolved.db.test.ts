import { afterEach, describe, expect, it } from "vitest";

import type { RemoteChange } from "@/core/ports/calendar-provider";
import { meeting, useSyncScene } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene({ pageSize: 4 });

afterEach(() => scene.unwrap());

/** As the adapter tells an occurrence whose series the provider does not show. */
const toBare = (change: RemoteChange): RemoteChange =>
  change.kind === "event" && change.event.series !== null
    ? { kind: "unresolved", remoteId: change.event.remoteId, seriesId: change.event.series.seriesId }
    : change;

const explainNothing = () => {
  scene.wrap((inner) => ({
    ...inner,
    listChanges: async (call, request) => {
      const page = await inner.listChanges(call, request);
      return { ...page, changes: page.changes.map(toBare) };
    },
  }));
};

describe.each(tokenProviders)("F80 occurrences that $id does not explain", (provider) => {
  it("hold the cursor until they are explained, and nothing of what is known of them goes", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await scene.edit(calendar, meeting("Daily", 1, { recurrence: ["RRULE:FREQ=DAILY;COUNT=9"] }));
    await scene.sync(calendar);
    const { cursor } = await scene.state(calendar);
    await scene.edit(calendar, { do: "change", eventId: id, fields: { summary: "Renamed" } });
    explainNothing();
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "waiting" });
    const state = await scene.state(calendar);
    expect(state).toMatchObject({ cursor, unresolvedRounds: 1, round: null });
    expect(state.nextSyncAt?.getTime()).toBeLessThan(scene.deps.now().getTime() + 60_000);
    expect(new Set(await scene.titles(calendar))).toEqual(new Set(["Daily"]));
    expect(await scene.titles(calendar)).toHaveLength(9);
    scene.unwrap();
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    expect(new Set(await scene.titles(calendar))).toEqual(new Set(["Renamed"]));
    expect(await scene.state(calendar)).toMatchObject({ unresolvedRounds: 0 });
  });

  it("hold nobody else up after three rounds: they are set aside, and the cursor moves on", async () => {
    const calendar = await scene.connect(provider);
    await scene.sync(calendar);
    await scene.edit(calendar, meeting("Daily", 1, { recurrence: ["RRULE:FREQ=DAILY;COUNT=9"] }));
    explainNothing();
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "waiting" });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "waiting" });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    expect(await scene.quarantine(calendar)).toHaveLength(9);
  });
});
