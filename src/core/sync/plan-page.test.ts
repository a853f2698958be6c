import { describe, expect, it } from "vitest";
import { admitEvent, type IncomingEvent } from "../calendar/admit-event";
import { toFingerprintText } from "../calendar/event-fingerprint";
import type { RemoteEvent } from "../calendar/event";
import type { ChangePage, RemoteChange } from "../ports/calendar-provider";
import { keysOf, type KnownEvent } from "./known-event";
import { planPage, type PageInput, type PagePlan, type PagePolicy } from "./plan-page";
import { startRound } from "./round";

const now = new Date("2026-01-26T10:00:00Z");
const window = { from: new Date("2026-01-01"), to: new Date("2026-06-01") };
const delta = startRound({ id: "r1", kind: "delta", window, startedAt: now });
const full = { ...delta, kind: "full" as const };
const policy: PagePolicy = {
  now,
  calendarZone: "Europe/Oslo",
  updatedAtOnlyGrows: true,
  replacesSeries: false,
  meetingsOnly: false,
  digest: (text) => text,
};

const event = (changes: Partial<IncomingEvent> = {}): RemoteEvent => {
  const incoming = {
    remoteId: "e1",
    remoteVersion: "v1",
    updatedAt: "2026-01-20T00:00:00Z",
    title: "Demo Halden",
    start: { time: "2026-02-02T09:00:00Z" },
    end: { time: "2026-02-02T10:00:00Z" },
    ...changes,
  };
  const admission = admitEvent(incoming, "Europe/Oslo");
  if (admission.kind !== "event") throw new Error(admission.setAside.reason);
  return admission.event;
};
const row = (changes: Partial<KnownEvent> = {}, of = event()): KnownEvent => ({
  id: `row-${of.remoteId}`,
  remoteId: of.remoteId,
  remoteVersion: of.remoteVersion,
  seriesId: of.series?.seriesId ?? null,
  updatedAt: of.updatedAt,
  fingerprint: toFingerprintText(of),
  span: { from: new Date("2026-02-02T09:00:00Z"), to: new Date("2026-02-02T10:00:00Z") },
  writtenAt: null,
  ...changes,
});
const says = (...changes: RemoteChange[]): ChangePage => ({ changes, next: { kind: "end", cursor: "c2" } });
const saysEvent = (changes: Partial<IncomingEvent> = {}) => says({ kind: "event", event: event(changes) });
const plan = (input: Partial<PageInput>): PagePlan =>
  planPage({ page: says(), known: [], setAsideIds: new Set(), cancelledAt: new Map(), round: delta, policy, ...input });
const nothing = { inserts: [], updates: [], touches: [], seen: [], setAside: [], released: [] };
const inSeries = (remoteId: string, seriesId = "s1") => event({ remoteId, series: { seriesId, isException: false } });

