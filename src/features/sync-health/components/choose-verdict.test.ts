import { describe, expect, it } from "vitest";
import { aConnection, aHealth, aCalendar } from "@/testing/a-health";
import { chooseVerdict } from "./choose-verdict";

const connection = (state: ReturnType<typeof aConnection>["state"]) =>
  aConnection({ state, calendars: [aCalendar({ state })] });

describe("the sentence of the calendar page", () => {
  it("UI-1 asks for the person first, whatever the providers do", () => {
    const health = aHealth([connection("provider_outage"), connection("healthy"), connection("needs_reconnecting")]);
    expect(chooseVerdict(health)).toMatchObject({ kind: "reconnect", count: 1 });
  });

  it("asks nobody to do anything about an outage", () => {
    const health = aHealth([connection("late"), connection("provider_outage")]);
    expect(chooseVerdict(health)).toMatchObject({ kind: "outage", count: 1 });
  });

  it("puts a deletion that waits for a person before what passes by itself", () => {
    const held = { since: "2026-11-21T08:00:00.000Z", of: 40, removals: 38, waitsFor: "person" as const };
    const health = aHealth([
      connection("provider_outage"),
      aConnection({ state: "late", calendars: [aCalendar({ state: "late", held })] }),
    ]);
    expect(chooseVerdict(health)).toMatchObject({ kind: "held", calendar: { held } });
  });

  it("calls a deletion that waits for a second read late, not a decision", () => {
    const held = { since: "2026-11-21T08:00:00.000Z", of: 40, removals: 38, waitsFor: "second_read" as const };
    const health = aHealth([aConnection({ state: "late", calendars: [aCalendar({ state: "late", held })] })]);
    expect(chooseVerdict(health)).toMatchObject({ kind: "late", calendars: 1 });
  });

  it("is green only when every account is proven or paused, and says when something last changed", () => {
    const health = aHealth([
      aConnection({ calendars: [aCalendar({ lastChange: "2026-11-21T07:00:00.000Z" })] }),
      aConnection({ calendars: [aCalendar({ lastChange: "2026-11-21T07:41:00.000Z" })] }),
      connection("paused"),
    ]);
    expect(chooseVerdict(health)).toEqual({ kind: "proven", lastChange: "2026-11-21T07:41:00.000Z" });
    expect(chooseVerdict(aHealth([connection("healthy"), connection("unknown")]))).toMatchObject({ kind: "unknown" });
  });

  it("says that all is paused instead of calling it proven", () => {
    expect(chooseVerdict(aHealth([connection("paused")]))).toEqual({ kind: "paused" });
    expect(chooseVerdict(aHealth([]))).toEqual({ kind: "nothing" });
  });
});
