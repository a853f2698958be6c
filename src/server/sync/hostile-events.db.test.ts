// F70 as far as it concerns what other people put into a calendar: whoever invites somebody writes into their mirror.
import { describe, expect, it } from "vitest";

import { at, meeting, useSyncScene } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene();

/** What nobody can see, or what turns the text around it. */
const invisible = /[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;
const titles = {
  controls: "Bell\u0007 escape\u001b[31m red",
  lines: "Lunch\r\nBcc: everybody@meridian.example\r\n\r\nand a body",
  turned: "Invoice \u202egnp.exe",
  markup: `<img src=x onerror="alert(1)"> & '; drop table events; --`,
  formula: `=HYPERLINK("https://bad.example","Open")`,
  emoji: "Familie \u{1f468}\u200d\u{1f469}\u200d\u{1f467} שלום",
};

describe.each(tokenProviders)("F70 hostile events of $id", (provider) => {
  it("are taken in without what nobody can see, in one line, and word for word where that is harmless", async () => {
    const calendar = await scene.connect(provider);
    for (const [name, summary] of Object.entries(titles))
      await scene.edit(calendar, meeting(summary, 2, { location: `${name}\u2066 room\n2` }));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    const events = await scene.events(calendar);
    for (const { title, location } of events) {
      expect(title).not.toMatch(invisible);
      expect(location).not.toMatch(invisible);
    }
    expect(events.map(({ title }) => title).toSorted()).toEqual(
      [
        "Bell escape[31m red",
        "Lunch Bcc: everybody@meridian.example and a body",
        "Invoice gnp.exe",
        ...[titles.markup, titles.formula, titles.emoji],
      ].toSorted(),
    );
    expect(await scene.quarantine(calendar)).toEqual([]);
  });

  it("of any size cost no more than their limits, and keep no other event waiting", async () => {
    const calendar = await scene.connect(provider);
    const guest = (index: number) => ({ email: `guest${index}@bad.example`, name: `\u202e${"N".repeat(5_000)}` });
    await scene.edit(
      calendar,
      meeting("S".repeat(100_000), 1, {
        ...{ location: "L".repeat(100_000), description: "https://bad.example/ ".repeat(50_000) },
        attendees: Array.from({ length: 2_000 }, (_, index) => guest(index)),
      }),
    );
    await scene.edit(calendar, meeting("For ever", 1, { recurrence: ["RRULE:FREQ=DAILY;COUNT=1000000000"] }));
    await scene.edit(calendar, meeting("Neighbour", 1, { start: at(1, 11), end: at(1, 12) }));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    const events = await scene.events(calendar);
    const huge = events.find(({ title }) => title?.startsWith("SSS"));
    expect(huge?.flags).toEqual(expect.arrayContaining(["attendees_cut", "text_cut"]));
    expect(huge?.attendeeCount).toBe(2_000);
    expect(JSON.stringify(huge).length).toBeLessThan(300_000);
    expect(JSON.stringify(huge?.attendees)).not.toMatch(/\u202e/);
    expect(events.filter(({ title }) => title === "For ever").length).toBeLessThan(200);
    expect(events.filter(({ title }) => title === "Neighbour")).toHaveLength(1);
  });
});
