import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMeetingLink } from "./find";

const zoom = "https://zoom.us/j/123456789";
const meet = "https://meet.google.com/abc-defg-hij";
const none = { structured: [], location: "", description: "" };
const inDescription = (description: string) => findMeetingLink({ ...none, description });

describe("findMeetingLink", () => {
  it("MTG-2 prefers conference data, then location, then description", () => {
    expect(findMeetingLink({ structured: [meet], location: zoom, description: zoom })).toMatchObject({
      url: meet,
      foundIn: "conference",
    });
    expect(findMeetingLink({ structured: ["tel:+47123"], location: zoom, description: meet })).toMatchObject({
      url: zoom,
      foundIn: "location",
    });
    expect(findMeetingLink({ ...none, description: meet })).toMatchObject({ url: meet, foundIn: "description" });
    expect(findMeetingLink(none)).toBeNull();
  });

  it.each([
    ["a sentence", `Join here: ${zoom}.`, zoom],
    ["brackets", `Zoom (${zoom}), room 4`, zoom],
    ["angle brackets", `Join <${zoom}>`, zoom],
    ["no scheme", "zoom.us/j/123456789", zoom],
    [
      "no scheme in a sentence",
      "Room 4 or (us02web.zoom.us/j/12345678901?pwd=a)",
      "https://us02web.zoom.us/j/12345678901?pwd=a",
    ],
    [
      "a link with an escaped ampersand",
      `<a href="https://zoom.us/j/123456789?pwd=a&amp;x=1">Join</a>`,
      `${zoom}?pwd=a&x=1`,
    ],
    ["a link in single quotes", `<A HREF='${zoom}'>x</A>`, zoom],
    ["a link after its own text", `https://zoom.us/j/111111111 <a href="${zoom}">x</a>`, zoom],
    ["escaped angle brackets", `&lt;${zoom}&gt;`, zoom],
    ["a blank that cannot break", `${zoom}&nbsp;or call`, zoom],
    ["other links first", `<a href="https://example.com/a/b">Agenda</a> <a href="${zoom}">Join</a>`, zoom],
    ["capital letters", "HTTPS://ZOOM.US/j/123456789", zoom],
    ["a label without a blank", `Zoom:${zoom}`, zoom],
    [
      "the options of an invitation first",
      `https://teams.microsoft.com/meetingOptions/?a=1 https://teams.microsoft.com/meet/2345678901234?p=x`,
      "https://teams.microsoft.com/meet/2345678901234?p=x",
    ],
    ["dial-in numbers first", `https://zoom.us/u/abc ${zoom}`, zoom],
    ["an unknown redirect", `https://example.com/go?to=${zoom}`, zoom],
  ])("MTG-2 finds the link in %s", (_, text, url) => expect(inDescription(text)?.url).toBe(url));

  it.each([
    "",
    "/",
    "//",
    "://",
    "https://",
    "a/b/c",
    "1/2/2026",
    "https:///j/123456789",
    "evil.test/zoom.us/j/123456789",
    "me@zoom.us/j/123456789",
    "https://example.com/x?y=z",
  ])("finds none in %j", (text) => expect(inDescription(text)).toBeNull());

  it("finds the link wherever it stands among other words", () => {
    const words = fc.string({ maxLength: 200 }).map((text) => text.replace(/[/:.@]/g, " "));
    fc.assert(
      fc.property(words, words, (before, after) => {
        expect(inDescription(`${before} ${zoom} ${after}`)?.url).toBe(zoom);
      }),
    );
  });

  it("never throws and never answers with anything but https on a known host", () => {
    const piece = fc.constantFrom(
      "https://",
      "zoom.us",
      "/j/123456789",
      "@",
      ":",
      "\\",
      "%",
      "%E0%A4",
      "?url=",
      "&amp;",
      'href="',
      "'",
      ".",
      "evil.test",
      "#",
      " ",
      "\u0000",
      "\ud800",
      "//",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const found = inDescription(pieces.join(""));
        if (found) expect(new URL(found.url)).toMatchObject({ protocol: "https:", hostname: "zoom.us" });
      }),
      { numRuns: 200 },
    );
  });
});

describe("a megabyte of text", () => {
  const megabyte = (piece: string) => piece.repeat(Math.ceil(1_000_000 / piece.length));
  it.each([
    ["letters", "a"],
    ["slashes", "/"],
    ["schemes", "https://"],
    ["schemes in capitals", "HTTPS://a"],
    ["dots", "a."],
    ["host-like", "zoom.us."],
    ["known hosts", "https://zoom.us/x"],
    ["known hosts without a scheme", "zoom.us/x "],
    ["links", '<a href="https://zoom.us/x">'],
    ["entities", "https://zoom.us/&amp;"],
    ["wrappers", "https://www.google.com/url?q="],
    ["spaces", " "],
    ["ampersands", "&"],
    ["MTID", "https://a.webex.com/a/j.php?&MTID&"],
  ])(
    "S48 all of %s is read in one pass: anything slower would not end within the test's time",
    (_, piece) => expect(inDescription(megabyte(piece))).toBeNull(),
    20_000,
  );
});
