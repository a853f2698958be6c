import { msToWall } from "../kernel/zone";
import { findWindowsZone, findIanaZone, isCustomZone, resolveZoneName } from "../recurrence/windows-zones";
import { windowsZoneTable } from "../recurrence/windows-zone-table";
import { parseWall, formatWall, InvalidWallTime } from "../recurrence/wall-time";
import { atWall, onDate, type When } from "../world/when";
import type { Preferences } from "./preferences";
import type { MicrosoftSwitches } from "./switches";

export interface DateTimeTimeZone {
  readonly dateTime: string;
  readonly timeZone: string;
}

const listedIana = new Set(windowsZoneTable.map(([, iana]) => iana.toLowerCase()));

/** Graph writes Windows names; a zone Windows has no name for keeps its own. */
export function windowsName(iana: string): string {
  return iana === "UTC" ? "UTC" : (findWindowsZone(iana) ?? iana);
}

/** The IANA zone a client may name, or null: Windows names, the names of UTC and Graph's list of IANA names. */
export function acceptedZone(name: string, switches: MicrosoftSwitches): string | null {
  if (isCustomZone(name)) return null;
  const windows = findIanaZone(name);
  if (windows) return windows;
  const resolved = resolveZoneName(name);
  if (resolved === null || resolved === "UTC" || switches.ianaZones === "all") return resolved;
  return listedIana.has(name.toLowerCase()) ? resolved : null;
}

/** Seven digits, no offset; UTC unless asked otherwise. All-day is midnight whatever the zone (fact sheet 4.4). */
export function writeWhen(when: When, preferences: Preferences): DateTimeTimeZone {
  const timeZone = preferences.zone?.name ?? "UTC";
  if (when.kind === "date") return { dateTime: `${when.date}T00:00:00.0000000`, timeZone };
  const wall = preferences.zone
    ? msToWall(when.ms, preferences.zone.iana)
    : new Date(when.ms).toISOString().slice(0, 19);
  return { dateTime: `${wall}.0000000`, timeZone };
}

/** `2026-01-26T14:00:00Z`, as originalStart and all timestamps are written. */
export function writeInstant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** With seven digits, as createdDateTime is written. */
export function writeTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}0000Z`;
}

/** Null when the text is no date-time. An offset in the text wins over the zone beside it. */
export function readWhen(text: string, zone: string, allDay: boolean): When | null {
  const match = /^(\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?)(Z|[+-]\d{2}:\d{2})?$/i.exec(text);
  if (!match) return null;
  try {
    const wall = formatWall(parseWall(match[1] as string));
    if (allDay) return wall.endsWith("T00:00:00") ? onDate(wall.slice(0, 10)) : null;
    if (match[2] === undefined) return atWall(wall, zone);
    const ms = Date.parse(`${wall}${match[2].toUpperCase()}`);
    return Number.isNaN(ms) ? null : { kind: "time", wall: msToWall(ms, zone), zone, ms };
  } catch (error) {
    if (error instanceof InvalidWallTime) return null;
    throw error;
  }
}

/** A bound of a query: offsets in the value count, without one it is UTC. */
export function readBound(text: string): number | null {
  const found = readWhen(text.replace(" ", "+"), "UTC", false);
  return found?.kind === "time" ? found.ms : null;
}
