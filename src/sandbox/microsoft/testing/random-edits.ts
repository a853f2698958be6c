import type { Random } from "../../kernel/random";
import type { Calendar } from "../../world/calendar";
import type { EventRecord } from "../../world/event";
import type { Edit } from "../../world/person-edits";
import { atInstant, atWall, endAfter, onDate, type When } from "../../world/when";
import { slots, type Window } from "../series";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"] as const;
const rules = [
  "FREQ=DAILY",
  "FREQ=DAILY;INTERVAL=3;COUNT=9",
  "FREQ=WEEKLY;BYDAY=MO,WE,FR",
  "FREQ=WEEKLY;INTERVAL=2",
  "FREQ=WEEKLY;COUNT=6",
  "FREQ=MONTHLY;BYDAY=2TU",
  "FREQ=MONTHLY;BYMONTHDAY=15",
  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
  "FREQ=YEARLY",
] as const;

export interface EditTarget {
  readonly calendar: Calendar;
  readonly other: Calendar;
  readonly window: Window;
  readonly random: Random;
}

/** Something a person might do next, or null when there is nothing to do it to. */
export function randomEdit(target: EditTarget): Edit | null {
  const { calendar, random } = target;
  const heads = calendar.events.all().filter((record) => record.seriesId === null);
  const living = heads.filter((record) => !record.deleted);
  const chance = random.next();
  if (living.length < 4 || chance < 0.22) return createEdit(target);
  if (chance < 0.3) return undeleteEdit(random, heads);
  const event = random.pick(living);
  if (chance < 0.38) return { do: "delete", eventId: event.id };
  if (chance < 0.46) return { do: "change", eventId: event.id, fields: { summary: `Changed ${random.below(1000)}` } };
  if (chance < 0.54) return { do: "move", eventId: event.id, start: randomStart(target, event.start.kind === "date") };
  if (chance < 0.58) return { do: "move-to-calendar", eventId: event.id, calendarId: target.other.id };
  if (chance < 0.64) return ruleEdit(random, event);
  const series = living.filter((record) => record.recurrence !== null);
  return series.length === 0 ? createEdit(target) : occurrenceEdit(target, random.pick(series));
}

function createEdit(target: EditTarget): Edit {
  const { random } = target;
  const allDay = random.chance(0.25);
  const start = randomStart(target, allDay);
  const end = endAfter(start, lengthModel(random, start));
  const recurrence = random.chance(0.5) ? { recurrence: [`RRULE:${random.pick(rules)}`] } : {};
  return { do: "create", event: { summary: `Event ${random.below(1000)}`, start, end, ...recurrence } };
}

function lengthModel(random: Random, start: When): { start: When; end: When } {
  if (start.kind === "date")
    return { start: onDate("2026-01-01"), end: onDate(random.chance(0.8) ? "2026-01-02" : "2026-01-04") };
  // Some without any length, some over midnight.
  const hours = random.pick([0, 0.5, 1, 1, 2, 8, 30]);
  return { start: atInstant(0, start.zone), end: atInstant(hours * hourMs, start.zone) };
}

/** Mostly inside the window, sometimes before or after it, sometimes in the hours that do not exist. */
function randomStart({ random, window, calendar }: EditTarget, allDay: boolean): When {
  const span = window.to - window.from;
  const at = window.from + Math.floor((random.next() * 1.6 - 0.3) * span);
  const day = new Date(at).toISOString().slice(0, 10);
  if (allDay) return onDate(day);
  const zone = random.chance(0.5) ? calendar.zone : random.pick(zones);
  const hour = random.chance(0.2) ? 2 : random.below(24);
  return atWall(`${day}T${String(hour).padStart(2, "0")}:${random.chance(0.5) ? "00" : "30"}:00`, zone);
}

function undeleteEdit(random: Random, heads: readonly EventRecord[]): Edit | null {
  const dead = heads.filter((record) => record.deleted);
  return dead.length === 0 ? null : { do: "undelete", eventId: random.pick(dead).id };
}

/** A new rule, a rule where there was none, or none where there was one. */
function ruleEdit(random: Random, event: EventRecord): Edit {
  const recurrence = event.recurrence && random.chance(0.3) ? null : [`RRULE:${random.pick(rules)}`];
  return { do: "change", eventId: event.id, fields: { recurrence } };
}

function occurrenceEdit({ calendar, window, random }: EditTarget, master: EventRecord): Edit | null {
  const found = slots(calendar, master, { from: window.from - 40 * dayMs, to: window.to + 40 * dayMs }).slice(0, 60);
  if (found.length === 0) return null;
  const original = random.pick(found);
  const chance = random.next();
  if (chance < 0.3) return { do: "cancel-occurrence", eventId: master.id, original };
  if (chance < 0.5) return { do: "restore-occurrence", eventId: master.id, original };
  if (chance < 0.6) return { do: "split", eventId: master.id, original };
  if (chance < 0.8)
    return {
      do: "change-occurrence",
      eventId: master.id,
      original,
      fields: { summary: `Special ${random.below(1000)}` },
    };
  const start = shifted(original, random.pick([-30, -1, 1, 1, 2, 40]));
  return { do: "change-occurrence", eventId: master.id, original, fields: { start, end: endAfter(start, master) } };
}

function shifted(when: When, steps: number): When {
  if (when.kind === "date") return onDate(new Date(Date.parse(when.date) + steps * dayMs).toISOString().slice(0, 10));
  return atInstant(when.ms + steps * hourMs, when.zone);
}
