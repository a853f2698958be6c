import { describe, expect, it } from "vitest";

import type { HealthVerdict } from "../health/assess-health";
import { checkRules, type RuleName } from "./booking-rules";
import { defaultBusyPolicy, judgeEvent, type BusyPolicy, type JudgedEvent } from "./busy-policy";
import { gatherBusy, gatherExcused, gatherPeriods } from "./busy-times";
import { rankHosts } from "./choose-host";
import { blameOf, offerOf, readEvidence, standingOf } from "./degrade";
import type { CalendarEvidence, CalendarReading, Offer, Standing } from "./degrade";
import type { SlotQuestion } from "./open-slots";

const event: JudgedEvent = {
  ...{ kind: "event", status: "confirmed", shownAs: "busy", response: "accepted" },
  ...{ isAllDay: false, isUnanswered: false },
};
const strict: BusyPolicy = { allDay: false, tentative: false, unanswered: false };

describe("which events take somebody's time", () => {
  it.each<[string, Partial<JudgedEvent>, BusyPolicy, boolean]>([
    ["a meeting", {}, strict, true],
    ["one that is cancelled", { status: "cancelled" }, defaultBusyPolicy, false],
    ["one that is declined", { response: "declined" }, defaultBusyPolicy, false],
    ["one that is shown as free", { shownAs: "free" }, defaultBusyPolicy, false],
    ["a working location", { kind: "working_location" }, defaultBusyPolicy, false],
    ["working elsewhere", { shownAs: "working_elsewhere" }, defaultBusyPolicy, false],
    ["a birthday", { kind: "birthday", isAllDay: true }, defaultBusyPolicy, false],
    ["out of office", { kind: "out_of_office", isAllDay: true }, strict, true],
    ["shown as out of office", { shownAs: "out_of_office" }, strict, true],
    ["focus time", { kind: "focus_time" }, strict, true],
    ["a busy day", { isAllDay: true }, defaultBusyPolicy, true],
    ["a busy day by policy", { isAllDay: true }, strict, false],
    ["a tentative one", { shownAs: "tentative" }, defaultBusyPolicy, true],
    ["a tentative one by policy", { status: "tentative" }, strict, false],
    ["an answer of maybe by policy", { response: "tentative" }, strict, false],
    ["an invitation without an answer", { response: "none", isUnanswered: true }, defaultBusyPolicy, true],
    ["an invitation without an answer by policy", { response: "none", isUnanswered: true }, strict, false],
    ["one's own without anybody", { response: "none" }, strict, true],
  ])("%s", (_, changes, policy, blocks) => {
    expect(judgeEvent({ ...event, ...changes }, policy).blocks).toBe(blocks);
  });
});

describe("busy times", () => {
  const group = { ...event, spans: [{ from: 10, to: 20 }], days: [] };
  it("count the same meeting in two calendars once", () => {
    expect(gatherBusy([group, group], strict).busy).toEqual([{ from: 10, to: 20 }]);
  });
  it("BKG-4 leave out malformed periods and say how many", () => {
    const spans = [
      { from: 30, to: 20 },
      { from: Number.NaN, to: 5 },
      { from: 7, to: 7 },
      { from: 1, to: 2 },
    ];
    expect(gatherBusy([{ ...group, spans }], strict)).toEqual({ busy: [{ from: 1, to: 2 }], malformed: 2 });
    const period = { from: new Date(5), to: new Date(1) };
    expect(gatherPeriods([period, { from: new Date(1), to: new Date(2) }], 3)).toEqual({
      busy: [{ from: 1, to: 2 }],
      malformed: 4,
    });
  });
  it("take days of the calendar's own zone", () => {
    const days = [{ firstDay: "2026-03-29", endDay: "2026-03-30", zone: "Europe/Berlin" }];
    const { busy } = gatherBusy([{ ...group, isAllDay: true, spans: [], days }], defaultBusyPolicy);
    expect(busy).toEqual([{ from: Date.parse("2026-03-28T23:00Z"), to: Date.parse("2026-03-29T22:00Z") }]);
  });
  it("excuse what the policy lets pass, but not what something else holds too", () => {
    const maybe = { ...group, shownAs: "tentative", spans: [{ from: 15, to: 40 }] };
    expect(gatherExcused([group, maybe], strict)).toEqual([{ from: 20, to: 40 }]);
  });
});

