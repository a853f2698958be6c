import type { Random } from "../kernel/random";
import type { Naming } from "../kernel/provider";
import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import { occurrencesIn } from "../world/occurrences";
import { applyEdit, EditRefused, type Edit } from "../world/person-edits";
import { addDays } from "../kernel/zone";
import { atInstant, atWall, endAfter, onDate, type When } from "../world/when";
import type { World } from "../world/world";

const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"] as const;
const RULES = [
  "FREQ=DAILY;COUNT=6",
  "FREQ=WEEKLY;BYDAY=MO,WE,FR",
  "FREQ=WEEKLY;INTERVAL=2;COUNT=8",
  "FREQ=MONTHLY;BYDAY=-1TH",
  "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5",
  "FREQ=DAILY;INTERVAL=3;UNTIL=20260801T000000Z",
] as const;

export interface EditPlace {
  readonly world: World;
  readonly naming: Naming;
  readonly calendars: readonly Calendar[];
}

/** The middle of the time the random edits play in. */
const PLAY_START = "2026-06-01";

/** One random thing a person does: any of the edits there are, on anything there is. Returns what it did. */
export function randomEdit(random: Random, place: EditPlace): string {
  const calendar = random.pick(place.calendars);
  const edit = chooseEdit(random, calendar, place);
  try {
    applyEdit(place.world, { calendar, naming: place.naming }, edit);
    return edit.do;
  } catch (error) {
    // Some choices make no sense (an occurrence of an event that moved away): people get an error for them too.
    if (error instanceof EditRefused) return "refused";
    throw error;
  }
}

function chooseEdit(random: Random, calendar: Calendar, place: EditPlace): Edit {
  const all = calendar.events.all();
  const living = all.filter((event) => !event.deleted);
  const event = living.length > 0 ? random.pick(living) : undefined;
  if (!event || random.chance(0.2)) return { do: "create", event: newEvent(random) };
  const dead = all.filter((one) => one.deleted);
  if (dead.length > 0 && random.chance(0.08)) return { do: "undelete", eventId: random.pick(dead).id };
  const series = living.filter((one) => one.recurrence !== null);
  if (series.length > 0 && random.chance(0.5)) return seriesEdit(random, calendar, random.pick(series));
  return plainEdit(random, event, { place, calendar });
}

function plainEdit(
  random: Random,
  event: EventRecord,
  at: { readonly place: EditPlace; readonly calendar: Calendar },
): Edit {
  const eventId = event.id;
  const roll = random.below(10);
  if (roll < 3) return { do: "move", eventId, start: shifted(random, event.start) };
  if (roll < 6)
    return { do: "change", eventId, fields: { summary: `Changed ${random.below(1_000)}`, free: random.chance(0.3) } };
  if (roll === 6 && event.seriesId === null)
    return {
      do: "change",
      eventId,
      fields: { recurrence: random.chance(0.5) ? null : [`RRULE:${random.pick(RULES)}`] },
    };
  if (roll === 7) {
    const other = at.place.calendars.filter((calendar) => calendar !== at.calendar);
    if (other.length > 0) return { do: "move-to-calendar", eventId, calendarId: random.pick(other).id };
  }
  return { do: "delete", eventId };
}

function seriesEdit(random: Random, calendar: Calendar, master: EventRecord): Edit {
  const eventId = master.id;
  const from = Date.parse(PLAY_START) - 40 * 86_400_000;
  const starts = occurrencesIn(master, { from, to: from + 200 * 86_400_000 }, calendar.zone);
  if (starts.length === 0) return { do: "delete", eventId };
  const original = random.pick(starts);
  const roll = random.below(10);
  if (roll < 3) return { do: "cancel-occurrence", eventId, original };
  if (roll < 6) {
    const start = shifted(random, original);
    return {
      do: "change-occurrence",
      eventId,
      original,
      fields: { summary: "Other", start, end: endAfter(start, master) },
    };
  }
  if (roll === 6) return { do: "restore-occurrence", eventId, original };
  if (roll === 7) return { do: "split", eventId, original, fields: { summary: "Split off" } };
  if (roll === 8)
    return {
      do: "change",
      eventId,
      fields: { recurrence: [`RRULE:${random.pick(RULES)}`, ...exdates(random, original)] },
    };
  return { do: "move", eventId, start: shifted(random, master.start) };
}

function exdates(random: Random, original: When): string[] {
  if (random.chance(0.6)) return [];
  if (original.kind === "date") return [`EXDATE;VALUE=DATE:${original.date.replaceAll("-", "")}`];
  return [`EXDATE;TZID=${original.zone}:${original.wall.replaceAll("-", "").replaceAll(":", "")}`];
}

function newEvent(random: Random): Extract<Edit, { do: "create" }>["event"] {
  const day = addDays(PLAY_START, random.below(120) - 30);
  const recurrence = random.chance(0.45) ? [`RRULE:${random.pick(RULES)}`] : null;
  const summary = `Event ${random.below(10_000)}`;
  if (random.chance(0.25)) {
    const fits = recurrence?.[0]?.includes("UNTIL") ? ["RRULE:FREQ=WEEKLY;COUNT=4"] : recurrence;
    return { summary, start: onDate(day), end: onDate(addDays(day, 1 + random.below(3))), recurrence: fits };
  }
  const zone = random.pick(ZONES);
  const start = atWall(`${day}T${String(random.below(24)).padStart(2, "0")}:${random.pick(["00", "30"])}:00`, zone);
  return { summary, start, end: atInstant(start.ms + 1_800_000 * random.below(6), zone), recurrence };
}

function shifted(random: Random, when: When): When {
  const days = random.below(21) - 10;
  if (when.kind === "date") return onDate(addDays(when.date, days));
  return atInstant(when.ms + days * 86_400_000 + random.below(8) * 1_800_000, when.zone);
}
