import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lengthOfMonth, startOfWeek, toCivil, toDayNumber, toDayText, weekdayOf, weekOf, weeksIn } from "./civil-day";

const numbers = fc.integer({ min: -25_567, max: 376_200 });
const dateOf = (number: number) => new Date(number * 86_400_000);

describe("days as numbers", () => {
  it("agree with the platform's calendar from 1900 to 2999", () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const date = dateOf(number);
        const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect([toCivil(number), toDayText(number), weekdayOf(number)]).toEqual([
          civil,
          date.toISOString().slice(0, 10),
          date.getUTCDay(),
        ]);
        expect(toDayNumber(civil.year, civil.month, civil.day)).toBe(number);
        expect(lengthOfMonth(civil.year, civil.month)).toBe(
          new Date(Date.UTC(civil.year, civil.month, 0)).getUTCDate(),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("a week begins on its first day, not more than six days before", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 6 }), (number, weekStart) => {
        const start = startOfWeek(number, weekStart);
        expect(weekdayOf(start)).toBe(weekStart);
        expect(number - start >= 0 && number - start < 7).toBe(true);
      }),
    );
  });

  it.each([
    ["2026-01-01", 2026, 1, 53],
    ["2027-01-01", 2026, 53, 52],
    ["2024-12-30", 2025, 1, 52],
    ["2021-01-03", 2020, 53, 52],
  ])("ISO counts %s as of %i, week %i", (text, year, week, weeks) => {
    const [y = 0, m = 0, d = 0] = text.split("-").map(Number);
    expect(weekOf(toDayNumber(y, m, d), 1)).toEqual({ year, week });
    expect(weeksIn(y, 1)).toBe(text === "2024-12-30" ? 52 : weeks);
  });
});
