import { describe, expect, it } from "vitest";

import { evaluateConnection, evaluateInstance, type RuleSettings } from "./evaluate-rules";
import type { CalendarFacts, ConnectionFacts } from "./facts";
import { connectionRules, instanceRules } from "./rules/catalog";

const now = new Date("2026-11-26T10:00:00.000Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const hours = (count: number) => ago(60 * count);

const calendar: CalendarFacts = {
  calendarId: "k1",
  state: "healthy",
  intervalMs: 15 * 60_000,
  lastSuccessAt: ago(5),
  consecutiveFailures: 0,
  isPaused: false,
  heldAt: null,
  runs: { total: 4, failed: 0 },
  setAside: 0,
  drift: 0,
  channel: { id: "w1", state: "active", failures: 0, heardAt: ago(30), unannounced: 0 },
  quietDay: null,
  delay: null,
};
const account: ConnectionFacts = {
  connectionId: "c1",
  provider: "example",
  state: "healthy",
  since: hours(10),
  isPaused: false,
  providerTroubleSince: null,
  grant: { canRenew: true, accessExpiresAt: ago(-50), endsAt: null, grantedAt: hours(100) },
  calendars: [calendar],
};
const withCalendar = (change: Partial<CalendarFacts>): ConnectionFacts => ({
  ...account,
  calendars: [{ ...calendar, ...change }],
});
const withChannel = (change: Partial<NonNullable<CalendarFacts["channel"]>>) =>
  withCalendar({ channel: { id: "w1", state: "active", failures: 0, heardAt: ago(30), unannounced: 0, ...change } });
const found = (facts: ConnectionFacts, settings: RuleSettings = {}) =>
  evaluateConnection(facts, settings, now).findings.map(({ ruleId, severity }) => `${ruleId} ${severity}`);

/** Of somebody whose reads are usually forty minutes apart. */
const slow = { usualMs: 40 * 60_000, spreadMs: 5 * 60_000, samples: 20 };

type Row = [rule: string, at: ConnectionFacts, below: ConnectionFacts];
/** Each rule at its bound, and just below it. The figures are those of MON-3. */
const rows: readonly Row[] = [
  ["webhook.failing critical", withChannel({ failures: 3 }), withChannel({ failures: 2 })],
  [
    "webhook.silent high",
    withChannel({ heardAt: hours(24), unannounced: 1 }),
    withChannel({ heardAt: hours(23), unannounced: 1 }),
  ],
  ["webhook.silent high", withChannel({ heardAt: hours(24), unannounced: 1 }), withChannel({ heardAt: hours(99) })],
  [
    "sync.error_rate high",
    withCalendar({ runs: { total: 14, failed: 3 } }),
    withCalendar({ runs: { total: 15, failed: 3 } }),
  ],
  [
    "sync.error_rate high",
    withCalendar({ runs: { total: 10, failed: 3 } }),
    withCalendar({ runs: { total: 9, failed: 9 } }),
  ],
  ["sync.failing high", withCalendar({ consecutiveFailures: 4 }), withCalendar({ consecutiveFailures: 3 })],
  [
    "sync.delayed medium",
    withCalendar({ state: "late", lastSuccessAt: hours(20), delay: { workedMs: 30 * 60_000 + 1, pattern: null } }),
    withCalendar({ state: "late", lastSuccessAt: hours(20), delay: { workedMs: 30 * 60_000, pattern: null } }),
  ],
  [
    "sync.delayed medium",
    withCalendar({ state: "late", delay: { workedMs: 80 * 60_000 + 1, pattern: slow } }),
    withCalendar({ state: "late", delay: { workedMs: 80 * 60_000, pattern: slow } }),
  ],
  [
    "sync.meetings_missing medium",
    withCalendar({ quietDay: { date: "2026-11-26", usual: 2, weeks: 4 } }),
    withCalendar({ quietDay: { date: "2026-11-26", usual: 1, weeks: 4 } }),
  ],
  ["sync.deletion_held high", withCalendar({ heldAt: ago(1) }), account],
  ["sync.drift low", withCalendar({ drift: 5 }), withCalendar({ drift: 4 })],
  ["sync.set_aside low", withCalendar({ setAside: 5 }), withCalendar({ setAside: 4 })],
  ["connection.needs_reconnecting high", { ...account, state: "needs_reconnecting" }, { ...account, state: "late" }],
  [
    "connection.grant_ending medium",
    { ...account, grant: { canRenew: true, accessExpiresAt: null, endsAt: ago(-7 * 1_440), grantedAt: null } },
    { ...account, grant: { canRenew: true, accessExpiresAt: null, endsAt: ago(-7 * 1_440 - 1), grantedAt: null } },
  ],
  [
    "connection.grant_ending high",
    { ...account, grant: { canRenew: false, accessExpiresAt: ago(-40), endsAt: null, grantedAt: null } },
    account,
  ],
];

describe("the rules of an account (MON-3, MON-4)", () => {
  it.each(rows)("MON-3 %s is said at its bound and not below it", (rule, at, below) => {
    expect(found(at)).toEqual([rule]);
    expect(found(below)).not.toContain(rule);
  });

  it("MON-3 has a row for each rule of the catalog, and no rule has the name of another", () => {
    const tested = new Set(rows.map(([rule]) => rule.split(" ")[0]));
    expect([...tested].toSorted()).toEqual(connectionRules.map(({ id }) => id).toSorted());
    const ids = [...connectionRules, ...instanceRules].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says nothing of what is well, and nothing of what is paused", () => {
    expect(found(account)).toEqual([]);
    for (const [, at] of rows) {
      const paused = { ...at, isPaused: true, state: "paused" as const };
      expect(found({ ...paused, calendars: at.calendars.map((each) => ({ ...each, isPaused: true })) })).toEqual([]);
    }
  });

  it("MON-4 states how late it is in working hours, and from how many reads it knows what is usual", () => {
    const late = withCalendar({
      state: "late",
      lastSuccessAt: hours(20),
      delay: { workedMs: 95 * 60_000, pattern: slow },
    });
    const [finding] = evaluateConnection(late, {}, now).findings;
    expect(finding).toMatchObject({
      since: hours(20),
      evidence: { minutes: 1_200, workedMinutes: 95, usualMinutes: 40, spreadMinutes: 5, samples: 20 },
    });
  });

  it("F98 blames no account while its provider fails for everybody, and closes nothing that was open", () => {
    const broken = { ...withCalendar({ consecutiveFailures: 9, state: "late", lastSuccessAt: hours(5) }) };
    const { findings, held } = evaluateConnection({ ...broken, providerTroubleSince: ago(1) }, {}, now);
    expect(findings).toEqual([]);
    expect([...held]).toEqual(expect.arrayContaining(["sync.failing", "sync.delayed", "webhook.failing"]));
    expect(held.has("connection.needs_reconnecting")).toBe(false);
  });

  it("takes what a workspace chose, and its own where that cannot be used", () => {
    const failing = withCalendar({ consecutiveFailures: 6 });
    expect(found(failing, { "sync.failing": { parameters: { failures: 6 } } })).toEqual([]);
    expect(found(failing, { "sync.failing": { isOn: false } })).toEqual([]);
    expect(found(failing, { "sync.failing": { parameters: { failures: -1 } } })).toEqual(["sync.failing high"]);
  });

  it("tells an account's one channel once, however many calendars it covers", () => {
    const { channel } = withChannel({ failures: 3 }).calendars[0] ?? calendar;
    const two = {
      ...account,
      calendars: [
        { ...calendar, channel },
        { ...calendar, calendarId: "k2", channel },
      ],
    };
    expect(found(two)).toEqual(["webhook.failing critical"]);
  });
});

describe("the rules of the instance", () => {
  const well = { troubles: [], lastBeatAt: ago(0), isTimer: false, oldestDueAt: null, budgets: [] };
  const of = (facts: Parameters<typeof evaluateInstance>[0]) =>
    evaluateInstance(facts, {}, now).findings.map(({ dedupeKey }) => dedupeKey);

  it("F98 an outage, a silence in the background and a budget that runs out are one finding each", () => {
    expect(of(well)).toEqual([]);
    expect(of({ ...well, troubles: [{ provider: "example", since: ago(3) }] })).toEqual(["provider.outage:example"]);
    expect(of({ ...well, lastBeatAt: ago(1.5), oldestDueAt: ago(1.5) })).toEqual(["worker.silent:all"]);
    expect(of({ ...well, lastBeatAt: ago(1.5), oldestDueAt: ago(1.4) })).toEqual([]);
    expect(of({ ...well, lastBeatAt: ago(1.4), oldestDueAt: ago(50) })).toEqual([]);
    // Once said, it is over when something beats, and not because nothing waits any more.
    expect(of({ ...well, isKnownSilent: true, lastBeatAt: ago(1.5) })).toEqual(["worker.silent:all"]);
    expect(of({ ...well, isKnownSilent: true, lastBeatAt: ago(1.4) })).toEqual([]);
    const timer = { ...well, isTimer: true };
    expect(of({ ...timer, lastBeatAt: ago(4), oldestDueAt: ago(4) })).toEqual([]);
    expect(of({ ...timer, lastBeatAt: ago(5), oldestDueAt: ago(5) })).toEqual(["worker.silent:all"]);
    expect(of({ ...well, budgets: [{ provider: "example", usedShare: 0.9 }] })).toEqual(["provider.budget:example"]);
    expect(of({ ...well, budgets: [{ provider: "example", usedShare: 0.89 }] })).toEqual([]);
  });
});
