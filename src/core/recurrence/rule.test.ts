import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRule } from "./rule";

describe("readRule", () => {
  it("reads what a rule says, in any case and order", () => {
    expect(readRule("interval=2;Freq=weekly;BYDAY=TU,-1SU;WKST=SU;COUNT=5;BYMONTH=12,1,1;")).toMatchObject({
      kind: "rule",
      rule: {
        frequency: "WEEKLY",
        interval: 2,
        count: 5,
        weekStart: 0,
        weekdays: [
          { weekday: 2, nth: 0 },
          { weekday: 0, nth: -1 },
        ],
        months: new Set([1, 12]),
      },
    });
  });

  it.each(["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "FREQ=HOURLY;COUNT=1000000000"])(
    "F67 calls %s too dense for a calendar",
    (text) => expect(readRule(text).kind).toBe("too_dense"),
  );

  it.each([
    "",
    "FREQ=",
    "INTERVAL=2",
    "FREQ=FORTNIGHTLY",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=-1",
    "FREQ=DAILY;COUNT=1e9",
    "FREQ=DAILY;BYMONTH=13",
    "FREQ=DAILY;BYMONTHDAY=0",
    "FREQ=DAILY;BYMONTHDAY=32",
    "FREQ=DAILY;BYDAY=XX",
    "FREQ=DAILY;BYDAY=99MO",
    "FREQ=DAILY;UNTIL=soon",
    "FREQ=DAILY;UNTIL=2026-03-10",
    "FREQ=DAILY;FREQ=WEEKLY",
    "FREQ=DAILY;WKST=XX",
    "FREQ=DAILY;__PROTO__=1",
    "FREQ=DAILY;BYHOUR=24",
    "FREQ=DAILY;X",
    "FREQ=DAILY;BYMONTH=",
    `FREQ=DAILY;BYMONTHDAY=${"1,".repeat(1_000)}1`,
  ])("F67 finds no rule in %j", (text) => expect(readRule(text).kind).toBe("unreadable"));

  it("never throws", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "FREQ=DAILY",
        ";",
        "COUNT=",
        "BYDAY=",
        "MO",
        ",",
        "-1",
        "UNTIL=20260310T130000Z",
        "=",
        "INTERVAL=99999999999999999999",
      ),
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => readRule(pieces.join("")).kind !== null));
  });
});
