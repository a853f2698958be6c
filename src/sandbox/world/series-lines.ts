import { addDays, dayStart } from "../kernel/zone";
import { originalKey, type When } from "./when";

/** The series ends before this occurrence: UNTIL takes the place of COUNT and UNTIL. */
export function endBefore(lines: readonly string[], original: When): string[] {
  return lines.map((line) => (isRule(line) ? `${withoutEnd(line)};UNTIL=${untilBefore(line, original)}` : line));
}

/** The last second of the local day before, as Google writes it; of the occurrence itself when a day has several. */
function untilBefore(rule: string, original: When): string {
  if (original.kind === "date") return addDays(original.date, -1).replaceAll("-", "");
  const severalADay = /FREQ=(HOURLY|MINUTELY|SECONDLY)|BYHOUR|BYMINUTE|BYSECOND/.test(rule);
  const end = (severalADay ? original.ms : dayStart(original.wall.slice(0, 10), original.zone)) - 1_000;
  return `${new Date(end).toISOString().slice(0, 19).replaceAll("-", "").replaceAll(":", "")}Z`;
}

/**
 * What a new series that takes over at an occurrence repeats by: an end date stays, a count loses the `given` occurrences
 * that the old series keeps, and single dates before the cut stay behind.
 */
export function linesFrom(lines: readonly string[], original: When, given: number): string[] {
  const key = originalKey(original);
  return lines.flatMap((line) => {
    if (isRule(line))
      return [line.replace(/COUNT=(\d+)/, (_, count: string) => `COUNT=${Math.max(1, Number(count) - given)}`)];
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
