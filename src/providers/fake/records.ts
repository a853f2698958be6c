import type { ShownAs, Visibility } from "@/core/calendar/event";
import { readTimes, spanOf, type IncomingTime } from "@/core/calendar/event-times";
import { isInWindow, type Interval } from "@/core/time/interval";
import { addDays, daysBetween } from "@/core/time/wall-time";

/** A day, or a wall time of the calendar's zone. */
export type When = string;
export type FakeAttendee = {
  readonly email: string;
  readonly name: string | null;
  readonly isOptional: boolean;
  readonly response?: "accepted" | "declined";
};
export type Draft = {
  readonly title: string;
  readonly location: string;
  readonly description: string;
  readonly start: When;
  readonly end: When;
  readonly zone: string;
  readonly attendees: readonly FakeAttendee[];
  readonly shownAs: ShownAs;
  readonly visibility: Visibility;
  readonly mark: string | null;
  readonly hasConference: boolean;
};
/** What is different about one occurrence; null when it is cancelled. */
export type Exception = Partial<Draft> | null;
export type FakeRecord = Draft & {
  readonly id: string;
  readonly revision: number;
  readonly updatedAt: Date;
  readonly isDeleted: boolean;
  /** How many days the series goes on; null for a single event. */
  readonly count: number | null;
  /** By the start that the rule gave. */
  readonly exceptions: ReadonlyMap<When, Exception>;
  /** Ids that this record was ever shown under, so that what ceased to exist can be told. */
  readonly shown: ReadonlySet<string>;
};
/** One line of a listing. `original` is the place in the series; null for a single event. */
export type Row = {
  readonly id: string;
  readonly draft: Draft;
  readonly record: FakeRecord;
  readonly original: When | null;
  readonly isException: boolean;
};

const shift = (when: When, days: number): When => `${addDays(when.slice(0, 10), days)}${when.slice(10)}`;
const idOf = (record: Pick<FakeRecord, "id">, original: When) => `${record.id}_${original.replaceAll(/[-:]/g, "")}`;

/** The occurrences that a record stands for now. */
export function rowsOf(record: FakeRecord): readonly Row[] {
  if (record.isDeleted) return [];
  if (record.count === null) return [{ id: record.id, draft: record, record, original: null, isException: false }];
  return Array.from({ length: record.count }, (_, index) => index).flatMap((index) => {
    const original = shift(record.start, index);
    const exception = record.exceptions.get(original);
    if (exception === null) return [];
    const draft: Draft = { ...record, start: original, end: shift(record.end, index), ...exception };
    return [{ id: idOf(record, original), draft, record, original, isException: exception !== undefined }];
  });
}

/** Whether a row touches a window; days count in the zone of the calendar. What cannot be read is shown all the same. */
export function touches({ draft: { start, end, zone } }: Row, window: Interval): boolean {
  const reading = readTimes(toTime(start, zone), toTime(end, zone), zone);
  return !("times" in reading) || isInWindow(spanOf(reading.times, zone), window);
}

export const toTime = (when: When, zone: string): IncomingTime =>
  when.length === 10 ? { day: when } : { time: when, zone };

/** A series cut in two before an occurrence. */
export function splitAt(
  record: FakeRecord,
  original: When,
): { readonly before: number; readonly after: number; readonly end: When } {
  const before = daysBetween(record.start.slice(0, 10), original.slice(0, 10));
  return { before, after: (record.count ?? 1) - before, end: shift(record.end, before) };
}
