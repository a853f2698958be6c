import { describe, expect, it } from "vitest";

import { dayMs, hourMs, minuteMs } from "../time/wall-time";
import { assessChannel, nextSilenceAt, renewalAt, retryChannelAt, type Channel } from "./channel-lifecycle";
import { planChannels } from "./plan-channels";

const now = new Date("2026-03-02T09:00:00Z");
const at = (ms: number) => new Date(now.getTime() + ms);
const channel = (change: Partial<Channel> = {}): Channel => ({
  id: "80000000-0000-4000-8000-000000000000",
  calendarId: "work",
  state: "active",
  grantedAt: at(-dayMs),
  expiresAt: at(6 * dayMs),
  silentSince: null,
  reauthorizeAt: null,
  renewAskedAt: null,
  failures: 0,
  retryAt: null,
  ...change,
});
const plan = (channels: readonly Channel[], change: Partial<Parameters<typeof planChannels>[0]> = {}) =>
  planChannels({ covers: "calendar", wanted: ["work"], channels, canExtend: false, ...change }, now);
const stopping = (retryAt: Date, expiresAt = at(dayMs)) => channel({ id: "b", state: "stopping", retryAt, expiresAt });
const done = (channels: readonly Channel[], change = {}) => plan(channels, change).actions.map((action) => action.do);

describe("what a channel needs", () => {
  it.each([
    ["a young one nothing", {}, "nothing"],
    ["one after three quarters of its life a renewal", { grantedAt: at(-6 * dayMs), expiresAt: at(dayMs) }, "renewal"],
    ["one that is over a successor", { expiresAt: at(-1) }, "successor"],
    ["one that was just doubted nothing", { silentSince: at(-minuteMs) }, "nothing"],
    ["one that stayed silent a successor", { silentSince: at(-4 * minuteMs) }, "successor"],
    ["one that failed a moment ago nothing", { silentSince: at(-hourMs), retryAt: at(1) }, "nothing"],
    ["one that a person wants anew a successor", { renewAskedAt: at(0), retryAt: at(hourMs) }, "successor"],
    ["one whose authorization ends a renewal", { reauthorizeAt: at(0) }, "renewal"],
  ])("WHK-1 gives %s", (_what, change, needs) => {
    expect(assessChannel(channel(change), now).needs).toBe(needs);
  });

  it("WHK-1 spreads renewals of channels that were opened together", () => {
    const ids = ["00000000-", "40000000-", "c0000000-", "ffffffff-"];
    const moments = ids.map((id) => renewalAt(channel({ id }))?.getTime() ?? 0);
    expect(new Set(moments).size).toBe(ids.length);
    for (const moment of moments) expect(moment).toBeLessThan(at(5 * dayMs).getTime());
  });

  it("F87 tries less and less often, and at most four times a day for ever", () => {
    const waits = [1, 2, 5, 12, 1_000].map(
      (failures) =>
        retryChannelAt({ failures, isUnsupported: false }, { now, random: () => 0 }).getTime() - now.getTime(),
    );
    expect(waits).toEqual([minuteMs, 2 * minuteMs, 16 * minuteMs, 6 * hourMs, 6 * hourMs]);
    const unsupported = retryChannelAt({ failures: 1, isUnsupported: true }, { now, random: () => 0 });
    expect(unsupported).toEqual(at(7 * dayMs));
    expect([nextSilenceAt(0, now), nextSilenceAt(99, now)]).toEqual([null, at(dayMs)]);
  });
});

describe("the plan of an account's channels", () => {
  it.each([
    ["opens what is missing", [], {}, ["open"]],
    ["leaves what delivers", [channel()], {}, []],
    ["closes what nobody wants", [channel({ calendarId: "old" })], {}, ["open", "close"]],
    ["closes everything of an account at rest", [channel()], { wanted: [] }, ["close"]],
    ["closes what a crash left behind", [channel(), channel({ id: "b", state: "creating" })], {}, ["close"]],
    ["ends a handover that was cut off", [channel(), channel({ id: "b", state: "stopping" })], {}, ["close"]],
    ["waits where closing failed a moment ago", [channel(), stopping(at(minuteMs))], {}, []],
    ["tries again to close what could not be closed", [channel(), stopping(at(0))], {}, ["close"]],
    ["forgets what ended before it could be closed", [channel(), stopping(at(hourMs), at(0))], {}, ["close"]],
    ["waits after a failure", [channel({ state: "failed", retryAt: at(hourMs) })], {}, []],
    ["opens one for a whole account", [], { covers: "account", wanted: ["work", "team"] }, ["open"]],
    ["prolongs where it can", [channel({ reauthorizeAt: at(0) })], { canExtend: true }, ["extend"]],
  ])("WHK-1 %s", (_what, channels, change, expected) => {
    expect(done(channels, change)).toEqual(expected);
  });

  it("WHK-1 looks again when a channel that could not be closed is due, or ends by itself", () => {
    const [soon, later] = [at(minuteMs), at(hourMs)];
    expect(plan([stopping(soon)], { wanted: [] }).lookAt).toEqual(soon);
    expect(plan([stopping(later, soon)], { wanted: [] }).lookAt).toEqual(soon);
    expect(plan([stopping(soon, at(-1))], { wanted: [] }).lookAt).toBeNull();
  });

  it("WHK-1 begins with what was tried least, so that one that fails again and again keeps no other from its first try", () => {
    const failing = channel({ id: "b", calendarId: "other", state: "failed", failures: 6, retryAt: at(-1) });
    const { actions } = plan([failing], { wanted: ["work", "other"] });
    expect(actions.map((action) => action.do === "open" && action.calendarId)).toEqual(["work", "other"]);
  });
});
