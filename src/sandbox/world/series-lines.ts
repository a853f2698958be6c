import { addDays } from "../kernel/zone";
import { originalKey, type When } from "./when";

/** The series ends just before this occurrence: UNTIL a second (or a day) earlier replaces COUNT and UNTIL. */
export function endBefore(lines: readonly string[], original: When): string[] {
  const until =
    original.kind === "date"
      ? addDays(original.date, -1).replaceAll("-", "")
      : `${new Date(original.ms - 1_000).toISOString().slice(0, 19).replaceAll("-", "").replaceAll(":", "")}Z`;
  return lines.map((line) => (isRule(line) ? `${withoutEnd(line)};UNTIL=${until}` : line));
}

/**
 * What a new series that takes over at an occurrence repeats by: an end date stays, a count loses the `given` occurrences
 * that the old series keeps, and single dates before the cut stay behind.
 */
export function linesFrom(lines: readonly string[], original: When, given: number): string[] {
  const key = originalKey(original);
  return lines.flatMap((line) => {
    if (isRule(line)) return [line.replace(/COUNT=(\d+)/, (_, count: string) => `COUNT=${Math.max(1, Number(count) - given)}`)];
    const values = line.slice(line.indexOf(":") + 1).split(",");
    const kept = values.filter((value) => value.slice(0, 8) >= key.slice(0, 8));
    return kept.length > 0 ? [`${line.slice(0, line.indexOf(":") + 1)}${kept.join(",")}`] : [];
  });
}

export function isRule(line: string): boolean {
  return line.startsWith("RRULE:");
}

function withoutEnd(line: string): string {
  const parts = line.slice("RRULE:".length).split(";");
  return `RRULE:${parts.filter((part) => !part.startsWith("COUNT=") && !part.startsWith("UNTIL=")).join(";")}`;
}
