import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admitEvent } from "../calendar/admit-event";
import type { RemoteEvent } from "../calendar/event";
import { toFingerprintText } from "../calendar/event-fingerprint";
import type { ChangePage, RemoteChange } from "../ports/calendar-provider";
import { keysOf, type KnownEvent } from "./known-event";
import { planPage, type PagePlan, type PagePolicy } from "./plan-page";
import { planRoundEnd } from "./plan-round-end";
import { startRound, type Round } from "./round";

// A provider and a mirror in memory, joined by the plans alone: whatever happens, the mirror ends as the provider is.

const begin = new Date("2026-01-26T10:00:00Z");
const window = { from: new Date("2026-01-01"), to: new Date("2026-06-01") };
const policy: PagePolicy = {
  now: begin,
  calendarZone: "UTC",
  updatedAtOnlyGrows: true,
  replacesSeries: true,
  meetingsOnly: false,
  digest: (text) => text,
};
type State = { readonly title: string; readonly day: number; readonly version: number; readonly isGone: boolean };
type Row = KnownEvent & { title: string };

const ids = ["a", "b", "c", "s1_1", "s1_2", "s1_3", "s2_1", "s2_2"];
const seriesOf = (id: string) => (id.includes("_") ? id.slice(0, 2) : null);
const isInside = ({ day, isGone }: State) => !isGone && day < 142;

function toEvent(id: string, { title, day, version }: State): RemoteEvent {
  const start = new Date(Date.UTC(2026, 0, 10) + day * 86_400_000);
  const seriesId = seriesOf(id);
  const admission = admitEvent(
    {
      remoteId: id,
      remoteVersion: `v${version}`,
      updatedAt: new Date(Date.UTC(2026, 0, 1) + version * 1_000),
      title,
      series: seriesId === null ? null : { seriesId, isException: false },
      start: { time: start.toISOString() },
      end: { time: new Date(start.getTime() + 3_600_000).toISOString() },
    },
    "UTC",
  );
  if (admission.kind !== "event") throw new Error(admission.setAside.reason);
  return admission.event;
}

class Provider {
  readonly states = new Map<string, State>();
  readonly log: { id: string; state: State }[] = [];
  change(id: string, change: Partial<State>): void {
    const before = this.states.get(id) ?? { title: "", day: 0, version: 0, isGone: true };
    const state = { ...before, isGone: false, ...change, version: this.log.length + 1 };
    this.states.set(id, state);
    this.log.push({ id, state });
  }
  /** As a full listing: only what is there and in the window. */
  list = (): RemoteChange[] =>
    [...this.states]
      .filter(([, state]) => isInside(state))
      .map(([id, state]) => ({ kind: "event", event: toEvent(id, state) }));
  /** As a delta: every change since, older states of an event before newer ones, what is gone as a removal. */
  since = (position: number): RemoteChange[] =>
    this.log
      .slice(position)
      .map(({ id, state }) =>
        state.isGone ? { kind: "removed", remoteId: id } : { kind: "event", event: toEvent(id, state) },
      );
  inside = () =>
    Object.fromEntries(
      [...this.states]
        .filter(([, state]) => isInside(state))
        .map(([id, { title, day, version }]) => [id, `${title} ${day} v${version}`])
        .sort(),
    );
}

class Mirror {
  rows = new Map<string, Row>();
  writes = 0;
  /** What each round has seen, beside the rows. */
  readonly seen = new Set<string>();
  apply(plan: PagePlan, roundId: string): void {
    for (const { event, fingerprint, span } of [...plan.inserts, ...plan.updates]) {
      const { remoteId, remoteVersion, updatedAt, title } = event;
      this.rows.set(remoteId, {
        id: remoteId,
        remoteId,
        remoteVersion,
        updatedAt,
        title,
        fingerprint,
        span,
        seriesId: seriesOf(remoteId),
        writtenAt: null,
      });
    }
    for (const { id, ...touch } of plan.touches) this.set(id, touch);
    for (const remoteId of plan.seen) this.seen.add(`${roundId} ${remoteId}`);
    this.writes += plan.inserts.length + plan.updates.length + plan.touches.length;
  }
  set(id: string, change: Partial<Row>): void {
    const row = this.rows.get(id);
    if (row) this.rows.set(id, { ...row, ...change });
  }
  load(page: ChangePage): KnownEvent[] {
    const { remoteIds, seriesIds } = keysOf(page);
    return [...this.rows.values()].filter(
      (row) => remoteIds.includes(row.remoteId) || (row.seriesId !== null && seriesIds.includes(row.seriesId)),
    );
  }
  content = () =>
    Object.fromEntries(
      [...this.rows]
        .map(([id, { title, span, remoteVersion }]) => [
          id,
          `${title} ${Math.round((span.from.getTime() - Date.UTC(2026, 0, 10)) / 86_400_000)} ${remoteVersion}`,
        ])
        .sort(),
    );
}

