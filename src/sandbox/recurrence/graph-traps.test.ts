import { describe, expect, it } from "vitest";
import { expandRecurrence } from "./expand-recurrence";
import { toRecurrenceLine, type RecurrencePattern, type RecurrenceRange } from "./graph-recurrence";
import { findPatternedRecurrence } from "./pattern-from-rule";
import { findIanaZone, findWindowsZone, isCustomZone, resolveZoneName } from "./windows-zones";

// The numbers are the rows of section 6 of the provider fact sheet (docs/reference/provider-facts.md).
const newYork = "America/New_York";

function dates(date: string, line: string, limit: number): string[] {
  return [...expandRecurrence({ start: { date }, lines: [line], limit })].map(({ wall }) => wall);
}

describe("Graph patterns", () => {
  const blank: RecurrencePattern = {
    type: "daily",
    interval: 1,
    month: 0,
    dayOfMonth: 0,
    daysOfWeek: [],
    firstDayOfWeek: "sunday",
    index: "first",
  };
  const noEnd: RecurrenceRange = {
    type: "noEnd",
    startDate: "2026-01-30",
    endDate: "0001-01-01",
    recurrenceTimeZone: "UTC",
    numberOfOccurrences: 0,
  };
  const context = { zone: newYork, allDay: false, shortMonths: "last-day" } as const;
  const lineOf = (pattern: Partial<RecurrencePattern>, range: Partial<RecurrenceRange> = {}): string =>
    toRecurrenceLine({ pattern: { ...blank, ...pattern }, range: { ...noEnd, ...range } }, context);

  it("6.20 reads endDate as the last moment of that day in the zone of the range", () => {
    expect(lineOf({}, { type: "endDate", endDate: "2026-03-10" })).toBe("RRULE:FREQ=DAILY;UNTIL=20260311T035959Z");
    expect(
      toRecurrenceLine(
        { pattern: blank, range: { ...noEnd, type: "endDate", endDate: "2026-03-10" } },
        { ...context, allDay: true },
      ),
    ).toBe("RRULE:FREQ=DAILY;UNTIL=20260310");
  });

  it("6.20 writes as endDate the last day that has an occurrence", () => {
    const endOf = (until: string): string | undefined =>
      findPatternedRecurrence(`FREQ=DAILY;UNTIL=${until}`, {
        startWall: "2026-03-06T09:00:00",
        zone: newYork,
        zoneName: "UTC",
      })?.range.endDate;
    expect([
      endOf("20260310T130000Z"),
      endOf("20260310T125959Z"),
      endOf("20260310"),
      endOf("20260311T035959Z"),
    ]).toEqual(["2026-03-10", "2026-03-09", "2026-03-10", "2026-03-10"]);
  });

  it("6.22 and 6.23 use the last day there is, or skip, by the switch", () => {
    const monthly = lineOf({ type: "absoluteMonthly", dayOfMonth: 31 });
    expect(dates("2026-01-31", monthly, 4)).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
    const yearly = lineOf({ type: "absoluteYearly", dayOfMonth: 29, month: 2 });
    expect(dates("2024-02-29", yearly, 3)).toEqual(["2024-02-29", "2025-02-28", "2026-02-28"]);
    const skip = toRecurrenceLine(
      { pattern: { ...blank, type: "absoluteMonthly", dayOfMonth: 31 }, range: noEnd },
      { ...context, shortMonths: "skip" },
    );
    expect(skip).toBe("RRULE:FREQ=MONTHLY;BYMONTHDAY=31");
  });

  it("6.24 says the last weekday as relativeMonthly with all five and index last", () => {
    const daysOfWeek = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    const line = lineOf({ type: "relativeMonthly", daysOfWeek, index: "last" });
    expect(dates("2026-01-30", line, 3)).toEqual(["2026-01-30", "2026-02-27", "2026-03-31"]);
    const back = findPatternedRecurrence(line.slice(6), { startWall: "2026-01-30", zone: newYork, zoneName: "UTC" });
    expect(back?.pattern).toMatchObject({ type: "relativeMonthly", daysOfWeek, index: "last" });
  });

  it("6.25 begins the week on Sunday unless told otherwise", () => {
    expect(lineOf({ type: "weekly", daysOfWeek: ["tuesday", "sunday"], interval: 2 })).toBe(
      "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
    );
  });

  it.each([
    { type: "daily", interval: 3 },
    { type: "weekly", interval: 2, daysOfWeek: ["monday", "friday"], firstDayOfWeek: "monday" },
    { type: "absoluteMonthly", dayOfMonth: 15 },
    { type: "absoluteMonthly", dayOfMonth: 31 },
    { type: "relativeMonthly", daysOfWeek: ["thursday"], index: "fourth" },
    { type: "absoluteYearly", dayOfMonth: 24, month: 12 },
    { type: "absoluteYearly", dayOfMonth: 29, month: 2 },
    { type: "relativeYearly", daysOfWeek: ["monday"], index: "last", month: 5 },
  ] as Partial<RecurrencePattern>[])("comes back unchanged from the rule: %o", (pattern) => {
    const back = findPatternedRecurrence(lineOf(pattern).slice(6), {
      startWall: "2026-01-30T09:00:00",
      zone: newYork,
      zoneName: "Eastern Standard Time",
    });
    expect(back?.pattern).toMatchObject(pattern);
  });

  it.each([
    "FREQ=HOURLY",
    "FREQ=DAILY;BYHOUR=9,15",
    "FREQ=YEARLY;BYYEARDAY=100",
    "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "FREQ=YEARLY;BYMONTH=1,7",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
  ])("cannot say %s", (rule) =>
    expect(
      findPatternedRecurrence(rule, { startWall: "2026-01-30T09:00:00", zone: newYork, zoneName: "UTC" }),
    ).toBeNull(),
  );
});

describe("zone names", () => {
  it("6.38 gives one IANA zone for a Windows name and the Windows name for many IANA zones", () => {
    expect(findIanaZone("W. Europe Standard Time")).toBe("Europe/Berlin");
    expect(["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"].map(findWindowsZone)).toEqual(
      Array(3).fill("W. Europe Standard Time"),
    );
  });

  it("6.39 has no zone for the custom ones", () => {
    expect(
      ["Customized Time Zone", "tzone://Microsoft/Custom"].map((name) => [isCustomZone(name), resolveZoneName(name)]),
    ).toEqual([
      [true, null],
      [true, null],
    ]);
  });

  it("6.40 tells UTC, London and Reykjavik apart", () => {
    expect(
      ["tzone://Microsoft/Utc", "UTC", "Coordinated Universal Time", "Etc/UTC", "GMT"].map(resolveZoneName),
    ).toEqual(Array(5).fill("UTC"));
    expect(resolveZoneName("GMT Standard Time")).toBe("Europe/London");
    expect(resolveZoneName("Greenwich Standard Time")).toBe("Atlantic/Reykjavik");
  });

  it("6.41 knows old and new names of one zone", () => {
    expect(["Asia/Calcutta", "Asia/Kolkata"].map(findWindowsZone)).toEqual(Array(2).fill("India Standard Time"));
    expect(["Europe/Kiev", "Europe/Kyiv"].map(findWindowsZone)).toEqual(Array(2).fill("FLE Standard Time"));
    expect(findWindowsZone("US/Pacific")).toBe("Pacific Standard Time");
    expect(["America/Ciudad_Juarez", "Pacific/Kanton"].map(findWindowsZone)).not.toContain(null);
  });
});
