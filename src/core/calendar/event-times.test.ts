import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTimes, spanOf, type IncomingTime } from "./event-times";

const OSLO = "Europe/Oslo";
const timed = (start: IncomingTime, end: IncomingTime = start) => {
  const reading = readTimes(start, end, OSLO);
  if ("reason" in reading || reading.times.kind !== "timed") return reading;
  const { start: from } = reading.times;
  return {
    at: from.at.toISOString(),
    wall: from.wall,
    zone: from.zone,
    written: from.writtenZone,
    flags: reading.flags.slice(0, reading.flags.length / 2),
  };
};

describe("readTimes of a timed event", () => {
  it.each([
    [
      "an offset and its zone",
      { time: "2026-01-26T09:00:00-05:00", zone: "America/New_York" },
      "14:00",
      "09:00",
      "America/New_York",
      [],
    ],
    [
      "UTC beside the event's zone",
      { time: "2026-01-26T14:00:00Z", zone: "America/New_York" },
      "14:00",
      "09:00",
      "America/New_York",
      [],
    ],
    [
      "the calendar's offset beside the event's zone",
      { time: "2026-01-26T15:00:00+01:00", zone: "America/New_York" },
      "14:00",
      "09:00",
      "America/New_York",
      [],
    ],
    [
      "a Windows zone without offset",
      { time: "2026-01-26T09:00:00.0000000", zone: "Eastern Standard Time" },
      "14:00",
      "09:00",
      "America/New_York",
      [],
    ],
    [
      "an offset that the zone contradicts",
      { time: "2026-01-26T09:00:00-07:00", zone: "America/New_York" },
      "16:00",
      "11:00",
      "America/New_York",
      ["zone_contradicts_offset"],
    ],
    [
      "an unknown zone with an offset",
      { time: "2026-01-26T09:00:00-05:00", zone: "Mars/Phobos" },
      "14:00",
      "09:00",
      null,
      ["zone_unknown"],
    ],
    [
      "a custom zone with an offset",
      { time: "2026-01-26T14:00:00Z", zone: "tzone://Microsoft/Custom" },
      "14:00",
      "14:00",
      null,
      ["zone_custom"],
    ],
  ])("TZ-1 TZ-3 F63 reads %s", (_, time, instant, wall, zone, flags) => {
    expect(timed(time)).toEqual({
      at: `2026-01-26T${instant}:00.000Z`,
      wall: `2026-01-26T${wall}:00`,
      zone,
      written: time.zone,
      flags,
    });
  });

  it("TZ-3 6.13 reads a floating time in the calendar's zone and says so", () => {
    expect(timed({ time: "2026-01-26T09:00:00" })).toEqual({
      at: "2026-01-26T08:00:00.000Z",
      wall: "2026-01-26T09:00:00",
      zone: OSLO,
      written: null,
      flags: ["floating"],
    });
  });

  it("TZ-3 6.2 keeps the wall time that no clock shows, with the instant after the gap", () => {
    expect(timed({ time: "2026-03-29T02:30:00", zone: OSLO })).toMatchObject({
      at: "2026-03-29T01:30:00.000Z",
      wall: "2026-03-29T02:30:00",
      flags: ["in_gap"],
    });
  });

  it("6.47 gives an event without end no length", () => {
    const reading = readTimes({ time: "2026-01-26T09:00:00Z" }, {}, OSLO);
    expect(reading).toMatchObject({ times: { kind: "timed" }, flags: ["no_end"] });
    if ("times" in reading)
      expect(spanOf(reading.times, OSLO)).toEqual({
        from: new Date("2026-01-26T09:00:00Z"),
        to: new Date("2026-01-26T09:00:00Z"),
      });
  });

  it.each([
    ["no_start", {}, { time: "2026-01-26T09:00:00Z" }],
    [
      "no_start",
      { time: "0001-01-01T00:00:00.0000000", zone: "UTC" },
      { time: "0001-01-01T00:00:00.0000000", zone: "UTC" },
    ],
    ["no_start", { time: 5 }, { time: {} }],
    ["impossible_date", { time: "2026-02-30T09:00:00Z" }, { time: "2026-03-01T09:00:00Z" }],
    ["impossible_date", { time: "2026-01-26T25:10:00Z" }, { time: "2026-01-26T26:00:00Z" }],
    ["impossible_date", { time: "+294277-01-01T00:00:00Z" }, { time: "+294277-01-01T01:00:00Z" }],
    ["year_out_of_range", { time: "4500-08-31T00:00:00Z" }, { time: "4500-09-01T00:00:00Z" }],
    ["year_out_of_range", { time: "1601-01-01T00:00:00Z" }, { time: "1601-01-01T00:00:00Z" }],
    ["ends_before_it_starts", { time: "2026-01-26T10:00:00Z" }, { time: "2026-01-26T09:00:00Z" }],
    ["mixed_times", { day: "2026-01-26" }, { time: "2026-01-26T09:00:00Z" }],
    [
      "unknown_zone",
      { time: "2026-01-26T09:00:00", zone: "Mars/Phobos" },
      { time: "2026-01-26T10:00:00", zone: "Mars/Phobos" },
    ],
    [
      "unknown_zone",
      { time: "2026-01-26T09:00:00", zone: "Customized Time Zone" },
      { time: "2026-01-26T10:00:00", zone: "Customized Time Zone" },
    ],
  ])("TZ-4 F63 F66 sets aside as %s", (reason, start, end) => expect(readTimes(start, end, OSLO)).toEqual({ reason }));
});

