import { findZone } from "./zone";
import { windowsZoneTable } from "./windows-zone-table";

/** Names Exchange has been seen to use for UTC; "GMT Standard Time" is London and not among them. */
const utcNames = new Set([
  "utc",
  "tzone://microsoft/utc",
  "coordinated universal time",
  "etc/utc",
  "gmt",
  "etc/gmt",
  "z",
]);
/** Zones Exchange names without saying which rules they follow. */
const customNames = new Set(["customized time zone", "tzone://microsoft/custom"]);

const ianaByWindows = new Map(windowsZoneTable.map(([windows, iana]) => [windows.toLowerCase(), iana]));
const windowsByIana = new Map(
  windowsZoneTable.flatMap(([windows, iana, others]) =>
    [iana, ...others.split(" ").filter(Boolean)].map((name): [string, string] => [name.toLowerCase(), windows]),
  ),
);
const knownIanaNames = [
  ...new Set(windowsZoneTable.flatMap(([, iana, others]) => [iana, ...others.split(" ").filter(Boolean)])),
];

export function isCustomZone(name: string): boolean {
  return customNames.has(name.toLowerCase());
}

/** The IANA zone a Windows name stands for, or null. Case does not matter to Exchange. */
export function findIanaZone(windowsName: string): string | null {
  return ianaByWindows.get(windowsName.toLowerCase()) ?? null;
}

const equalZones = new Map<string, string | null>();

/** The table knows Europe/Kiev, the world says Europe/Kyiv: the runtime's tzdata tells that they are one zone. */
function findEqualZone(name: string): string | null {
  const remembered = equalZones.get(name);
  if (remembered !== undefined) return remembered;
  const epoch = Temporal.Instant.fromEpochMilliseconds(0);
  const moment = epoch.toZonedDateTimeISO(name);
  const equal =
    knownIanaNames.find((known) => findZone(known) !== null && epoch.toZonedDateTimeISO(known).equals(moment)) ?? null;
  equalZones.set(name, equal);
  return equal;
}

/** The Windows name of an IANA zone, legacy and renamed ones included, or null where Windows has none. */
export function findWindowsZone(ianaName: string): string | null {
  const direct = windowsByIana.get(ianaName.toLowerCase());
  if (direct) return direct;
  if (utcNames.has(ianaName.toLowerCase())) return "UTC";
  const zone = findZone(ianaName);
  const equal = zone && findEqualZone(zone.name);
  return equal ? (windowsByIana.get(equal.toLowerCase()) ?? null) : null;
}

/** Any name a client may send: Windows, IANA or one of the names for UTC. Null when it means nothing. */
export function resolveZoneName(name: string): string | null {
  if (utcNames.has(name.toLowerCase())) return "UTC";
  return findIanaZone(name) ?? findZone(name)?.name ?? null;
}
