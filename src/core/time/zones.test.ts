import { describe, expect, it } from "vitest";
import { isSameZone, isZone, readZone } from "./zones";
import { windowsZones } from "./windows-zones";

describe("readZone", () => {
  it.each([
    ["Europe/Berlin", "Europe/Berlin"],
    ["W. Europe Standard Time", "Europe/Berlin"],
    ["w. europe standard time", "Europe/Berlin"],
    ["GMT Standard Time", "Europe/London"],
    ["Greenwich Standard Time", "Atlantic/Reykjavik"],
    ["tzone://Microsoft/Utc", "UTC"],
    ["Coordinated Universal Time", "UTC"],
    ["UTC", "Etc/UTC"],
    ["Z", "UTC"],
    ["Etc/UTC", "Etc/UTC"],
    ["GMT", "GMT"],
    ["Europe/Kyiv", "Europe/Kyiv"],
    ["America/Ciudad_Juarez", "America/Ciudad_Juarez"],
    ["Pacific/Kanton", "Pacific/Kanton"],
    ["US/Pacific", "US/Pacific"],
    ["Kamchatka Standard Time", "Asia/Kamchatka"],
    ["+05:30", "+05:30"],
    ["  Asia/Tokyo ", "Asia/Tokyo"],
  ])("TZ-3 F63 6.38 6.40 knows %j", (name, zone) => expect(readZone(name)).toEqual({ kind: "known", zone }));

  it.each(["tzone://Microsoft/Custom", "Customized Time Zone"])(
    "TZ-3 6.39 tells that %j is somebody's own zone",
    (name) => {
      expect(readZone(name)).toEqual({ kind: "custom" });
    },
  );

  it.each([
    "Mars/Phobos",
    "",
    " ",
    "__proto__",
    "constructor",
    "PST",
    "Europe/Berlin; drop table",
    "x".repeat(5_000),
    "../etc/passwd",
    "\u0000",
  ])("TZ-3 F63 does not know %j and does not throw", (name) => expect(readZone(name)).toEqual({ kind: "unknown" }));

  it("maps every Windows name to a zone that the runtime knows", () => {
    expect(Object.values(windowsZones).filter((zone) => !isZone(zone))).toEqual([]);
    expect(Object.keys(windowsZones)).toHaveLength(139);
  });
});

describe("isSameZone", () => {
  it.each([
    ["Asia/Calcutta", "Asia/Kolkata", true],
    ["Europe/Kiev", "Europe/Kyiv", true],
    ["US/Pacific", "America/Los_Angeles", true],
    ["Europe/Berlin", "Europe/Paris", false],
    ["Etc/UTC", "UTC", true],
  ])("6.41 compares %s with %s", (one, other, same) => expect(isSameZone(one, other)).toBe(same));
});
