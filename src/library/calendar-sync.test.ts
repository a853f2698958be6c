import { describe, expect, it } from "vitest";

import { dayMs, minuteMs } from "@/core/time/wall-time";
import { dayOf, openSyncBed, styles } from "./testing/sync-bed";

describe.each(styles)("one calendar's sync, over a provider of the %s kind", (style) => {
  it("SYN-1 reads everything once, and from then on only what changed", async () => {
    const bed = openSyncBed({ style });
    for (const day of [1, 2, 3, 4, 5]) bed.create(`Event ${day}`, day);
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded", kind: "full", counts: { added: 5 } });
    expect(bed.calls).toEqual(["start", "page", "page"]);
    bed.pass(minuteMs);
    bed.create("Event 6", 6);
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded", kind: "delta", counts: { added: 1 } });
    expect(bed.compare().ours).toEqual(bed.compare().theirs);
    expect(bed.titles()).toHaveLength(6);
  });

  it("SYN-3 asks once where nothing has changed, and stores the cursor and the moment all the same (F79)", async () => {
    const bed = openSyncBed({ style });
    bed.create("Event", 1);
    await bed.sync();
    const before = bed.store().state();
    bed.calls.length = 0;
    bed.pass(minuteMs);
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded", counts: { unchanged: 0, added: 0 } });
    expect(bed.calls).toEqual(["cursor"]);
    expect(bed.store().state().lastSuccessAt?.getTime()).toBe((before.lastSuccessAt?.getTime() ?? 0) + minuteMs);
    expect(bed.store().state().cursor).not.toBeNull();
  });

  it("SYN-2 takes series apart into occurrences, follows moves, and removes what is gone", async () => {
    const bed = openSyncBed({ style });
    const id = bed.createSeries("Daily", 1, 5);
    const single = bed.create("Single", 2);
    await bed.sync();
    expect(bed.titles()).toHaveLength(6);
    bed.edit({ do: "move_occurrence", id, original: dayOf(3), start: dayOf(3, 15), end: dayOf(3, 16) });
    bed.edit({ do: "cancel_occurrence", id, original: dayOf(4) });
    bed.edit({ do: "delete", id: single });
    await bed.sync();
    expect(bed.compare().ours).toEqual(bed.compare().theirs);
    expect(bed.titles()).toHaveLength(4);
    bed.edit({ do: "split", id, original: dayOf(3), title: "Split" });
    await bed.sync();
    expect(bed.compare().ours).toEqual(bed.compare().theirs);
  });

  it("keeps events outside of the window out, and takes them in when they move into it", async () => {
    const bed = openSyncBed({ style });
    const id = bed.create("Far away", 400);
    await bed.sync();
    expect(bed.titles()).toEqual([]);
    bed.edit({ do: "move", id, start: dayOf(5), end: dayOf(5, 10) });
    await bed.sync();
    expect(bed.titles()).toEqual(["Far away"]);
    bed.edit({ do: "move", id, start: dayOf(400), end: dayOf(400, 10) });
    await bed.sync();
    expect(bed.titles()).toEqual([]);
  });

  it("rolls the window within a week by a full read, and keeps what it can", async () => {
    const bed = openSyncBed({ style });
    bed.create("Soon", 1);
    bed.create("Later", 184);
    await bed.sync();
    expect(bed.titles()).toEqual(["Soon"]);
    bed.pass(8 * dayMs);
    expect(await bed.sync()).toMatchObject({ kind: "full" });
    expect(bed.titles()).toEqual(["Later", "Soon"]);
    expect(bed.compare().ours).toEqual(bed.compare().theirs);
  });

  it("TZ-4 sets one unreadable event aside and takes it back when it can be read", async () => {
    const bed = openSyncBed({ style });
    const [good, bad] = [bed.create("Good", 1), bed.create("Bad", 2)];
    await bed.sync();
    bed.edit({ do: "spoil", id: bad });
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded", counts: { setAside: 1 } });
    expect([...bed.store().quarantine()]).toEqual([[bad, "impossible_date"]]);
    expect(bed.titles()).toEqual(["Bad", "Good"]);
    bed.edit({ do: "move", id: bad, start: dayOf(3), end: dayOf(3, 10) });
    bed.edit({ do: "change", id: good, title: "Better" });
    await bed.sync();
    expect(bed.store().quarantine().size).toBe(0);
    expect(bed.titles()).toEqual(["Bad", "Better"]);
  });

  it("F81 ends with an event that changes between two pages as it is then", async () => {
    const bed = openSyncBed({ style });
    const id = bed.create("Before", 1);
    for (const day of [2, 3, 4]) bed.create(`Event ${day}`, day);
    let changed = false;
    bed.wrapProvider((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        const page = await inner.listChanges(call, request);
        if (!changed) bed.edit({ do: "change", id, title: "After" });
        changed = true;
        return page;
      },
    }));
    await bed.sync();
    await bed.sync();
    expect(bed.compare().ours).toEqual(bed.compare().theirs);
    expect(bed.titles().filter((title) => title === "After")).toHaveLength(1);
  });

  it("writes nothing when another run has taken over (I10)", async () => {
    const bed = openSyncBed({ style });
    bed.create("Event", 1);
    const stale = bed.store();
    bed.wrapProvider((inner) => ({
      ...inner,
      listChanges: (call, request) => {
        stale.takeOver();
        return inner.listChanges(call, request);
      },
    }));
    expect(await bed.sync()).toEqual({ outcome: "lease_lost" });
    expect(bed.titles()).toEqual([]);
    expect(bed.store().state().cursor).toBeNull();
  });
});

it("mirrors meetings only, where that is chosen", async () => {
  const bed = openSyncBed({ meetingsOnly: true });
  bed.create("Alone", 1);
  await bed.sync();
  expect(bed.titles()).toEqual([]);
});