type Reading = {
  readonly kind: "full" | "delta";
  readonly changes: readonly RemoteChange[];
  readonly pageSize: number;
  readonly stopAfter: number;
  readonly repeatPages: boolean;
};

/** Reads one round, page after page; may be killed after some pages, or read each page twice. Answers whether it came to its end. */
function read(mirror: Mirror, { kind, changes, pageSize, stopAfter, repeatPages }: Reading, id: string): boolean {
  let round: Round = startRound({ id, kind, window, startedAt: begin });
  const pageCount = Math.max(1, Math.ceil(changes.length / pageSize));
  for (let index = 0; index < pageCount; index += 1) {
    if (index >= stopAfter) return false;
    const page: ChangePage = {
      changes: changes.slice(index * pageSize, (index + 1) * pageSize),
      next: index + 1 < pageCount ? { kind: "page", mark: `${id}-${index}` } : { kind: "end", cursor: "c" },
    };
    for (let time = 0; time < (repeatPages ? 2 : 1); time += 1) {
      const plan = planPage({
        page,
        known: mirror.load(page),
        setAsideIds: new Set(),
        cancelledAt: new Map(),
        round,
        policy,
      });
      mirror.apply(plan, id);
      if (time === 0) round = plan.round;
    }
  }
  const rows = [...mirror.rows.values()];
  const unseen = rows.filter(
    (row) =>
      !mirror.seen.has(`${id} ${row.remoteId}`) &&
      (kind === "full" || (row.seriesId !== null && round.replacedSeries.includes(row.seriesId))),
  );
  const end = planRoundEnd({
    round,
    cursor: "c",
    staged: rows.filter((row) => round.staged.some(({ remoteId }) => remoteId === row.remoteId)),
    unseen,
    live: { events: rows.length, things: rows.length },
    held: { heldSince: begin, reads: 1, approvedAt: begin },
    unresolvedRounds: 0,
    now: begin,
  });
  if (end.kind !== "complete") throw new Error(end.kind);
  for (const { id: gone } of end.removals) mirror.rows.delete(gone);
  return true;
}