describe("planPage", () => {
  it("SYN-4 inserts what is new, with its meeting and its span", () => {
    expect(plan({ page: saysEvent() }).inserts).toMatchObject([
      {
        event: { remoteId: "e1" },
        meeting: { isMeeting: false, because: "alone" },
        span: { from: new Date("2026-02-02T09:00:00Z") },
      },
    ]);
  });
  it("SYN-4 updates what changed", () => {
    expect(
      plan({
        page: saysEvent({ title: "Demo Hamar", remoteVersion: "v2", updatedAt: "2026-01-21T00:00:00Z" }),
        known: [row()],
      }),
    ).toMatchObject({ inserts: [], updates: [{ id: "row-e1", event: { title: "Demo Hamar" } }] });
  });
  it("writes nothing for what is as it was", () =>
    expect(plan({ page: saysEvent(), known: [row()] })).toMatchObject({ ...nothing, counts: { unchanged: 1 } }));
  it("F79 plans nothing for a page of nothing, and goes on", () =>
    expect(plan({})).toMatchObject({ ...nothing, round: { pages: 1 } }));
  it("notes only the new version where the content is the same", () => {
    expect(
      plan({ page: saysEvent({ remoteVersion: "v2", updatedAt: "2026-01-22T00:00:00Z" }), known: [row()] }),
    ).toMatchObject({
      ...nothing,
      touches: [{ id: "row-e1", remoteVersion: "v2", updatedAt: new Date("2026-01-22T00:00:00Z") }],
      counts: { touched: 1, changed: 0 },
    });
  });

  it("keeps a removal in the round instead of deleting", () => {
    const removal = plan({ page: says({ kind: "removed", remoteId: "e1" }), known: [row()] });
    expect(removal).toMatchObject({ ...nothing, counts: { removed: 1 } });
    expect(removal.round.staged).toEqual([{ remoteId: "e1", because: "removed" }]);
    expect(
      plan({ page: says({ kind: "removed", remoteId: "e1" }), known: [row()], round: removal.round }).round.staged,
    ).toHaveLength(1);
  });
  it("SYN-2 ignores the removal of what it never had", () => {
    const removal = plan({ page: says({ kind: "removed", remoteId: "e9" }) });
    expect([removal.counts.removed, removal.round.staged]).toEqual([0, []]);
  });
  it("SYN-2 removes all occurrences of a removed series, and nothing else", () => {
    const known = [row({}, inSeries("o1")), row({}, inSeries("o2")), row({}, inSeries("o3", "s2")), row()];
    const { round } = plan({ page: says({ kind: "removed", remoteId: "s1" }), known });
    expect(round.staged.map(({ remoteId }) => remoteId)).toEqual(["o1", "o2"]);
  });
  it("F81 revives what comes again after its removal, without a write", () => {
    const staged = { ...delta, staged: [{ remoteId: "e1", because: "removed" as const }] };
    const revived = plan({ page: saysEvent(), known: [row()], round: staged });
    expect(revived).toMatchObject(nothing);
    expect(revived.round.staged).toEqual([]);
  });

  it("F81 the last word of a page counts", () => {
    const first: RemoteChange = { kind: "event", event: event({ title: "old" }) };
    const second: RemoteChange = { kind: "event", event: event({ title: "new", remoteVersion: "v2" }) };
    const gone: RemoteChange = { kind: "removed", remoteId: "e1" };
    expect(plan({ page: says(first, second) })).toMatchObject({
      inserts: [{ event: { title: "new" } }],
      counts: { repeated: 1 },
    });
    expect(plan({ page: says(first, gone) }).inserts).toEqual([]);
    expect(plan({ page: says(gone, first) }).inserts).toHaveLength(1);
    expect(
      plan({ page: says({ kind: "event", event: inSeries("o1") }, { kind: "removed", remoteId: "s1" }) }).inserts,
    ).toEqual([]);
  });

  const outside = { start: { time: "2026-07-01T09:00:00Z" }, end: { time: "2026-07-01T10:00:00Z" } };
  it("drops what lies outside the window, and takes out what moved there", () => {
    expect(plan({ page: saysEvent(outside) })).toMatchObject({ ...nothing, counts: { outside: 1 } });
    expect(plan({ page: saysEvent(outside), known: [row()] }).round.staged).toEqual([
      { remoteId: "e1", because: "moved_out" },
    ]);
  });
  it("SYN-5 mirrors meetings only, where that was chosen", () => {
    const chosen = { policy: { ...policy, meetingsOnly: true } };
    expect(
      plan({ ...chosen, page: saysEvent({ attendees: { listed: [{ email: "bob@example.com" }] } }) }).inserts,
    ).toHaveLength(1);
    expect(plan({ ...chosen, page: saysEvent() }).inserts).toEqual([]);
    expect(plan({ ...chosen, page: saysEvent(), known: [row()] }).round.staged).toEqual([
      { remoteId: "e1", because: "moved_out" },
    ]);
  });

  it("TZ-4 F71 sets one event aside and keeps the others and its own old state", () => {
    const poison: RemoteChange = { kind: "set_aside", setAside: { remoteId: "e1", reason: "ends_before_it_starts" } };
    const page = says(
      poison,
      { kind: "event", event: event({ remoteId: "e2" }) },
      { kind: "set_aside", setAside: { remoteId: null, reason: "no_id" } },
    );
    expect(plan({ page, known: [row()], round: full })).toMatchObject({
      seen: ["e1", "e2"],
      inserts: [{ event: { remoteId: "e2" } }],
      setAside: [{ reason: "no_id" }, { remoteId: "e1" }],
      counts: { setAside: 2 },
    });
  });
  it("TZ-4 releases what can be read again, or is gone", () => {
    const page = says(
      { kind: "event", event: event() },
      { kind: "removed", remoteId: "e2" },
      { kind: "set_aside", setAside: { remoteId: "e3", reason: "no_start" } },
    );
    expect(plan({ page, setAsideIds: new Set(["e1", "e2", "e3"]) }).released).toEqual(["e1", "e2"]);
  });

  it("F80 remembers what is unresolved until the round says it", () => {
    const first = plan({
      page: says(
        { kind: "unresolved", remoteId: "o1", seriesId: "s1" },
        { kind: "unresolved", remoteId: "o2", seriesId: "s1" },
      ),
    });
    expect(first.round.unresolved.map(({ remoteId }) => remoteId)).toEqual(["o1", "o2"]);
    const second = plan({
      page: says({ kind: "event", event: inSeries("o1") }, { kind: "removed", remoteId: "o2" }),
      round: first.round,
    });
    expect(second.round.unresolved).toEqual([]);
  });

  it("SYN-11 marks in a full read everything that it sees", () => {
    expect(plan({ page: saysEvent(), known: [row()], round: full }).seen).toEqual(["e1"]);
    expect(plan({ page: saysEvent(), round: full }).seen).toEqual(["e1"]);
    expect(plan({ page: saysEvent(outside), round: full }).seen).toEqual([]);
  });
  it("P3 a delta that changes nothing writes nothing, also where series are replaced as a whole", () => {
    expect(plan({ page: saysEvent(), known: [row()], policy: { ...policy, replacesSeries: true } })).toMatchObject(
      nothing,
    );
    const page = says({ kind: "series", seriesId: "s1" }, { kind: "event", event: inSeries("o1") });
    expect(plan({ page, known: [row({}, inSeries("o1"))], policy: { ...policy, replacesSeries: true } }).seen).toEqual([
      "o1",
    ]);
  });
});

