import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { evaluateConnection, evaluateInstance } from "./evaluate-rules";
import type { CalendarFacts, ConnectionFacts } from "./facts";
import { nextAlertState, type AlertState, type Word } from "./next-alert-state";

const start = Date.parse("2026-11-26T10:00:00.000Z");
const finding = {
  ...{
    ruleId: "connection.needs_reconnecting",
    dedupeKey: "one",
    severity: "high" as const,
    since: null,
    evidence: {},
  },
  subject: { kind: "connection" as const, id: "c1" },
};

/** What is looked at in order: how many seconds after the last look, and whether it is so then. */
type Look = { readonly seconds: number; readonly isSo: boolean };

function play(looks: readonly Look[]) {
  let alert: AlertState | null = null;
  let nowMs = start;
  let opened = 0;
  const told: { word: Word; at: number }[] = [];
  for (const { seconds, isSo } of looks) {
    nowMs += seconds * 1_000;
    const step = nextAlertState({ alert, finding: isSo ? finding : null, needsPerson: true }, new Date(nowMs));
    if (step.do === "nothing") continue;
    if (step.do === "open") opened += 1;
    alert = step.next;
    told.push(...step.tell.map((word) => ({ word, at: nowMs })));
  }
  return { told, opened, endMs: nowMs };
}

describe("an account that comes and goes (F97)", () => {
  it("F97 however often it does, at most one reminder is told in an hour, and one word that it began", () => {
    const looks = fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 600 }), isSo: fc.boolean() }), {
      ...{ minLength: 20, maxLength: 400 },
    });
    fc.assert(
      fc.property(looks, (given) => {
        const { told } = play(given);
        for (const word of ["opened", "reminder", "escalation"] as const) {
          const times = told.filter((each) => each.word === word).map(({ at }) => at);
          for (const [index, at] of times.entries())
            if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(3_600_000);
        }
      }),
    );
  });

  it("F97 twenty times an hour for a day is one alert", () => {
    const looks = Array.from({ length: 20 * 24 }, (_, index) => ({ seconds: 180, isSo: index % 2 === 0 }));
    expect(play(looks).opened).toBe(1);
  });
});

describe("an outage for everybody (F98)", () => {
  it("F98 of 100,000 accounts none is to blame, and one finding stands for all", () => {
    const now = new Date(start);
    const since = new Date(start - 60_000);
    const failing: CalendarFacts = {
      ...{ calendarId: "k", state: "late", intervalMs: 900_000, lastSuccessAt: new Date(start - 7_200_000) },
      ...{
        consecutiveFailures: 9,
        isPaused: false,
        heldAt: null,
        runs: { total: 20, failed: 20 },
        setAside: 0,
        drift: 0,
        delay: { workedMs: 7_200_000, pattern: null },
      },
      ...{ channel: null, quietDay: null },
    };
    const account: ConnectionFacts = {
      ...{ connectionId: "c", provider: "example", state: "late", since, isPaused: false, providerTroubleSince: since },
      ...{ grant: { canRenew: true, accessExpiresAt: since, endsAt: null, grantedAt: null }, calendars: [failing] },
    };
    let blamed = 0;
    for (let each = 0; each < 100_000; each += 1)
      blamed += evaluateConnection({ ...account, connectionId: `c${each}` }, {}, now).findings.length;
    expect(blamed).toBe(0);
    const facts = { troubles: [{ provider: "example", since }], lastBeatAt: now, isTimer: false };
    expect(evaluateInstance({ ...facts, oldestDueAt: null, budgets: [] }, {}, now).findings).toHaveLength(1);
  });
});
