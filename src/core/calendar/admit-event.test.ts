import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admitEvent, type IncomingEvent } from "./admit-event";
import { eventLimits, type RemoteEvent } from "./event";

const minimal: IncomingEvent = {
  remoteId: "e1",
  remoteVersion: '"1"',
  start: { time: "2026-01-26T09:00:00Z" },
  end: { time: "2026-01-26T10:00:00Z" },
};
const admit = (changes: Partial<IncomingEvent>) => admitEvent({ ...minimal, ...changes }, "Europe/Oslo");
const kept = (changes: Partial<IncomingEvent>): RemoteEvent => {
  const admission = admit(changes);
  if (admission.kind !== "event") throw new Error(admission.setAside.reason);
  return admission.event;
};

/** Any 16-bit units, halves of pairs and controls among them. */
const unit = fc.oneof(
  fc.constantFrom("a", "é", "🗓", "\u0000", "\u0007", "\ud800", "\udc00", "\r", "\n"),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
);
const units = fc.array(unit, { maxLength: 30 }).map((list) => list.join(""));

describe("admitEvent", () => {
  it("fills in what a calendar assumes", () => {
    expect(kept({})).toEqual({
      remoteId: "e1",
      remoteVersion: '"1"',
      iCalUid: null,
      updatedAt: null,
      series: null,
      kind: "event",
      status: "confirmed",
      shownAs: "busy",
      visibility: "default",
      title: "",
      location: "",
      organizer: null,
      attendees: { total: 0, listed: [], isPartial: false },
      ownResponse: "none",
      join: null,
      ownMark: null,
      flags: [],
      times: expect.objectContaining({ kind: "timed" }),
    });
  });

  it.each([
    ["no_id", { remoteId: undefined }],
    ["no_id", { remoteId: "x".repeat(1_025) }],
    ["no_id", { remoteId: "ä".repeat(513) }],
    ["no_id", { remoteId: "a\u0000b" }],
    ["no_version", { remoteVersion: null }],
    ["no_series", { series: { seriesId: null, isException: false } }],
    ["ends_before_it_starts", { end: { time: "2026-01-26T08:00:00Z" } }],
  ])("TZ-4 F66 sets aside as %s, naming the id where there is one", (reason, changes) => {
    expect(admit(changes)).toEqual({
      kind: "set_aside",
      setAside: { remoteId: reason === "no_id" ? null : "e1", reason },
    });
  });

  it("F64 F65 cleans and cuts text, and says so", () => {
    const event = kept({ title: `a\u0000b\ud800${"x".repeat(10_000)}` });
    expect([event.title.slice(0, 4), event.title.length, event.flags]).toEqual([
      "ab\ufffdx",
      eventLimits.line - 1,
      ["text_cleaned", "text_cut"],
    ]);
  });

  it("MTG-2 F65 finds the link deep in a description of a megabyte, and keeps nothing else of it", () => {
    const event = kept({
      description: `${"x ".repeat(10_000)}https://zoom.us/j/123456789${" secret".repeat(150_000)}`,
    });
    expect(event.join).toEqual({ service: "zoom", url: "https://zoom.us/j/123456789", foundIn: "description" });
    expect(JSON.stringify(event)).not.toContain("secret");
  });

  it.each<[string, Partial<IncomingEvent>, string]>([
    [
      "as the list says",
      { attendees: { listed: [{ email: "alice@example.com", isSelf: true, response: "declined" }] } },
      "declined",
    ],
    ["as the provider says apart", { ownResponse: "tentative", attendees: { listed: [] } }, "tentative"],
    [
      "nothing, when it is our own",
      { organizer: { isSelf: true }, attendees: { listed: [{ isSelf: true, response: "accepted" }] } },
      "organizer",
    ],
    [
      "nothing, when we are not asked",
      { attendees: { listed: [{ email: "bob@example.com", response: "accepted" }] } },
      "none",
    ],
  ])("knows what the owner answered: %s", (_, changes, answer) => expect(kept(changes).ownResponse).toBe(answer));

  it("F65 keeps 200 of 5,000 attendees, ourselves among them, and the number", () => {
    const listed = Array.from({ length: 5_000 }, (_, index) => ({
      email: `p${index}@example.com`,
      isSelf: index === 4_999,
    }));
    const { attendees, flags } = kept({ attendees: { listed } });
    expect([attendees.total, attendees.listed.length, attendees.isPartial, attendees.listed[0]?.email, flags]).toEqual([
      5_000,
      200,
      true,
      "p4999@example.com",
      ["attendees_cut"],
    ]);
  });

  it("keeps attendees in one order, however the provider lists them", () => {
    const people = [
      { email: "bob@example.com" },
      { email: "ALICE@example.com", isSelf: true },
      { email: "mailto:carol@example.com", name: "Carol" },
      { name: "Room 4", role: "resource" as const },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(people, { minLength: people.length }), (listed) => {
        expect(kept({ attendees: { listed } }).attendees).toEqual(kept({ attendees: { listed: people } }).attendees);
      }),
    );
    expect(kept({ attendees: { listed: people } }).attendees.listed.map(({ email }) => email)).toEqual([
      "alice@example.com",
      "bob@example.com",
      "carol@example.com",
      null,
    ]);
  });

  it.each(["0001-01-01T00:00:00Z", "never", 5, {}, null])("reads %j as no time of change", (updatedAt) =>
    expect(kept({ updatedAt }).updatedAt).toBeNull(),
  );

  it("F68 flags what the adapter did not recognise and keeps the event", () =>
    expect(kept({ isUnfamiliar: true }).flags).toEqual(["kind_unknown"]));

  it("F69 keeps nothing of names that reach into prototypes, nor of deep nesting", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`) as unknown;
    const hostile = JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}') as object;
    const event = kept({ ...hostile, title: deep, description: hostile, organizer: { email: deep, name: hostile } });
    expect([event.title, event.organizer]).toEqual(["", { email: null, name: null, isSelf: false }]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it("TZ-4 F64 F68 never throws, and what it keeps can be stored as text and as JSON", () => {
    const anything = fc.anything({ maxDepth: 1, maxKeys: 2 });
    const incoming = fc.record(
      {
        remoteId: fc.oneof(fc.string(), anything),
        remoteVersion: fc.oneof(fc.string(), anything),
        iCalUid: anything,
        updatedAt: anything,
        title: fc.oneof(units, anything),
        location: anything,
        description: units,
        ownMark: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(incoming, (changes) => {
        const admission = admit(changes);
        const text = JSON.stringify(admission);
        expect(text.isWellFormed() && !text.includes("\\u0000") && !/\\ud[89ab]/i.test(text)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
