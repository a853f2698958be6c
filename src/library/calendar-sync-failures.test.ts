import { describe, expect, it } from "vitest";

import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { CalendarProvider, ChangePage } from "@/core/ports/calendar-provider";
import { hourMs, minuteMs } from "@/core/time/wall-time";
import { openSyncBed, styles, type SyncBed } from "./testing/sync-bed";

/** Eleven events that the mirror has, over several pages. */
async function openFilled(style: (typeof styles)[number]): Promise<SyncBed> {
  const bed = openSyncBed({ style });
  for (let day = 1; day <= 12; day += 1) bed.create(`Event ${day}`, day);
  await bed.sync();
  bed.calls.length = 0;
  return bed;
}

const emptyListing =
  (isBroken: () => boolean) =>
  (inner: CalendarProvider): CalendarProvider => ({
    ...inner,
    listChanges: async (call, request): Promise<ChangePage> => {
      const page = await inner.listChanges(call, request);
      return isBroken() && request.from.kind !== "cursor" ? { ...page, changes: [] } : page;
    },
  });

describe.each(styles)("a sync that meets trouble, of the %s kind", (style) => {
  it("F47 reads everything in the same run when the cursor has expired, and removes what was deleted meanwhile", async () => {
    const bed = await openFilled(style);
    bed.edit({ do: "delete", id: bed.store().events()[0]?.remoteId ?? "" });
    bed.create("New", 20);
    bed.world.expireCursors();
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded", kind: "full", counts: { added: 1, removed: 1 } });
    expect(bed.compare().ours).toEqual(bed.compare().theirs);
    expect(bed.store().state().cursor).not.toBeNull();
  });

  it("F76 makes at most two full reads an hour when each cursor expires at once", async () => {
    const bed = await openFilled(style);
    const expireAndSync = () => {
      bed.world.expireCursors();
      bed.pass(minuteMs);
      return bed.sync();
    };
    expect(await expireAndSync()).toMatchObject({ outcome: "succeeded", kind: "full" });
    bed.calls.length = 0;
    expect(await expireAndSync()).toMatchObject({ outcome: "failed", recovery: { do: "resync_from_scratch" } });
    expect(bed.calls).toEqual(["cursor"]);
    expect(bed.store().state().nextSyncAt?.getTime()).toBeGreaterThan(bed.now().getTime() + hourMs - 5 * minuteMs);
    const asked = bed.calls.length;
    expect(await bed.sync()).toMatchObject({ outcome: "waiting" });
    expect(bed.calls).toHaveLength(asked);
    bed.pass(2 * hourMs);
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded", kind: "full" });
  });

  it("F77 TOK-9 renews a token that ends in the middle, once, and asks for the same page again", async () => {
    const bed = openSyncBed({ style });
    for (let day = 1; day <= 6; day += 1) bed.create(`Event ${day}`, day);
    let pages = 0;
    bed.wrapProvider((inner) => ({
      ...inner,
      listChanges: (call, request) => {
        if ((pages += 1) === 2) bed.pass(2 * hourMs);
        return inner.listChanges(call, request);
      },
    }));
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded" });
    expect(bed.calls).toEqual(["start", "page", "page", "page"]);
    expect(bed.renewals.count).toBe(1);
    expect(bed.titles()).toHaveLength(6);
  });

  it("F39 asks to reconnect only when a fresh token is refused twice in a row", async () => {
    const bed = await openFilled(style);
    bed.world.play({ operation: "listChanges", is: { kind: "unauthorized" } });
    expect(await bed.sync()).toMatchObject({ outcome: "failed", recovery: { do: "reschedule" } });
    expect(await bed.sync()).toMatchObject({
      outcome: "failed",
      recovery: { do: "ask_to_reconnect" },
      nextSyncAt: null,
    });
    expect(bed.renewals.count).toBe(2);
  });

  it("F39 I13 asks nobody to reconnect when a page came in between two refusals", async () => {
    const bed = await openFilled(style);
    for (let day = 20; day < 30; day += 1) bed.create("More", day);
    bed.world.play({ operation: "listChanges", count: 2, is: { kind: "unauthorized" } });
    expect(await bed.sync()).toMatchObject({ outcome: "failed", recovery: { do: "reschedule" } });
    let pages = 0;
    bed.wrapProvider((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        const page = await inner.listChanges(call, request);
        if ((pages += 1) === 1) bed.world.play({ operation: "listChanges", count: 4, is: { kind: "unauthorized" } });
        return page;
      },
    }));
    expect(await bed.sync()).toMatchObject({ kind: "unauthorized", recovery: { do: "reschedule" } });
    expect(await bed.sync()).toMatchObject({ kind: "unauthorized", recovery: { do: "ask_to_reconnect" } });
  });

  it("F39 I13 asks nobody to reconnect because a token is refused once after other trouble", async () => {
    const bed = await openFilled(style);
    bed.world.play({ operation: "listChanges", count: 1, is: { kind: "unavailable" } });
    expect(await bed.sync()).toMatchObject({ outcome: "failed", kind: "unavailable" });
    bed.world.play({ operation: "listChanges", count: 2, is: { kind: "unauthorized" } });
    expect(await bed.sync()).toMatchObject({ outcome: "failed", recovery: { do: "reschedule" } });
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded" });
  });

  it("F75 ends a listing that leads in a circle, keeps the cursor, and begins anew at the second time", async () => {
    const bed = await openFilled(style);
    const { cursor } = bed.store().state();
    bed.wrapProvider((inner) => ({
      ...inner,
      listChanges: (call, request) =>
        request.from.kind === "start"
          ? inner.listChanges(call, request)
          : Promise.resolve({ changes: [], next: { kind: "page", mark: "again" } }),
    }));
    expect(await bed.sync()).toMatchObject({ outcome: "failed", kind: "endless_pages" });
    expect(bed.calls.length).toBeLessThanOrEqual(2);
    expect(bed.store().state()).toMatchObject({ cursor, open: null });
    bed.calls.length = 0;
    await bed.sync();
    expect(bed.calls[0]).toBe("cursor");
    expect(bed.calls).toContain("start");
  });

  it("F78 keeps everything when the listing is suddenly empty, reads once more, then asks", async () => {
    const bed = await openFilled(style);
    let isBroken = true;
    bed.wrapProvider(emptyListing(() => isBroken));
    bed.world.expireCursors();
    expect(await bed.sync()).toMatchObject({ outcome: "held" });
    expect(bed.titles()).toHaveLength(12);
    expect(bed.store().state().nextSyncAt?.getTime()).toBe(bed.now().getTime() + minuteMs);
    bed.pass(minuteMs);
    expect(await bed.sync()).toMatchObject({ outcome: "held" });
    expect(bed.store().state().held).toMatchObject({ reads: 2, approvedAt: null });
    expect(bed.titles()).toHaveLength(12);
    isBroken = false;
    bed.pass(hourMs);
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded" });
    expect(bed.store().state().held).toBeNull();
    expect(bed.compare().ours).toEqual(bed.compare().theirs);
  });

  it("F78 deletes when a person says that it is right", async () => {
    const bed = await openFilled(style);
    for (const { remoteId } of bed.store().events()) bed.edit({ do: "delete", id: remoteId });
    await bed.sync();
    expect(bed.titles()).toHaveLength(12);
    bed.pass(minuteMs);
    expect(await bed.sync()).toMatchObject({ outcome: "held" });
    bed.store().approveDeletion(bed.now());
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded" });
    expect(bed.titles()).toEqual([]);
  });

  it("F80 holds the cursor while the provider has not said what changed, and goes on without it at the third time", async () => {
    const bed = await openFilled(style);
    const { cursor } = bed.store().state();
    bed.wrapProvider((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        const page = await inner.listChanges(call, request);
        return { ...page, changes: [...page.changes, { kind: "unresolved", remoteId: "bare", seriesId: "series" }] };
      },
    }));
    for (let round = 1; round <= 2; round += 1) {
      expect(await bed.sync()).toMatchObject({ outcome: "waiting" });
      expect(bed.store().state().cursor).toBe(cursor);
    }
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded" });
    expect(bed.store().quarantine().get("bare")).toBe("no_series");
  });

  it("RES-4 disables a calendar after five failures in a row, probes it hourly, and takes it back", async () => {
    const bed = await openFilled(style);
    bed.world.play({ operation: "listChanges", is: { kind: "unavailable" }, count: 5 });
    for (let run = 1; run <= 5; run += 1) await bed.sync();
    expect(bed.store().state().count).toEqual({ failures: 5, isDisabled: true });
    expect(bed.store().state().nextSyncAt?.getTime()).toBe(bed.now().getTime() + hourMs);
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded" });
    expect(bed.store().state().count).toEqual({ failures: 0, isDisabled: false });
  });

  it("stops at its signal and goes on with the next page", async () => {
    const bed = openSyncBed({ style });
    for (let day = 1; day <= 6; day += 1) bed.create(`Event ${day}`, day);
    const stopping = new AbortController();
    bed.wrapProvider((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        const page = await inner.listChanges(call, request);
        if (request.from.kind === "start") stopping.abort();
        return page;
      },
    }));
    expect(await bed.sync(stopping.signal)).toEqual({ outcome: "aborted" });
    expect(bed.titles()).toHaveLength(2);
    bed.calls.length = 0;
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded" });
    expect(bed.calls[0]).toBe("page");
    expect(bed.titles()).toHaveLength(6);
  });

  const keeps: readonly ProviderErrorKind[] = ["network", "timeout", "malformed_answer", "not_the_api", "too_large"];
  it.each(keeps)("F52 F53 F54 F55 keeps cursor and mirror after %s", async (kind) => {
    const bed = await openFilled(style);
    const { cursor } = bed.store().state();
    bed.world.play({ operation: "listChanges", is: { kind }, count: 1 });
    bed.create("Missed", 30);
    expect(await bed.sync()).toMatchObject({ outcome: "failed", kind });
    expect(bed.store().state().cursor).toBe(cursor);
    expect(bed.titles()).toHaveLength(12);
    expect(await bed.sync()).toMatchObject({ outcome: "succeeded", kind: "delta" });
    expect(bed.titles()).toContain("Missed");
  });

  it("F45 tries a calendar that is not found three times before it gives up", async () => {
    const bed = await openFilled(style);
    bed.world.play({ operation: "listChanges", is: { kind: "not_found" } });
    await bed.sync();
    await bed.sync();
    expect(await bed.sync()).toMatchObject({ recovery: { do: "give_up", because: "not_found" } });
    expect(bed.store().state().count.isDisabled).toBe(true);
    expect(bed.titles()).toHaveLength(12);
  });
});