describe("readTimes of an all-day event", () => {
  it.each([
    ["one day", "2026-01-26", "2026-01-27", "2026-01-27", []],
    ["three days over a change of the clocks", "2026-03-28", "2026-03-31", "2026-03-31", []],
    ["the same day twice", "2026-01-26", "2026-01-26", "2026-01-27", []],
    ["no end", "2026-01-26", undefined, "2026-01-27", ["no_end"]],
  ])("TZ-2 F72 keeps %s", (_, firstDay, end, endDay, flags) => {
    expect(readTimes({ day: firstDay }, { day: end }, OSLO)).toEqual({
      times: { kind: "all_day", firstDay, endDay },
      flags,
    });
  });

  it.each([
    ["impossible_date", "2026-02-30", "2026-03-01"],
    ["year_out_of_range", "1604-01-01", "1604-01-02"],
    ["ends_before_it_starts", "2026-01-27", "2026-01-26"],
  ])("F66 sets aside as %s", (reason, start, end) =>
    expect(readTimes({ day: start }, { day: end }, OSLO)).toEqual({ reason }),
  );

  it("TZ-2 is the same days whatever the calendar's zone, and is busy in that zone", () => {
    const read = (zone: string) => readTimes({ day: "2026-01-26" }, { day: "2026-01-27" }, zone);
    expect(read("Pacific/Auckland")).toEqual(read("America/New_York"));
    const reading = read("Pacific/Auckland");
    if ("times" in reading)
      expect(spanOf(reading.times, "Pacific/Auckland")).toEqual({
        from: new Date("2026-01-25T11:00:00Z"),
        to: new Date("2026-01-26T11:00:00Z"),
      });
  });
});

it("F66 F68 never throws, and what it lets pass begins before it ends", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "2026-03-08",
      "2026-03-08T02:30:00",
      "2026-03-08T02:30:00Z",
      "0001-01-01",
      "",
      "Europe/Oslo",
      "Mars",
    ),
    fc.string(),
    fc.anything(),
  );
  const time = fc.record({ day: piece, time: piece, zone: piece }, { requiredKeys: [] });
  fc.assert(
    fc.property(time, time, (start, end) => {
      const reading = readTimes(start, end, OSLO);
      if (!("times" in reading)) return;
      const { from, to } = spanOf(reading.times, OSLO);
      expect(from.getTime()).toBeLessThanOrEqual(to.getTime());
    }),
    { numRuns: 200 },
  );
});
