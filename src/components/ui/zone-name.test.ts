import { expect, it } from "vitest";
import { describeZone } from "./zone-name";

it.each([
  ["Europe/Berlin", "2026-11-12T10:00:00Z", "Berlin, UTC+1"],
  ["Europe/Berlin", "2026-07-12T10:00:00Z", "Berlin, UTC+2"],
  ["America/Argentina/Buenos_Aires", "2026-11-12T10:00:00Z", "Buenos Aires, UTC−3"],
  ["Asia/Kolkata", "2026-11-12T10:00:00Z", "Kolkata, UTC+5:30"],
  ["UTC", "2026-11-12T10:00:00Z", "UTC"],
])("names the zone %s at %s as %s", (zone, at, name) => {
  expect(describeZone(zone, new Date(at))).toBe(name);
});
