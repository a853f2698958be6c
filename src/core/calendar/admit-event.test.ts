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
      description: "",
      organizer: null,
      attendees: { total: 0, listed: [], isPartial: false },
      join: null,
      openUrl: null,
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
    const event = kept({ title: "a\u0000b\ud800", description: "x".repeat(1_000_000) });
    expect([event.title, event.description.length, event.flags]).toEqual([
      "ab\ufffd",
      eventLimits.description,
      ["text_cleaned", "text_cut"],
    ]);
  });

  it("MTG-2 finds the link behind the place where the description is cut", () => {
    const event = kept({ description: `${"x ".repeat(10_000)}https://zoom.us/j/123456789` });
    expect(event.join).toEqual({ service: "zoom", url: "https://zoom.us/j/123456789", foundIn: "description" });
  });

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

  it("S44 keeps a link to the provider's page only when it is one of the web", () => {
    expect(kept({ openUrl: "https://www.example.com/event?eid=1" }).openUrl).toBe(
      "https://www.example.com/event?eid=1",
    );
    expect(kept({ openUrl: "javascript:alert(1)" }).openUrl).toBeNull();
    expect(kept({ openUrl: "data:text/html,x" }).openUrl).toBeNull();
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
    expect([event.title, event.description, event.organizer]).toEqual([
      "",
      "",
      { email: null, name: null, isSelf: false },
    ]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it("TZ-4 F64 F68 never throws, and what it keeps can be stored as text and as JSON", () => {
    const anything = fc.anything({ maxDepth: 2 });
    const incoming = fc.record(
      {
        remoteId: fc.oneof(fc.string(), anything),
        remoteVersion: fc.oneof(fc.string(), anything),
        iCalUid: anything,
        updatedAt: anything,
        title: fc.oneof(fc.string({ unit: "binary" }), anything),
        location: anything,
        description: fc.string({ unit: "binary" }),
        openUrl: anything,
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
      { numRuns: 500 },
    );
  });
});
