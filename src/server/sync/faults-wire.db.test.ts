import { afterEach, describe, expect, it } from "vitest";

import { hourMs, minuteMs } from "@/core/time/wall-time";
import { meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders, type TokenProvider } from "@/testing/token-scene";

const scene = useSyncScene({ pageSize: 4 });

afterEach(() => scene.mend());

async function connectFilled(provider: TokenProvider, count = 3): Promise<SyncedCalendar> {
  const calendar = await scene.connect(provider);
  for (let day = 1; day <= count; day += 1) await scene.edit(calendar, meeting(`Day ${day}`, day));
  expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
  return calendar;
}

const expire = ({ email, provider }: SyncedCalendar) =>
  scene.base.sandbox.control("POST", "faults", {
    fault: "expire-sync-state",
    provider: provider.sandboxName,
    account: email,
  });

/** What the wire may do, and what the run says of it. Each strikes every try of the run. */
const broken = [
  ["F52", "truncated-json", "malformed_answer"],
  ["F52", "trailing-garbage", "malformed_answer"],
  ["F52", "wrong-charset", "malformed_answer"],
  ["F52", "empty-answer", "malformed_answer"],
  ["F53", "html-page", "not_the_api"],
  ["F53", "redirect", "unsafe_connection"],
  ["F55", "oversized", "too_large"],
  ["F57", "reset-mid-body", "network"],
] as const;

describe.each(tokenProviders)("a listing of $id that goes wrong", (provider) => {
  it.each(broken)(
    "%s %s: ends as a failure, and neither cursor nor mirror move",
    { timeout: 60_000 },
    async (...[, fault, kind]) => {
      const calendar = await connectFilled(provider);
      const { cursor } = await scene.state(calendar);
      await scene.edit(calendar, meeting("Missed", 9));
      scene.base.use({ sleep: () => Promise.resolve() });
      await scene.play(fault, calendar, fault === "oversized" ? { params: { bytes: 40_000_000 } } : {});
      expect(await scene.sync(calendar)).toMatchObject({ outcome: "failed", kind });
      expect((await scene.state(calendar)).cursor).toBe(cursor);
      expect(await scene.titles(calendar)).toEqual(["Day 1", "Day 2", "Day 3"]);
      expect((await scene.runs(calendar)).at(-1)).toMatchObject({ outcome: "failed", errorCode: kind });
      expect((await scene.state(calendar)).lastError).toMatchObject({ code: kind });
      await scene.mend();
      scene.pass(hourMs);
      expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "delta" });
      expect(await scene.titles(calendar)).toContain("Missed");
    },
  );

  it("F47 SYN-1 SYN-2 reads everything when the cursor has expired: what was deleted meanwhile goes, nothing is there twice", async () => {
    const calendar = await scene.connect(provider);
    const ids = [];
    for (let day = 1; day <= 5; day += 1) ids.push((await scene.edit(calendar, meeting(`Day ${day}`, day))).id);
    await scene.sync(calendar);
    const before = await scene.events(calendar);
    await scene.edit(calendar, { do: "delete", eventId: ids[0] });
    await scene.edit(calendar, meeting("New", 8));
    await expire(calendar);
    expect(await scene.sync(calendar)).toMatchObject({
      outcome: "succeeded",
      kind: "full",
      counts: { added: 1, removed: 1, changed: 0 },
    });
    expect(await scene.titles(calendar)).toEqual(["Day 2", "Day 3", "Day 4", "Day 5", "New"]);
    const kept = (await scene.events(calendar)).filter(({ title }) => title !== "New");
    expect(kept.map(({ id }) => id)).toEqual(before.filter(({ title }) => title !== "Day 1").map(({ id }) => id));
    expect((await scene.state(calendar)).cursor).not.toBeNull();
  });

  it("F76 makes at most two full reads an hour when each cursor expires at once", async () => {
    const calendar = await connectFilled(provider);
    await expire(calendar);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "full" });
    await expire(calendar);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "failed", recovery: { do: "resync_from_scratch" } });
    const { nextSyncAt } = await scene.state(calendar);
    expect((nextSyncAt?.getTime() ?? 0) - scene.deps.now().getTime()).toBeGreaterThan(55 * minuteMs);
    const calls = await scene.listings(calendar);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "waiting" });
    expect(await scene.listings(calendar)).toBe(calls);
    scene.pass(2 * hourMs);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "full" });
  });

  it("F75 ends a listing that leads in a circle after one turn, and keeps the cursor", async () => {
    const calendar = await connectFilled(provider);
    const { cursor } = await scene.state(calendar);
    for (let day = 10; day <= 18; day += 1) await scene.edit(calendar, meeting(`Day ${day}`, day));
    const calls = await scene.listings(calendar);
    await scene.play("page-loop", calendar);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "failed", kind: "endless_pages" });
    expect((await scene.listings(calendar)) - calls).toBeLessThanOrEqual(4);
    expect(await scene.state(calendar)).toMatchObject({ cursor, round: null });
    await scene.mend();
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    expect(await scene.titles(calendar)).toHaveLength(12);
  });

  it("F77 TOK-9 goes on with a new token when the old one ends in the middle, at the same page", async () => {
    const calendar = await scene.connect(provider);
    for (let day = 1; day <= 9; day += 1) await scene.edit(calendar, meeting(`Day ${day}`, day));
    let pages = 0;
    scene.wrap((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        if ((pages += 1) === 2)
          await scene.base.sandbox.control("POST", "faults", {
            fault: "expire-access-tokens",
            account: calendar.email,
          });
        return inner.listChanges(call, request);
      },
    }));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "full" });
    scene.unwrap();
    expect(await scene.base.refreshes(calendar)).toBe(1);
    expect(await scene.titles(calendar)).toHaveLength(9);
    expect(pages).toBe(((await scene.runs(calendar)).at(-1)?.pages ?? 0) + 1);
  });

  it("F45 tries a calendar that is gone three times, then disables it and keeps its copy", async () => {
    const calendar = await connectFilled(provider);
    const error = provider.id === "google" ? "notFound" : "ErrorItemNotFound";
    await scene.play("status", calendar, { params: { error } });
    for (let times = 1; times <= 2; times += 1)
      expect(await scene.sync(calendar)).toMatchObject({ kind: "not_found", recovery: { do: "reschedule" } });
    expect(await scene.state(calendar)).toMatchObject({ disabledReason: null });
    expect(await scene.sync(calendar)).toMatchObject({ recovery: { do: "give_up" } });
    expect(await scene.state(calendar)).toMatchObject({ disabledReason: "not_found", status: "disabled" });
    expect(await scene.titles(calendar)).toHaveLength(3);
  });
});
