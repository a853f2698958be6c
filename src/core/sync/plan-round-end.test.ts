import { describe, expect, it } from "vitest";
import type { KnownEvent } from "./known-event";
import { isDeletion, planRoundEnd, type RoundEndInput } from "./plan-round-end";
import { startRound } from "./round";

const now = new Date("2026-01-26T10:00:00Z");
const window = { from: new Date("2026-01-01"), to: new Date("2026-06-01") };
const round = startRound({ id: "r1", kind: "full", window, startedAt: new Date("2026-01-26T09:55:00Z") });
const row = (remoteId: string, changes: Partial<KnownEvent> = {}): KnownEvent => ({
  id: `row-${remoteId}`,
  remoteId,
  remoteVersion: "v1",
  seriesId: null,
  updatedAt: null,
  fingerprint: "f",
  span: { from: new Date("2026-02-02T09:00:00Z"), to: new Date("2026-02-02T10:00:00Z") },
  writtenAt: null,
  ...changes,
});
const end = (changes: Partial<RoundEndInput>) =>
  planRoundEnd({
    round,
    cursor: "c2",
    staged: [],
    unseen: [],
    live: { events: 100, things: 100 },
    held: null,
    unresolvedRounds: 0,
    now,
    ...changes,
  });
const on = (from: string, to: string) => ({ span: { from: new Date(from), to: new Date(to) } });

