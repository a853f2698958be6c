import type { BusyAnswer } from "@/core/ports/free-busy";
import type { AccountCall } from "@/core/ports/provider-call";
import { spanOf } from "@/core/calendar/event-times";
import type { Interval } from "@/core/time/interval";
import { joinAnswers } from "../free-busy-parts";
import type { FakeCalendar } from "./calendar-store";
import { readEvent } from "./map-event";
import { rowsOf, touches } from "./records";
import type { FakeWire } from "./wire";

export function readBusy(
  wire: FakeWire,
  call: AccountCall,
  { ids, window }: { readonly ids: readonly string[]; readonly window: Interval },
): Promise<ReadonlyMap<string, BusyAnswer>> {
  return wire.ask(call, { operation: "readBusy", endpoint: "POST /busy", access: call.access }, () => {
    const answers = ids.map((id): [string, BusyAnswer] => {
      const calendar = wire.world.calendars.get(id);
      return [id, calendar === undefined ? { kind: "failed", because: "not_found" } : busyIn(calendar, window)];
    });
    return joinAnswers(ids, answers);
  });
}

function busyIn(calendar: FakeCalendar, window: Interval): BusyAnswer {
  const rows = calendar.records.flatMap(rowsOf).filter((row) => row.draft.shownAs !== "free" && touches(row, window));
  const readings = rows.map((row) => readEvent(row, calendar.zone));
  const periods = readings.flatMap((reading) =>
    reading.kind === "event" ? [spanOf(reading.event.times, calendar.zone)] : [],
  );
  return { kind: "busy", periods, unreadable: rows.length - periods.length };
}