describe("which state is newer", () => {
  const older = saysEvent({ title: "old", remoteVersion: "v0", updatedAt: "2026-01-19T00:00:00Z" });
  it.each([
    ["I4 a delta's older state is old news where times only grow", {}, {}, delta, 0],
    ["a delta's older state counts where times say nothing", {}, { updatedAtOnlyGrows: false }, delta, 1],
    ["a full read's word counts", {}, {}, full, 1],
    [
      "F59 nothing undoes what we wrote a minute ago",
      { writtenAt: new Date("2026-01-26T09:59:00Z") },
      { updatedAtOnlyGrows: false },
      full,
      0,
    ],
    [
      "F59 three minutes later the provider is believed again",
      { writtenAt: new Date("2026-01-26T09:57:00Z") },
      { updatedAtOnlyGrows: false },
      full,
      1,
    ],
  ])("%s", (_, rowChanges, policyChanges, round, updates) => {
    expect(
      plan({ page: older, known: [row(rowChanges)], policy: { ...policy, ...policyChanges }, round }).updates,
    ).toHaveLength(updates);
  });
});

it.each([
  ["is not brought back by a listing that lags", "2026-01-26T09:58:00Z", "2026-01-26T09:59:00Z", 0],
  ["comes back when somebody restores it", "2026-01-26T09:59:30Z", "2026-01-26T09:59:00Z", 1],
  ["comes back when the provider says so three minutes later", "2026-01-26T09:50:00Z", "2026-01-26T09:57:00Z", 1],
])("F59 what we cancelled ourselves %s", (_, updatedAt, cancelled, inserts) => {
  const cancelledAt = new Map([["e1", new Date(cancelled)]]);
  for (const round of [delta, full])
    expect(plan({ page: saysEvent({ updatedAt }), cancelledAt, round }).inserts).toHaveLength(inserts);
});

it("asks for exactly the rows that a page is about", () => {
  const page = says(
    { kind: "event", event: event() },
    { kind: "removed", remoteId: "s1" },
    { kind: "unresolved", remoteId: "o1", seriesId: "s2" },
    { kind: "series", seriesId: "s3" },
    { kind: "set_aside", setAside: { remoteId: "e2", reason: "no_start" } },
    { kind: "set_aside", setAside: { remoteId: null, reason: "no_id" } },
  );
  expect(keysOf(page)).toEqual({ remoteIds: ["e1", "s1", "o1", "e2"], seriesIds: ["s1"] });
});
