import { describe, expect, it } from "vitest";
import type { Wire } from "../wire-values";
import { fromEvent } from "./map-event";
import { keepAnswers, toEvent } from "./to-event";

const base: Wire = {
  ...{ id: "a", etag: '"1"', status: "confirmed", summary: "Demo", iCalUID: "uid" },
  ...{
    start: { dateTime: "2026-03-10T09:00:00+01:00", timeZone: "Europe/Berlin" },
    end: { dateTime: "2026-03-10T10:00:00+01:00", timeZone: "Europe/Berlin" },
  },
};
const map = (more: Wire) => {
  const change = fromEvent({ ...base, ...more }, "Europe/Berlin");
  if (change.kind !== "event") throw new Error(JSON.stringify(change));
  return change.event;
};

describe("events of Google", () => {
  it("F72 a whole day is its date, its end the first day after (6.10)", () => {
    expect(map({ start: { date: "2026-03-10" }, end: { date: "2026-03-11" } }).times).toEqual({
      kind: "all_day",
      firstDay: "2026-03-10",
      endDay: "2026-03-11",
    });
  });

  it("an occurrence is an exception when it was moved, compared as instants (6.28)", () => {
    const at = (dateTime: string) => ({ dateTime, timeZone: "America/New_York" });
    const occurrence = { recurringEventId: "s", originalStartTime: at("2026-03-10T04:00:00-04:00") };
    expect(map(occurrence).series).toEqual({
      seriesId: "s",
      originalStart: "2026-03-10T08:00:00Z",
      isException: false,
    });
    const moved = map({ ...occurrence, originalStartTime: at("2026-03-09T04:00:00-04:00") });
    expect(moved.series).toEqual({ seriesId: "s", originalStart: "2026-03-09T08:00:00Z", isException: true });
  });

  it("a master is never an event, also when it is asked for by its id", () => {
    expect(fromEvent({ ...base, recurrence: ["RRULE:FREQ=DAILY"] }, "UTC")).toEqual({
      kind: "unresolved",
      remoteId: "a",
      seriesId: "a",
    });
  });

  it.each([
    ["default", "opaque", "event", "busy"],
    ["default", "transparent", "event", "free"],
    ["focusTime", "opaque", "focus_time", "busy"],
    ["outOfOffice", "opaque", "out_of_office", "out_of_office"],
    ["workingLocation", "transparent", "working_location", "working_elsewhere"],
    ["birthday", "transparent", "birthday", "free"],
    ["fromGmail", "opaque", "from_mail", "busy"],
  ])("%s, %s, is %s and %s (6.46)", (eventType, transparency, kind, shownAs) => {
    expect(map({ eventType, transparency })).toMatchObject({ kind, shownAs, flags: [] });
  });

  it("F68 a type, a status and a visibility that are new are kept and said to be new", () => {
    expect(map({ eventType: "hologram" })).toMatchObject({ kind: "other", flags: ["kind_unknown"] });
    expect(map({ status: "constructor", visibility: "toString" })).toMatchObject({
      status: "confirmed",
      visibility: "default",
      flags: ["kind_unknown"],
    });
  });

  it("F69 words that reach into prototypes are new words, and what is nested deeply is no text", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`) as unknown;
    const event = map({ eventType: "__proto__", visibility: "constructor", summary: deep, location: deep });
    expect(event).toMatchObject({ kind: "other", visibility: "default", title: "", flags: ["kind_unknown"] });
  });

  it("F64 F65 hostile and huge texts never stop an event", () => {
    const attendees = Array.from({ length: 5_000 }, (_, index) => ({ email: `p${index}@example.com` }));
    const event = map({
      summary: "a\u0000b\ud800",
      description: "x".repeat(1_000_000),
      attendees,
      extendedProperties: "none",
    });
    expect(event.title).not.toContain("\u0000");
    expect(event.attendees).toMatchObject({ total: 5_000, isPartial: true });
  });

  it("the join link is the video entry, and a phone number is none", () => {
    const entryPoints = [
      { entryPointType: "phone", uri: "tel:+1-555-010-0199" },
      { entryPointType: "video", uri: "https://meet.google.com/abc-defg-hij" },
    ];
    expect(map({ conferenceData: { entryPoints } }).join).toMatchObject({
      foundIn: "conference",
      url: "https://meet.google.com/abc-defg-hij",
    });
    expect(map({ hangoutLink: "https://meet.google.com/abc-defg-hij" }).join).not.toBeNull();
  });

  it("who we are among the attendees, what they answered and who is a room", () => {
    const attendees = [
      { email: "Alice@example.com", self: true, responseStatus: "declined" },
      { email: "room@example.com", resource: true, responseStatus: "accepted" },
      { email: "bob@example.com", optional: true, responseStatus: "needsAction" },
    ];
    expect(
      map({ attendees }).attendees.listed.map(({ email, isSelf, response, role }) => [email, isSelf, response, role]),
    ).toEqual([
      ["alice@example.com", true, "declined", "required"],
      ["bob@example.com", false, "none", "optional"],
      ["room@example.com", false, "accepted", "resource"],
    ]);
  });
});

describe("drafts for Google", () => {
  it("a change names only what changes", () => expect(toEvent({ title: "New" })).toEqual({ summary: "New" }));

  it("a list of attendees keeps the answers of those who stay", () => {
    const before = {
      attendees: [
        { email: "Bob@example.com", responseStatus: "accepted", comment: "Gladly" },
        { email: "gone@example.com" },
      ],
    };
    const bob = { email: "bob@example.com", name: null, isOptional: false };
    expect(keepAnswers([bob, { ...bob, email: "new@example.com" }], before)).toEqual([
      { email: "bob@example.com", responseStatus: "accepted", comment: "Gladly" },
      { email: "new@example.com" },
    ]);
  });
});
