import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { errorKinds } from "@/core/errors/kinds";
import messages from "@/lib/i18n/messages/en.json";
import { healthStates } from "@/server/health/shapes";
import { aCalendar, aConnection, aHealth } from "@/testing/a-health";
import { toShown } from "@/components/ui/shown-state";
import { isBusy, provenAt } from "./schema";

describe("what the page makes of the health of calendars", () => {
  it("shows every state with a glyph and a word of its own", () => {
    const shown = healthStates.map((state) => toShown(state));
    expect(new Set(shown).size).toBe(healthStates.length);
    for (const state of shown) expect(messages.ui.state[state]).toBeTruthy();
  });

  it("claims nothing green once it lost contact", () => {
    expect(toShown("healthy", true)).toBe("unknown");
    expect(toShown("catching_up", true)).toBe("unknown");
    expect(toShown("needs_reconnecting", true)).toBe("reconnect");
  });

  it("takes the oldest proof of the calendars for the account's, and none where one was never proven", () => {
    const at = (lastSuccess: string | null) => aCalendar({ lastSuccess });
    const old = "2026-11-21T08:00:00.000Z";
    expect(provenAt(aConnection({ calendars: [at("2026-11-21T09:00:00.000Z"), at(old)] }))).toBe(old);
    expect(provenAt(aConnection({ calendars: [at(old), at(null)] }))).toBeNull();
  });

  it("watches closely while a calendar is being read", () => {
    expect(isBusy(aHealth([aConnection({ calendars: [aCalendar({ isRunning: true })] })]))).toBe(true);
    expect(isBusy(aHealth([aConnection()]))).toBe(false);
  });

  it("has words of its own for every kind of failure", () => {
    const t = createTranslator({ locale: "en", messages, namespace: "calendar.errors" });
    for (const kind of Object.keys(errorKinds) as (keyof typeof errorKinds)[])
      expect(t(kind, { party: "Google", product: "Google Calendar" })).not.toContain("{");
    expect(Object.keys(messages.calendar.errors).sort()).toEqual(Object.keys(errorKinds).sort());
  });
});
