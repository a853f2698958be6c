import { windowsZones } from "./windows-zones";

/**
 * What a zone's name as a provider writes it stands for. `custom` is a zone that somebody defined for one calendar:
 * it has rules of its own and no name that anybody else knows.
 */
export type ZoneReading =
  { readonly kind: "known"; readonly zone: string } | { readonly kind: "custom" } | { readonly kind: "unknown" };

const longestName = 80;

/** Names that are in neither list and yet are met: written by Exchange, or dropped from CLDR. */
const aliases: Readonly<Record<string, string>> = {
  "tzone://microsoft/utc": "UTC",
  "coordinated universal time": "UTC",
  "utc time": "UTC",
  z: "UTC",
  "kamchatka standard time": "Asia/Kamchatka",
  "mid-atlantic standard time": "Etc/GMT+2",
};
const customNames = new Set(["tzone://microsoft/custom", "customized time zone", "custom time zone"]);
const zoneByOtherName = new Map([
  ...Object.entries(windowsZones).map(([name, zone]) => [name.toLowerCase(), zone] as const),
  ...Object.entries(aliases),
]);

/**
 * Reads an IANA name (old ones too), a Windows name or an offset such as `+05:30`. The name as written must be kept
 * by the caller: several Windows names share one IANA zone, so that the way back is not certain.
 */
export function readZone(name: string): ZoneReading {
  const reading = readZoneName(name);
  return reading.kind !== "known" || isZone(reading.zone) ? reading : { kind: "unknown" };
}

/** The same without asking the time zone data whether it knows the zone: for whoever asks it the next moment anyway. */
export function readZoneName(name: string): ZoneReading {
  const trimmed = name.trim();
  if (trimmed === "" || trimmed.length > longestName) return { kind: "unknown" };
  const lower = trimmed.toLowerCase();
  if (customNames.has(lower)) return { kind: "custom" };
  return { kind: "known", zone: zoneByOtherName.get(lower) ?? trimmed };
}

/** Whether the runtime's time zone data knows the name. Costs 2 µs, also when it does not. */
export function isZone(name: string): boolean {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Whether two names mean the same zone: `Asia/Calcutta` and `Asia/Kolkata`. */
export function isSameZone(one: string, other: string): boolean {
  if (one === other) return true;
  return new Temporal.ZonedDateTime(0n, one).equals(new Temporal.ZonedDateTime(0n, other));
}