describe("planRoundEnd", () => {
  it("F79 SYN-6 moves the cursor even when nothing happened", () =>
    expect(end({})).toEqual({ kind: "complete", removals: [], setAside: [], cursor: "c2" }));
  it("reads everything next time when there is no cursor", () =>
    expect(end({ cursor: null })).toMatchObject({ kind: "complete", cursor: null }));

  it("SYN-1 F47 deletes what a full read no longer says, so that what went in the gap goes here", () => {
    expect(end({ unseen: [row("e1")] })).toMatchObject({ removals: [{ id: "row-e1", because: "absent" }] });
  });
  const waiting = (because: "removed" | "moved_out", ...ids: string[]) => ({
    round: { ...round, staged: ids.map((remoteId) => ({ remoteId, because })) },
    staged: ids.map((id) => row(id)),
  });
  it("carries out what waited in the round, once", () => {
    expect(end({ ...waiting("removed", "e1"), unseen: [row("e1")] })).toMatchObject({
      removals: [{ id: "row-e1", because: "removed" }],
    });
  });
  it("SYN-2 deletes the occurrences that a replaced series no longer has", () => {
    expect(
      end({ round: { ...round, kind: "delta", replacedSeries: ["s1"] }, unseen: [row("o1", { seriesId: "s1" })] }),
    ).toMatchObject({ removals: [{ because: "absent_from_series" }] });
  });

  it.each([
    ["lies before the window", on("2025-12-20T09:00:00Z", "2025-12-20T10:00:00Z"), "fell_out"],
    [
      "lies on the window's edge, where zones draw the line differently",
      on("2026-01-01T05:00:00Z", "2026-01-02T00:00:00Z"),
      "fell_out",
    ],
    ["lies inside", on("2026-01-05T05:00:00Z", "2026-01-05T06:00:00Z"), "absent"],
  ])("tells a deletion from our window's doing when the event %s", (_, span, because) => {
    expect(end({ unseen: [row("e1", span)] })).toMatchObject({ removals: [{ because }] });
  });

  it("F59 keeps what we wrote ourselves while it was reading, or just before", () => {
    const booked = [
      row("e1", { writtenAt: new Date("2026-01-26T09:56:00Z") }),
      row("e2", { writtenAt: new Date("2026-01-26T09:58:30Z") }),
    ];
    const later = { ...round, startedAt: new Date("2026-01-26T09:59:00Z") };
    expect(end({ unseen: booked, round: later, unresolvedRounds: 2 })).toMatchObject({ removals: [{ id: "row-e1" }] });
    expect(end({ unseen: booked })).toMatchObject({ kind: "complete", removals: [] });
  });
  it("F59 reads again when what we wrote just before may lag or may be deleted: the cursor would tell neither", () => {
    const booked = row("e1", { writtenAt: new Date("2026-01-26T09:58:30Z") });
    const later = { ...round, startedAt: new Date("2026-01-26T09:59:00Z") };
    expect(end({ unseen: [booked], round: later })).toEqual({
      kind: "unresolved",
      retryAt: new Date("2026-01-26T10:00:30Z"),
    });
  });

  const many = (count: number, changes: (index: number) => Partial<KnownEvent> = () => ({})) =>
    Array.from({ length: count }, (_, index) => row(`e${index}`, changes(index)));
  it("F78 holds an empty answer, keeps the cursor and reads again", () => {
    expect(end({ unseen: many(100) })).toEqual({
      kind: "held",
      count: { liveEvents: 100, deletedEvents: 100, liveThings: 100, deletedThings: 100 },
      held: { heldSince: now, reads: 1, approvedAt: null },
      readAgainAt: new Date("2026-01-26T10:01:00Z"),
    });
  });
  it("F78 then asks", () =>
    expect(end({ unseen: many(100), held: { heldSince: now, reads: 1, approvedAt: null } })).toMatchObject({
      kind: "held",
      held: { reads: 2 },
      readAgainAt: null,
    }));
  it("F78 deletes after a yes", () =>
    expect(end({ unseen: many(100), held: { heldSince: now, reads: 2, approvedAt: now } })).toMatchObject({
      kind: "complete",
    }));
  it("F78 judges by what lies in the window: neither what left it nor what lies on its edge counts", () => {
    const left = many(100, () => on("2025-12-20T09:00:00Z", "2025-12-20T10:00:00Z"));
    const held = { heldSince: now, reads: 1, approvedAt: null };
    expect(end({ unseen: [...many(12), ...left], live: { events: 12, things: 12 }, held })).toMatchObject({
      kind: "held",
      count: { liveEvents: 12, deletedEvents: 12, liveThings: 12, deletedThings: 12 },
    });
    const { round: full, staged } = waiting("removed", ...Array.from({ length: 90 }, (_, index) => `e${index}`));
    const edge = staged.map((each) => ({ ...each, ...on("2026-01-01T05:00:00Z", "2026-01-02T00:00:00Z") }));
    expect(end({ round: { ...full, kind: "delta" }, staged: edge })).toMatchObject({ kind: "complete" });
  });
  const ids = Array.from({ length: 90 }, (_, index) => `e${index}`);
  it("F78 guards deltas too", () => {
    const { round: full, staged } = waiting("removed", ...ids);
    expect(end({ round: { ...full, kind: "delta" }, staged })).toMatchObject({ kind: "held" });
  });
  it("does not suspect what only left our window, nor one ended series", () => {
    expect(end(waiting("moved_out", ...ids))).toMatchObject({ kind: "complete" });
    expect(end({ unseen: many(90, () => ({ seriesId: "s1" })), live: { events: 100, things: 11 } })).toMatchObject({
      kind: "complete",
    });
  });

  it("F80 keeps the cursor while something is unresolved, and after three rounds goes on without it", () => {
    const pending = { round: { ...round, unresolved: [{ remoteId: "o1", seriesId: "s1" }] }, unseen: [row("o1")] };
    expect(end(pending)).toEqual({ kind: "unresolved", retryAt: new Date("2026-01-26T10:00:30Z") });
    expect(end({ ...pending, unresolvedRounds: 2 })).toEqual({
      kind: "complete",
      removals: [],
      setAside: [{ remoteId: "o1", reason: "no_series" }],
      cursor: "c2",
    });
  });
});

it("counts as deleted what the provider deleted, not what left our window", () => {
  const all = ["removed", "absent", "absent_from_series", "moved_out", "fell_out"] as const;
  expect(all.filter(isDeletion)).toEqual(["removed", "absent", "absent_from_series"]);
});
