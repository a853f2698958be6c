import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admitEvent, type IncomingEvent } from "./admit-event";
import { toFingerprintText } from "./event-fingerprint";

const full: IncomingEvent = {
  remoteId: "e1",
  remoteVersion: "v1",
  iCalUid: "u1",
  updatedAt: "2026-01-20T00:00:00Z",
  title: "Demo Halden",
  location: "Room 4",
  description: "Agenda",
  ownMark: "m1",
  series: { seriesId: "s1", originalStart: "2026-01-26T09:00:00Z", isException: true },
  start: { time: "2026-01-26T09:00:00Z", zone: "Europe/Oslo" },
  end: { time: "2026-01-26T10:00:00Z", zone: "Europe/Oslo" },
  organizer: { email: "alice@example.com", name: "Alice", isSelf: true },
  attendees: { listed: [{ email: "bob@example.com", name: "Bob", response: "accepted", role: "required" }] },
  conferenceUrls: ["https://zoom.us/j/123456789"],
};
const fingerprint = (changes: Partial<IncomingEvent> = {}) => {
  const admission = admitEvent({ ...full, ...changes }, "Europe/Oslo");
  if (admission.kind !== "event") throw new Error(admission.setAside.reason);
  return toFingerprintText(admission.event);
};

describe("toFingerprintText", () => {
  const changes: readonly (readonly [what: string, change: Partial<IncomingEvent>])[] = [
    ["title", { title: "Demo Hamar" }],
    ["location", { location: "Room 5" }],
    ["owner's answer", { ownResponse: "declined" }],
    ["start", { start: { time: "2026-01-26T08:00:00Z", zone: "Europe/Oslo" } }],
    ["end", { end: { time: "2026-01-26T11:00:00Z", zone: "Europe/Oslo" } }],
    ["zone", { start: { time: "2026-01-26T09:00:00Z", zone: "Europe/Berlin" } }],
    ["the zone's written name", { start: { time: "2026-01-26T09:00:00Z", zone: "W. Europe Standard Time" } }],
    ["whole days", { start: { day: "2026-01-26" }, end: { day: "2026-01-27" } }],
    ["status", { status: "cancelled" }],
    ["kind", { kind: "focus_time" }],
    ["being shown as free", { shownAs: "free" }],
    ["visibility", { visibility: "private" }],
    ["series", { series: null }],
    ["place in the series", { series: { seriesId: "s1", originalStart: "2026-01-27T09:00:00Z", isException: true } }],
    ["being an exception", { series: { seriesId: "s1", originalStart: "2026-01-26T09:00:00Z", isException: false } }],
    ["organizer", { organizer: { email: "bob@example.com", name: "Bob" } }],
    ["attendee", { attendees: { listed: [{ email: "carol@example.com" }] } }],
    [
      "answer",
      { attendees: { listed: [{ email: "bob@example.com", name: "Bob", response: "declined", role: "required" }] } },
    ],
    [
      "role",
      { attendees: { listed: [{ email: "bob@example.com", name: "Bob", response: "accepted", role: "optional" }] } },
    ],
    ["join link", { conferenceUrls: ["https://zoom.us/j/987654321"] }],
    ["mark", { ownMark: "m2" }],
    ["iCalendar id", { iCalUid: "u2" }],
  ];
  it("F85 6.42 changes with the instant under the same wall time: a zone's new rules are no silent shift", () => {
    const admission = admitEvent(full, "Europe/Oslo");
    if (admission.kind !== "event" || admission.event.times.kind !== "timed") throw new Error("It is a timed event.");
    const { start, end } = admission.event.times;
    const later = { ...start, at: new Date(start.at.getTime() + 3_600_000) };
    const under = { ...admission.event, times: { kind: "timed", start: later, end } as const };
    expect(later.wall).toBe(start.wall);
    expect(toFingerprintText(under)).not.toBe(toFingerprintText(admission.event));
  });

  it.each(changes)("changes with the %s", (_, change) => expect(fingerprint(change)).not.toBe(fingerprint()));

  it.each([
    ["version", { remoteVersion: "v2" }],
    ["time of the last change", { updatedAt: "2026-01-21T00:00:00Z" }],
    ["description", { description: "No agenda" }],
  ])("stays when only the %s changes, so that what we do not keep costs no write of content", (_, change) =>
    expect(fingerprint(change)).toBe(fingerprint()),
  );

  it("tells any two titles apart", () => {
    const titles = fc.string({ maxLength: 40 }).map((text) => text.replace(/\s+/g, " ").trim());
    fc.assert(
      fc.property(
        titles,
        titles,
        (one, other) => (fingerprint({ title: one }) === fingerprint({ title: other })) === (one === other),
      ),
    );
  });

  it("does not depend on the order in which fields came", () => {
    const shuffled = fc.shuffledSubarray(Object.entries(full), { minLength: Object.keys(full).length });
    fc.assert(fc.property(shuffled, (entries) => fingerprint(Object.fromEntries(entries)) === fingerprint()));
  });
});
