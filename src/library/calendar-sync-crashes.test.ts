import { describe, expect, it } from "vitest";

import { hourMs, minuteMs } from "@/core/time/wall-time";
import { dayOf, openSyncBed, styles, type SyncBed } from "./testing/sync-bed";

/** Several pages of single events and a series, then changes of every kind. */
function fill(bed: SyncBed): void {
  for (let day = 1; day <= 5; day += 1) bed.create(`Event ${day}`, day);
  bed.createSeries("Daily", 6, 4);
}

function change(bed: SyncBed): void {
  const [first, second] = bed.world.calendars.get(bed.remoteCalendarId)?.records ?? [];
  bed.edit({ do: "delete", id: first?.id ?? "" });
  bed.edit({ do: "change", id: second?.id ?? "", title: "Changed" });
  const series = bed.world.calendars.get(bed.remoteCalendarId)?.records.find(({ count }) => count !== null);
  bed.edit({ do: "cancel_occurrence", id: series?.id ?? "", original: dayOf(7) });
  bed.create("Late", 25);
}

const phases = {
  "the first read": () => undefined,
  "a delta": change,
  "a full read after an expired cursor": (bed: SyncBed) => {
    change(bed);
    bed.world.expireCursors();
  },
} as const;

describe.each(styles)("a process that dies at any await, of the %s kind", (style) => {
  it.each(Object.entries(phases))(
    "SYN-6 F1 F2 F3 F4 F5 ends as the provider is, whatever it died in: %s",
    async (name, prepare) => {
      let deaths = 0;
      for (let left = 0; ; left += 1) {
        const bed = openSyncBed({ style });
        fill(bed);
        if (name !== "the first read") await bed.sync();
        prepare(bed);
        const isDead = await bed.syncAndDie(left);
        deaths += isDead ? 1 : 0;
        bed.pass(minuteMs);
        expect(await bed.sync()).toMatchObject({ outcome: "succeeded" });
        expect(bed.compare().ours, `died at await ${left}`).toEqual(bed.compare().theirs);
        const before = bed.store().events();
        expect(await bed.sync(), `a run more, after await ${left}`).toMatchObject({
          counts: { added: 0, changed: 0, removed: 0 },
        });
        expect(bed.store().events()).toEqual(before);
        if (!isDead) break;
      }
      expect(deaths).toBeGreaterThan(6);
    },
  );

  it("F2 goes on at the page after the last that was stored", async () => {
    const bed = openSyncBed({ style });
    fill(bed);
    let left = 0;
    while (bed.store().state().open === null) await bed.syncAndDie((left += 1));
    bed.calls.length = 0;
    await bed.sync();
    expect(bed.calls).not.toContain("start");
    expect(bed.compare().ours).toEqual(bed.compare().theirs);
  });

  it("R6 proves only what was there when the read began that another process ended hours later", async () => {
    const bed = openSyncBed({ style });
    fill(bed);
    const begun = bed.now();
    for (let left = 0; bed.store().state().open === null; left += 1) await bed.syncAndDie(left);
    bed.pass(3 * hourMs);
    change(bed);
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded", kind: "full", nextSyncAt: bed.now() });
    expect(bed.store().state().lastSuccessAt).toEqual(begun);
    await bed.sync();
    expect(bed.store().state().lastSuccessAt).toEqual(bed.now());
    expect(bed.compare().ours).toEqual(bed.compare().theirs);
  });
});
