// Mistakes that somebody could make about bookings. Each has to be found.
import { isProviderError } from "@/core/errors/provider-error";
import type { BusyAnswer, FreeBusyPort } from "@/core/ports/free-busy";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { WritePort } from "@/core/ports/provider-write";

import type { Defect } from "./scene";
import { changeCalls, changeStatements, revalue, reword, type Change } from "./statements";

const statements = (...changes: readonly Change[]): Defect => ({ db: changeStatements(changes) });

const withWrite = (change: (write: WritePort, provider: CalendarProvider) => Partial<WritePort>): Defect => ({
  provider: (provider) =>
    provider.write === undefined
      ? provider
      : { ...provider, write: { ...provider.write, ...change(provider.write, provider) } },
});

type ReadBusy = FreeBusyPort["readBusy"];
const withBusy = (change: (readBusy: ReadBusy) => ReadBusy): Defect => ({
  provider: (provider) =>
    provider.freeBusy === undefined
      ? provider
      : { ...provider, freeBusy: { ...provider.freeBusy, readBusy: change(provider.freeBusy.readBusy) } },
});
const free = (ids: readonly string[]): ReadonlyMap<string, BusyAnswer> =>
  new Map(ids.map((id) => [id, { kind: "busy", periods: [], unreadable: 0 }]));

let marks = 0;

export const bookingDefects = {
  "looks at nobody's calendar before it books": withBusy(() => (_call, ids) => Promise.resolve(free(ids))),
  "takes whoever cannot be asked for free": withBusy((readBusy) => async (call, ids, window) => {
    try {
      return await readBusy(call, ids, window);
    } catch (error) {
      if (!isProviderError(error)) throw error;
      return free(ids);
    }
  }),
  "books without taking the time": statements({
    of: /system\.take_time/,
    to: () => ({ strings: ["select true as taken"], values: [] }),
  }),
  "keeps the time of what is over": {
    db: changeCalls("bookedTime", "deleteMany", () => ({ count: 0 })),
    schema: {
      plant: "alter table booked_times drop constraint booked_times_pkey",
      mend: `truncate booked_times;
        alter table booked_times add constraint booked_times_pkey primary key (workspace_id, booking_id, host_user_id)`,
    },
  },
  "forgets that it was asked before": statements({
    of: /insert into idempotency_keys/,
    to: () => ({ strings: ["select 1"], values: [] }),
  }),
  "writes under another mark each time": withWrite(({ saveEvent }) => ({
    saveEvent: (call, save, notify) =>
      saveEvent(call, save.kind === "create" ? { ...save, mark: `${save.mark}${(marks += 1)}` } : save, notify),
  })),
  "takes a refused event for made": statements({
    of: /update event_writes set state = /,
    to: revalue("set state = ", () => "done"),
  }),
  "does not call the event off": withWrite(() => ({ removeEvent: () => Promise.resolve() })),
  "does not move the event": withWrite(({ saveEvent }) => ({
    saveEvent: (call, save, notify) =>
      saveEvent(call, save.kind === "change" ? { ...save, changes: {} } : save, notify),
  })),
  "does not follow what its host does": statements({ of: /select b\.id from bookings b/, to: () => null }),
  "gives up a booking whose time has passed": statements({
    of: /as "mayBeProved"/,
    to: reword("n.auth_status = 'active' as", "n.auth_status = 'never' as"),
  }),
  "does not look after what is held": statements({
    of: /insert into due_work/,
    to: (statement) => (statement.values.includes("booking.settle") ? null : statement),
  }),
  "gives up what may have been made": {
    db: (db) =>
      changeCalls("eventWrite", "updateMany", () => ({ count: 1 }))(
        changeStatements([
          {
            of: /w\.state as write_state/,
            to: reword(
              "w.state as write_state",
              "case when w.state in ('sending', 'unknown') then 'pending' else w.state end as write_state",
            ),
          },
        ])(db),
      ),
  },
} as const satisfies Readonly<Record<string, Defect>>;
