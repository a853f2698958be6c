import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import { wallOf, type When } from "../world/when";
import { refuse } from "./graph-errors";
import type { Office } from "./office";
import { neighbours, startOf } from "./series";

function dayOf(when: When): string {
  return wallOf(when).slice(0, 10);
}

/** An occurrence may not move to or past the day of the one before or after it (fact sheet 4.4). */
export function refuseCrossing(
  office: Office,
  calendar: Calendar,
  move: { master: EventRecord; original: When; start: When },
): void {
  if (dayOf(move.start) === dayOf(move.original)) return;
  const { before, after } = neighbours(calendar, move.master, move.original);
  const passesBefore = before !== null && dayOf(move.start) <= dayOf(startOf(before));
  const passesAfter = after !== null && dayOf(move.start) >= dayOf(startOf(after));
  if (passesBefore || passesAfter) refuse(office.ground, "ErrorOccurrenceCrossingBoundary");
}