describe("the rules of one time", () => {
  const now = new Date("2026-03-02T08:00:00Z");
  const question: SlotQuestion = {
    rules: {
      hours: {
        zone: "UTC",
        weekly: { 1: [{ from: "09:00", until: "17:00" }], 2: [{ from: "09:00", until: "17:00" }] },
        exceptions: [],
      },
      ...{ durationMinutes: 30, stepMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
      ...{ noticeMinutes: 120, horizonDays: 10, dailyCap: 5, weeklyCap: null },
    },
    need: "all",
    hosts: [
      {
        userId: "a",
        busy: [{ from: Date.parse("2026-03-02T12:00Z"), to: Date.parse("2026-03-02T13:00Z") }],
        covered: { from: 0, to: Date.parse("2026-03-09T12:00Z") },
        hours: null,
      },
    ],
    booked: [{ day: "2026-03-03", count: 5 }],
  };
  it.each<[string, RuleName | "allowed"]>([
    ["2026-03-01T10:00", "in_the_past"],
    ["2026-03-02T09:30", "minimum_notice"],
    ["2026-03-16T09:30", "horizon"],
    ["2026-03-02T17:00", "outside_hours"],
    ["2026-03-02T10:10", "outside_hours"],
    ["2026-03-04T10:00", "outside_hours"],
    ["2026-03-03T10:00", "cap_reached"],
    ["2026-03-09T12:00", "not_covered"],
    ["2026-03-02T12:30", "slot_taken"],
    ["2026-03-02T13:00", "allowed"],
  ])("%s is %s", (at, expected) => {
    const verdict = checkRules(question, new Date(`${at}:00Z`), now);
    expect(verdict.is === "refused" ? verdict.rule : verdict.is).toBe(expected);
  });
});

describe("whose turn it is", () => {
  const of = (userId: string, priority: number, load: number, at: number | null = null) => ({
    ...{ userId, priority, load },
    lastBookedAt: at === null ? null : new Date(at),
  });
  it("goes by priority, load and who waits the longest", () => {
    const ranked = rankHosts([of("d", 0, 1, 9), of("c", 0, 1, 5), of("b", 0, 0), of("a", 1, 7), of("e", 0, 1, 5)]);
    expect(ranked.map(({ userId }) => userId)).toEqual(["a", "b", "c", "e", "d"]);
  });
});

describe("steps of degradation", () => {
  const now = new Date("2026-03-02T08:00:00Z");
  const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  const healthy: HealthVerdict = { state: "healthy", because: "proven", since: null, staleAt: null };
  const evidence: CalendarEvidence = {
    ...{ calendarId: "k", userId: "a", name: "Work", isOptional: false, verdict: healthy, provenAt: ago(0.1) },
    ...{ isCovered: true, isPartial: false, failure: null },
  };
  const late: HealthVerdict = { ...healthy, state: "late", because: "failing" };
  it.each<[string, Partial<CalendarEvidence>, CalendarReading["state"], CalendarReading["because"]]>([
    ["fresh", {}, "fresh", null],
    ["late", { verdict: late, provenAt: ago(3) }, "older", null],
    [
      "an outage",
      { verdict: { ...late, state: "provider_outage" }, provenAt: ago(3), failure: "unavailable" },
      "older",
      null,
    ],
    ["a day without a proof", { verdict: late, provenAt: ago(25) }, "unreadable", "too_old"],
    ["a lost grant", { verdict: { ...late, state: "needs_reconnecting" } }, "unreadable", "token"],
    ["a refused token", { verdict: late, failure: "unauthorized" }, "unreadable", "token"],
    ["no right", { verdict: late, failure: "forbidden" }, "unreadable", "permission"],
    ["gone", { verdict: late, failure: "not_found" }, "unreadable", "gone"],
    ["paused", { verdict: { ...late, state: "paused" } }, "unreadable", "paused"],
    ["disabled", { verdict: { ...late, state: "disabled" } }, "unreadable", "disabled"],
    ["never read", { provenAt: null }, "unreadable", "never_read"],
    ["not covered", { isCovered: false }, "unreadable", "never_read"],
    ["meetings only", { isPartial: true }, "unreadable", "meetings_only"],
    ["a clock from tomorrow", { verdict: { ...late, because: "clock_disagrees" } }, "unreadable", "never_read"],
    ["disconnected", { verdict: null }, "unreadable", "not_connected"],
  ])("%s", (_, changes, state, because) => {
    expect(readEvidence({ ...evidence, ...changes }, now)).toMatchObject({ state, because });
  });

  const reading = (state: CalendarReading["state"], isOptional = false) => ({
    ...readEvidence(evidence, now),
    state,
    isOptional,
  });
  it("F94 promises nothing when a required calendar cannot be read", () => {
    expect(standingOf([reading("fresh"), reading("older")])).toBe("open");
    expect(standingOf([reading("fresh"), reading("unreadable")])).toBe("request_only");
    expect(standingOf([reading("fresh"), reading("unreadable", true)])).toBe("open");
    expect(standingOf([reading("unreadable", true)])).toBe("request_only");
    expect(standingOf([])).toBe("closed");
  });
  it("is as good as the worst of all, and as the best of any", () => {
    const [open, asking, closed] = (["open", "request_only", "closed"] as const).map((standing) => ({
      userId: standing,
      standing,
    }));
    if (!open || !asking || !closed) throw new Error("three");
    expect(offerOf([open, asking], "all").standing).toBe("request_only");
    expect(offerOf([open, closed], "all").standing).toBe("closed");
    expect(offerOf([open, asking, closed], "any")).toEqual({ standing: "open", hosts: ["open"] });
    expect(offerOf([asking, closed], "any")).toEqual({ standing: "request_only", hosts: ["request_only"] });
    expect([offerOf([closed], "any").standing, offerOf([], "all").standing]).toEqual(["closed", "closed"]);
  });
  it("F94 blames on each host what comes from their own calendars, and nothing else", () => {
    const blame = (own: readonly CalendarReading[], offer: Offer) =>
      blameOf({ userId: "me", own }, offer)?.effect ?? null;
    const [lost, optional] = [reading("unreadable"), reading("unreadable", true)];
    const offer = (standing: Standing, hosts = ["me", "you"]): Offer => ({ standing, hosts });
    expect(blame([reading("older")], offer("request_only"))).toBeNull();
    expect(blame([reading("fresh"), optional], offer("open"))).toBe("unchecked");
    expect(blame([lost], offer("request_only"))).toBe("request_only");
    expect(blame([lost], offer("open", ["you"]))).toBe("left_out");
    expect([blame([], offer("closed", [])), blame([lost], offer("closed", []))]).toEqual(["closed", null]);
    expect(blameOf({ userId: "me", own: [lost, optional] }, offer("request_only"))?.calendars).toEqual([lost]);
    expect(blameOf({ userId: "me", own: [optional] }, offer("request_only"))?.calendars).toEqual([optional]);
  });
});