const edits = fc.array(
  fc.record({
    id: fc.constantFrom(...ids),
    title: fc.constantFrom("x", "y", "z"),
    day: fc.constantFrom(0, 1, 50, 141, 142, 200),
    isGone: fc.boolean(),
  }),
  { maxLength: 12 },
);
const readings = fc.record({
  full: fc.boolean(),
  pageSize: fc.integer({ min: 1, max: 6 }),
  stopAfter: fc.integer({ min: 0, max: 8 }),
  repeatPages: fc.boolean(),
  seed: fc.nat(),
});
const story = fc.array(fc.tuple(edits, readings), { minLength: 1, maxLength: 6 });
const shuffle = <T>(list: readonly T[], seed: number): T[] =>
  list
    .map((item, index) => ({ item, key: Math.imul(seed + index * 2_654_435, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

function tell(
  chapters: readonly (readonly [
    edits: readonly { id: string; title: string; day: number; isGone: boolean }[],
    reading: { full: boolean; pageSize: number; stopAfter: number; repeatPages: boolean; seed: number },
  ])[],
) {
  const provider = new Provider();
  const mirror = new Mirror();
  let cursor: number | null = null;
  const sync = (reading: Omit<Reading, "kind" | "changes"> & { full: boolean; seed: number }, name: string) => {
    const position = provider.log.length;
    const isFull = reading.full || cursor === null;
    const noise: RemoteChange[] = [{ kind: "removed", remoteId: "nobody" }];
    const changes = isFull ? shuffle(provider.list(), reading.seed) : [...noise, ...provider.since(cursor ?? 0)];
    if (read(mirror, { kind: isFull ? "full" : "delta", changes, ...reading }, name)) cursor = position;
  };
  chapters.forEach(([changes, reading], index) => {
    for (const { id, ...change } of changes) provider.change(id, change);
    sync(reading, `r${index}`);
  });
  return { provider, mirror, sync };
}

describe("laws of planning", () => {
  const calm = { pageSize: 3, stopAfter: Infinity, repeatPages: false, seed: 0 };

  it("I1 I2 F2 F5 SYN-6 whatever happens and wherever it is killed, the next whole read leaves the mirror as the provider", () => {
    fc.assert(
      fc.property(story, fc.boolean(), (chapters, full) => {
        const { provider, mirror, sync } = tell(chapters);
        sync({ ...calm, full }, "end");
        expect(mirror.content()).toEqual(provider.inside());
      }),
      { numRuns: 300 },
    );
  });

  it("F5 P3 reading again what was read writes nothing", () => {
    fc.assert(
      fc.property(story, fc.boolean(), (chapters, full) => {
        const { mirror, sync } = tell(chapters);
        sync({ ...calm, full: true }, "end");
        mirror.writes = 0;
        sync({ ...calm, full }, "again");
        expect(mirror.writes).toBe(0);
      }),
    );
  });

  it("I4 in a delta no event's version ever goes back, in whatever order its states come", () => {
    const states = fc.array(fc.record({ id: fc.constantFrom("a", "b"), title: fc.constantFrom("x", "y") }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(states, fc.nat(), fc.integer({ min: 1, max: 3 }), (changes, seed, pageSize) => {
        const provider = new Provider();
        for (const { id, ...change } of changes) provider.change(id, { day: 5, ...change });
        const mirror = new Mirror();
        // One state to a page: within a page the last word counts, between pages the time of change.
        const pages = shuffle(provider.since(0), seed);
        read(
          mirror,
          { kind: "delta", changes: pages, pageSize: 1, stopAfter: Infinity, repeatPages: pageSize > 1 },
          "r",
        );
        expect(mirror.content()).toEqual(provider.inside());
      }),
    );
  });

  it("the order of changes to different events does not matter", () => {
    fc.assert(
      fc.property(edits, fc.nat(), fc.nat(), (changes, one, other) => {
        const provider = new Provider();
        for (const { id, ...change } of changes) provider.change(id, change);
        const contents = [one, other].map((seed) => {
          const mirror = new Mirror();
          const last = [...provider.states].map(([id, state]): RemoteChange =>
            state.isGone ? { kind: "removed", remoteId: id } : { kind: "event", event: toEvent(id, state) },
          );
          read(
            mirror,
            { kind: "delta", changes: shuffle(last, seed), pageSize: 2, stopAfter: Infinity, repeatPages: false },
            "r",
          );
          return mirror.content();
        });
        expect(contents[0]).toEqual(contents[1]);
      }),
    );
  });

  it("F78 nothing is deleted before the round's end", () => {
    fc.assert(
      fc.property(story, (chapters) => {
        const { provider, mirror, sync } = tell(chapters);
        const before = [...mirror.rows.keys()];
        const pages = provider.list().length;
        sync({ ...calm, pageSize: 1, stopAfter: pages - 1, full: true }, "killed");
        if (pages > 0) expect([...mirror.rows.keys()]).toEqual(expect.arrayContaining(before));
      }),
    );
  });

  it("SYN-2 a replaced series ends as the round says it, the others stay", () => {
    const subset = fc.subarray(["s1_1", "s1_2", "s1_3"]);
    fc.assert(
      fc.property(subset, subset, (before, after) => {
        const state: State = { title: "x", day: 3, version: 1, isGone: false };
        const say = (list: readonly string[]): RemoteChange[] =>
          list.map((id) => ({ kind: "event", event: toEvent(id, state) }));
        const mirror = new Mirror();
        read(
          mirror,
          {
            kind: "full",
            changes: say([...before, "a", "s2_1"]),
            pageSize: 2,
            stopAfter: Infinity,
            repeatPages: false,
          },
          "r1",
        );
        read(
          mirror,
          {
            kind: "delta",
            changes: [...say(after), { kind: "series", seriesId: "s1" }],
            pageSize: 2,
            stopAfter: Infinity,
            repeatPages: true,
          },
          "r2",
        );
        expect([...mirror.rows.keys()].sort()).toEqual(["a", ...after, "s2_1"].sort());
      }),
    );
  });

  it("F71 one poison event of 2,500 costs that event alone", () => {
    const mirror = new Mirror();
    const changes: RemoteChange[] = Array.from({ length: 2_500 }, (_, index) =>
      index === 1_234
        ? { kind: "set_aside", setAside: { remoteId: "poison", reason: "impossible_date" } }
        : { kind: "event", event: toEvent(`e${index}`, { title: "x", day: 3, version: 1, isGone: false }) },
    );
    read(mirror, { kind: "full", changes, pageSize: 2_500, stopAfter: Infinity, repeatPages: false }, "r1");
    expect(mirror.rows.size).toBe(2_499);
  });

  it("a fingerprint is made of what is kept, so the digest may be any", () =>
    expect(policy.digest(toFingerprintText(toEvent("a", { title: "x", day: 0, version: 1, isGone: false })))).toContain(
      '"x"',
    ));
});
