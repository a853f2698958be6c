import type { EventRecord } from "./event";
import { sameWhen } from "./when";

/** What repeats, and when: an event or what it used to be. */
export type SeriesShape = Pick<EventRecord, "start" | "end" | "recurrence">;

export function sameShape(a: SeriesShape, b: SeriesShape): boolean {
  return sameWhen(a.start, b.start) && sameWhen(a.end, b.end) && linesOf(a) === linesOf(b);
}

function linesOf(shape: SeriesShape): string {
  return (shape.recurrence ?? []).join("\n");
}
