import { InvalidRecurrence, parseRule, type Rule } from "./rule";
import { InvalidWallTime, parseWall, type WallMs } from "./wall-time";
import { findZone, type Zone } from "./zone";

/** A date or date-time of an RDATE or EXDATE line. */
export type ListedDate = { kind: "date" | "wall"; value: WallMs; zone: Zone | null } | { kind: "utc"; value: number };

export type RecurrenceLines = { rules: Rule[]; exceptRules: Rule[]; dates: ListedDate[]; exceptDates: ListedDate[] };

function readListedDate(text: string, zone: Zone | null, dateOnly: boolean): ListedDate {
  try {
    if (/^\d{8}$/.test(text)) return { kind: "date", value: parseWall(text), zone };
    if (!dateOnly && /^\d{8}T\d{6}Z$/.test(text)) return { kind: "utc", value: parseWall(text.slice(0, -1)) };
    if (!dateOnly && /^\d{8}T\d{6}$/.test(text)) return { kind: "wall", value: parseWall(text), zone };
  } catch (error) {
    if (!(error instanceof InvalidWallTime)) throw error;
  }
  throw new InvalidRecurrence(`Not a date or date-time: ${text.slice(0, 40)}`);
}

function readDates(parameters: string[], value: string): ListedDate[] {
  let zone: Zone | null = null;
  let dateOnly = false;
  for (const parameter of parameters) {
    const [name = "", setting = ""] = parameter.split("=", 2);
    if (name.toUpperCase() === "TZID") {
      zone = findZone(setting.replaceAll('"', ""));
      if (!zone) throw new InvalidRecurrence(`Unknown time zone: ${setting.slice(0, 60)}`);
    } else if (name.toUpperCase() === "VALUE") {
      // A period would carry its own length, which an occurrence here cannot have: refused instead of half read.
      if (!["DATE", "DATE-TIME"].includes(setting.toUpperCase()))
        throw new InvalidRecurrence(`VALUE is not supported: ${setting.slice(0, 20)}`);
      dateOnly = setting.toUpperCase() === "DATE";
    }
  }
  return value.split(",").map((part) => readListedDate(part.trim(), zone, dateOnly));
}

export function parseRecurrenceLines(lines: readonly string[]): RecurrenceLines {
  const result: RecurrenceLines = { rules: [], exceptRules: [], dates: [], exceptDates: [] };
  for (const line of lines) {
    const colon = line.indexOf(":");
    const [name = "", ...parameters] = line.slice(0, Math.max(0, colon)).split(";");
    const value = line.slice(colon + 1).trim();
    if (name.toUpperCase() === "RRULE") result.rules.push(parseRule(value));
    else if (name.toUpperCase() === "EXRULE") result.exceptRules.push(parseRule(value));
    else if (name.toUpperCase() === "RDATE") result.dates.push(...readDates(parameters, value));
    else if (name.toUpperCase() === "EXDATE") result.exceptDates.push(...readDates(parameters, value));
    else throw new InvalidRecurrence(`Not a recurrence line: ${line.slice(0, 40)}`);
  }
  return result;
}
