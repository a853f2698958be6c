import { describe, expect, it } from "vitest";
import type { Wire } from "../wire-values";
import { fromEvent } from "./map-event";
import { toEvent } from "./to-event";

const time = (dateTime: string, timeZone = "UTC") => ({ dateTime, timeZone });
const base: Wire = {
  ...{ "@odata.etag": 'W/"1"', id: "AAMk=", type: "singleInstance", iCalUId: "uid", subject: "Demo", isAllDay: false },
  ...{
    start: time("2026-03-10T08:00:00.0000000"),
    end: time("2026-03-10T09:00:00.0000000"),
    originalStartTimeZone: "W. Europe Standard Time",
  },
};
const map = (more: Wire, master: Wire | null = null) => {
  const change = fromEvent({ row: { ...base, ...more }, master }, "Europe/Berlin");
  if (change.kind !== "event") throw new Error(JSON.stringify(change));
  return change.event;
};

describe("events of Outlook", () => {
  it("F63 a Windows zone becomes the IANA zone, and its name is kept for the way back (6.38)", () => {
    const { times } = map({});
    expect(times).toMatchObject({
      start: {
        at: new Date("2026-03-10T08:00:00Z"),
        wall: "2026-03-10T09:00:00",
        zone: "Europe/Berlin",
        writtenZone: "W. Europe Standard Time",
      },
    });
    expect(toEvent({ times }, "UTC")).toMatchObject({
      isAllDay: false,
      start: { dateTime: "2026-03-10T09:00:00", timeZone: "W. Europe Standard Time" },
    });
  });

  it("TZ-3 a custom zone and one that nobody knows keep the instant and say so (6.39)", () => {
    expect(map({ originalStartTimeZone: "tzone://Microsoft/Custom" })).toMatchObject({
      flags: ["zone_custom"],
      times: { start: { at: new Date("2026-03-10T08:00:00Z"), zone: null } },
    });
    expect(map({ originalStartTimeZone: "Mars/Phobos" }).flags).toContain("zone_unknown");
    expect(map({ originalStartTimeZone: "tzone://Microsoft/Utc" }).times).toMatchObject({ start: { zone: "UTC" } });
  });

  it.each(["UTC", "Pacific Standard Time", "W. Europe Standard Time"])(
    "F72 a whole day named in %s is its date, never shifted (6.10)",
    (zone) => {
      const { times } = map({
        isAllDay: true,
        start: time("2026-03-10T00:00:00.0000000", zone),
        end: time("2026-03-11T00:00:00.0000000", zone),
      });
      expect(times).toEqual({ kind: "all_day", firstDay: "2026-03-10", endDay: "2026-03-11" });
    },
  );

  it("a moved exception keeps the place that the rule gave it, of a whole day its date (6.28)", () => {
    const exception = { type: "exception", seriesMasterId: "series", originalStart: "2026-03-04T08:00:00Z" };
    expect(map(exception, { iCalUId: "series uid" })).toMatchObject({
      iCalUid: "series uid",
      series: { seriesId: "series", originalStart: "2026-03-04T08:00:00Z", isException: true },
    });
    const day = {
      ...exception,
      isAllDay: true,
      originalStart: "2026-03-04T00:00:00Z",
      start: time("2026-03-05T00:00:00.0000000"),
      end: time("2026-03-06T00:00:00.0000000"),
    };
    expect(map(day).series?.originalStart).toBe("2026-03-04");
  });

  it("year one stands for never, not for a time (6.48)", () => {
    expect(map({ lastModifiedDateTime: "0001-01-01T00:00:00Z" }).updatedAt).toBeNull();
    expect(
      fromEvent({ row: { ...base, start: time("0001-01-01T00:00:00.0000000") }, master: null }, "UTC"),
    ).toMatchObject({ kind: "set_aside" });
  });

  it("a called-off meeting stays as called off, and our own answer is told apart from the list", () => {
    expect(map({ isCancelled: true }).status).toBe("cancelled");
    expect(map({ isOrganizer: false, responseStatus: { response: "declined" } }).ownResponse).toBe("declined");
    expect(map({ isOrganizer: true, responseStatus: { response: "none" } }).ownResponse).toBe("organizer");
  });

  it("F68 words that are new are kept as what a calendar would assume, and said to be new", () => {
    const event = map({ type: "hologram", showAs: "levitating", sensitivity: "toString" });
    expect(event).toMatchObject({ shownAs: "busy", visibility: "default", flags: ["kind_unknown"] });
  });

  it("F69 words that reach into prototypes are new words, and what is nested deeply is no text", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`) as unknown;
    const event = map({ showAs: "constructor", sensitivity: "__proto__", subject: deep, body: { content: deep } });
    expect(event).toMatchObject({ shownAs: "busy", visibility: "default", title: "", flags: ["kind_unknown"] });
  });

  it("only a mark of ours is one: other programs use the same field", () => {
    expect(map({ transactionId: "daykeeper-abc" }).ownMark).toBe("abc");
    expect(map({ transactionId: "localevent:1" }).ownMark).toBeNull();
  });

  it("the join link comes from the meeting's own field", () => {
    const joinUrl =
      "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d";
    expect(map({ onlineMeeting: { joinUrl } }).join).toMatchObject({ foundIn: "conference" });
  });
});

describe("drafts for Outlook", () => {
  const moment = (wall: string, at: string, zone: string | null) => ({
    at: new Date(at),
    wall,
    zone,
    writtenZone: null,
  });

  it("an hour that the clock shows twice goes as the instant that is meant", () => {
    const second = moment("2026-11-01T01:30:00", "2026-11-01T06:30:00Z", "America/New_York");
    expect(toEvent({ times: { kind: "timed", start: second, end: second } }, "UTC")).toMatchObject({
      start: { dateTime: "2026-11-01T06:30:00", timeZone: "UTC" },
    });
  });

  it("old and new names of a zone, and no zone at all, find one that Outlook takes", () => {
    const sent = (zone: string | null, wall: string) =>
      (
        toEvent(
          {
            times: {
              kind: "timed",
              start: moment(wall, "2026-06-01T03:30:00Z", zone),
              end: moment(wall, "2026-06-01T03:30:00Z", zone),
            },
          },
          "UTC",
        ) as { start: unknown }
      ).start;
    expect(sent("Asia/Calcutta", "2026-06-01T09:00:00")).toEqual({
      dateTime: "2026-06-01T09:00:00",
      timeZone: "India Standard Time",
    });
    expect(sent(null, "2026-06-01T09:00:00")).toEqual({ dateTime: "2026-06-01T03:30:00", timeZone: "UTC" });
  });
});
