// What people do in the provider's own application.
import { dayMs } from "@/core/time/wall-time";
import type { FakeCalendar } from "@/providers/fake/calendar-store";
import type { FakeWorld } from "@/providers/fake/world";
import { rowsOf, type FakeRecord, type Row } from "@/providers/fake/records";

import type { EditKind } from "./steps";

type Editing = { readonly calendar: FakeCalendar; readonly pick: number; readonly now: Date };

const dayFrom = (now: Date, days: number): string => new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
const at = (now: Date, days: number, hour: number) => `${dayFrom(now, days)}T${String(hour).padStart(2, "0")}:00:00`;
const chooseFrom = <T>(list: readonly T[], pick: number): T | undefined => list[Math.floor(pick * list.length)];
const isWhole = ({ start }: FakeRecord) => !start.startsWith("2026-02-30");

/** What was booked nobody touches: what was promised to visitors could not be told from what its host did to it. */
const isTheirs = ({ mark }: FakeRecord) => mark === null;

type Edit = (editing: Editing) => void;
type OnRecord = (editing: Editing, record: FakeRecord) => void;
type OnRow = (editing: Editing, row: Row & { readonly original: string }) => void;

const onAny =
  (filter: (record: FakeRecord) => boolean, run: OnRecord): Edit =>
  (editing) => {
    const records = editing.calendar.records.filter((each) => isTheirs(each) && filter(each));
    const record = chooseFrom(records, editing.pick);
    if (record !== undefined) run(editing, record);
  };
const isThere = (record: FakeRecord) => !record.isDeleted && isWhole(record);
const onLive = (run: OnRecord) => onAny(isThere, run);
const isSeries = (record: FakeRecord) => isThere(record) && record.count !== null && record.count > 1;
const onOccurrence =
  (run: OnRow): Edit =>
  (editing) => {
    const rows = editing.calendar.records.filter(isSeries).flatMap(rowsOf);
    const row = chooseFrom(rows, (editing.pick * 7.3) % 1);
    const original = row?.original ?? null;
    if (row !== undefined && original !== null) run(editing, { ...row, original });
  };

/** Wall times that differ from edit to edit. */
const hourOf = (pick: number) => 6 + Math.floor(((pick * 31) % 1) * 12);
const soon = (pick: number) => Math.floor(((pick * 17) % 1) * 60) - 20;
const titled = (pick: number) => `T${Math.floor(pick * 1e6).toString(36)}`;
const span = (now: Date, days: number, hour: number) => ({ start: at(now, days, hour), end: at(now, days, hour + 1) });
const far = (pick: number) => (pick < 0.5 ? -45 : 210);

const edits: Readonly<Record<EditKind, Edit>> = {
  create: ({ calendar, pick, now }) =>
    void calendar.insert({ title: titled(pick), ...span(now, soon(pick), hourOf(pick)), hasConference: pick > 0.8 }),
  create_series: ({ calendar, pick, now }) =>
    void calendar.insert(
      { title: titled(pick), ...span(now, soon(pick), hourOf(pick)) },
      { count: 2 + Math.floor(((pick * 13) % 1) * 6) },
    ),
  create_outside: ({ calendar, pick, now }) =>
    void calendar.insert({ title: titled(pick), ...span(now, far(pick), 9) }),
  create_all_day: ({ calendar, pick, now }) =>
    void calendar.insert({ title: titled(pick), start: dayFrom(now, soon(pick)), end: dayFrom(now, soon(pick) + 1) }),
  change: onLive(({ calendar, pick }, { id }) => void calendar.update(id, { title: titled(pick) })),
  move: onLive(
    ({ calendar, pick, now }, { id }) =>
      void calendar.update(id, { ...span(now, soon(pick), hourOf(pick)), exceptions: new Map() }),
  ),
  move_out: onLive(
    ({ calendar, pick, now }, { id }) =>
      void calendar.update(id, { ...span(now, far(pick), 9), exceptions: new Map() }),
  ),
  move_in: onLive(
    ({ calendar, pick, now }, { id }) =>
      void calendar.update(id, { ...span(now, soon(pick), 10), exceptions: new Map() }),
  ),
  delete: onLive(({ calendar }, { id }) => void calendar.update(id, { isDeleted: true })),
  undelete: onAny(
    ({ isDeleted }) => isDeleted,
    ({ calendar }, { id }) => void calendar.update(id, { isDeleted: false }),
  ),
  spoil: onAny(
    (record) => isThere(record) && record.count === null,
    ({ calendar }, { id }) => void calendar.update(id, { start: "2026-02-30T09:00:00" }),
  ),
  mend: onAny(
    (record) => !isWhole(record),
    ({ calendar, pick, now }, { id }) =>
      void calendar.update(id, { ...span(now, soon(pick), 11), exceptions: new Map() }),
  ),
  shorten_series: onAny(
    isSeries,
    ({ calendar }, { id, count }) => void calendar.update(id, { count: (count ?? 2) - 1 }),
  ),
  change_occurrence: onOccurrence(
    ({ calendar, pick }, { record, original }) => void calendar.except(record.id, original, { title: titled(pick) }),
  ),
  move_occurrence: onOccurrence(
    ({ calendar, pick, now }, { record, original }) =>
      void calendar.except(record.id, original, span(now, soon(pick), hourOf(pick))),
  ),
  cancel_occurrence: onOccurrence(
    ({ calendar }, { record, original }) => void calendar.except(record.id, original, null),
  ),
  split: onOccurrence(({ calendar, pick }, { record, original }) => {
    if (original > record.start) calendar.apply({ do: "split", id: record.id, original, title: titled(pick) });
  }),
  take_slot: ({ calendar, pick, now }) =>
    // Where visitors want to be.
    void calendar.insert({
      title: titled(pick),
      zone: "UTC",
      start: at(now, 2, 10),
      end: at(now, 2, pick < 0.5 ? 11 : 12),
    }),
  delete_most: ({ calendar, pick }) => {
    const live = calendar.records.filter((record) => isThere(record) && isTheirs(record));
    const kept = Math.floor(live.length * pick * 0.4);
    for (const { id } of live.slice(kept)) calendar.update(id, { isDeleted: true });
  },
};

export function editBy(kind: EditKind, world: FakeWorld, editing: Editing): void {
  edits[kind](editing);
  world.announce(editing.calendar);
}
