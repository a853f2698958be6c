import { describe, expect, it } from "vitest";
import { Mirror, readAll, window } from "./provider-conformance-bed";
import type { Scene } from "./provider-conformance";

const at = (day: number, hour: number) =>
  `2026-03-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00`;

export function describeReading({ bed, heard }: Scene): void {
  describe("reading", () => {
    it("SYN-5 lists every calendar of the account, one of them the primary one", async () => {
      const person = await bed().makePerson();
      const calendars = await bed().provider.listCalendars(heard().call(person));
      expect(calendars.filter(({ isPrimary }) => isPrimary)).toMatchObject([
        { remoteCalendarId: person.remoteCalendarId, access: "owner", isHidden: false, isGenerated: false },
      ]);
      expect(new Set(calendars.map(({ remoteCalendarId }) => remoteCalendarId)).size).toBe(calendars.length);
    });

    it("SYN-1 SYN-2 a full read gives every event of the window once, over pages that any process can go on with", async () => {
      const person = await bed().makePerson();
      for (let day = 1; day <= 12; day += 1)
        await person.edit({ do: "create", title: `Call ${day}`, start: at(day, 9), end: at(day, 10) });
      await person.edit({ do: "create", title: "Long ago", start: "2025-01-05T09:00:00", end: "2025-01-05T10:00:00" });
      const reading = await readAll(bed(), heard().call(person));
      expect(reading.pages).toBeGreaterThan(1);
      expect(reading.cursor).not.toBeNull();
      const mirror = new Mirror(person.zone).apply(reading);
      expect(mirror.titles()).toEqual(Array.from({ length: 12 }, (_, index) => `Call ${index + 1}`).sort());
    });

    it("TZ-1 TZ-2 times keep their instant and zone, and whole days stay days", async () => {
      const person = await bed().makePerson();
      await person.edit({ do: "create", title: "Timed", start: at(10, 9), end: at(10, 10) });
      await person.edit({ do: "create", title: "Days", start: "2026-03-10", end: "2026-03-12" });
      const { events } = new Mirror(person.zone).apply(await readAll(bed(), heard().call(person)));
      const byTitle = Object.fromEntries([...events.values()].map((event) => [event.title, event.times]));
      expect(byTitle["Days"]).toEqual({ kind: "all_day", firstDay: "2026-03-10", endDay: "2026-03-12" });
      expect(byTitle["Timed"]).toMatchObject({
        kind: "timed",
        start: { at: new Date("2026-03-10T08:00:00Z"), wall: "2026-03-10T09:00:00", zone: "Europe/Berlin" },
      });
    });

    it("a delta tells of nothing when nothing happened, and its cursor goes on (F79)", async () => {
      const person = await bed().makePerson();
      await person.edit({ do: "create", title: "Call", start: at(2, 9), end: at(2, 10) });
      const first = await readAll(bed(), heard().call(person));
      const second = await readAll(bed(), heard().call(person), first.cursor);
      expect(second.changes).toEqual([]);
      expect(second.cursor).not.toBeNull();
      await person.edit({ do: "create", title: "Later", start: at(3, 9), end: at(3, 10) });
      const third = await readAll(bed(), heard().call(person), second.cursor);
      expect(new Mirror(person.zone).apply(third).titles()).toEqual(["Later"]);
    });

    it("a delta after creating, changing, moving, moving out of the window and deleting equals a fresh full read", async () => {
      const person = await bed().makePerson();
      const ids: string[] = [];
      for (let day = 1; day <= 6; day += 1) {
        ids.push((await person.edit({ do: "create", title: `Call ${day}`, start: at(day, 9), end: at(day, 10) })).id);
      }
      const first = await readAll(bed(), heard().call(person));
      const mirror = new Mirror(person.zone).apply(first);
      const [one = "", two = "", three = "", four = ""] = ids;
      await person.edit({ do: "change", id: one, title: "Renamed" });
      await person.edit({ do: "move", id: two, start: at(20, 9), end: at(20, 11) });
      await person.edit({ do: "delete", id: three });
      await person.edit({ do: "move", id: four, start: "2027-03-01T09:00:00", end: "2027-03-01T10:00:00" });
      await person.edit({ do: "create", title: "New", start: at(8, 9), end: at(8, 10) });
      const delta = await readAll(bed(), heard().call(person), first.cursor);
      mirror.apply(delta);
      expect(mirror.titles()).toEqual(["Call 2", "Call 5", "Call 6", "New", "Renamed"]);
      const fresh = new Mirror(person.zone).apply(await readAll(bed(), heard().call(person)));
      expect(mirror.text()).toEqual(fresh.text());
    });

    it("F77 a page is asked for again with another token after the first one ended", async () => {
      const person = await bed().makePerson();
      for (let day = 1; day <= 9; day += 1)
        await person.edit({ do: "create", title: `Call ${day}`, start: at(day, 9), end: at(day, 10) });
      const call = heard().call(person);
      const first = await bed().provider.listChanges(call, { window, from: { kind: "start" } });
      if (first.next.kind !== "page") throw new Error("one page only");
      const from = first.next;
      const [once, twice] = await Promise.all([1, 2].map(() => bed().other.listChanges(call, { window, from })));
      expect(once?.changes).toEqual(twice?.changes);
    });

    it("TZ-4 one malformed event is set aside with its reason, and the rest is kept", async () => {
      const person = await bed().makePerson();
      const { id } = await person.edit({ do: "create", title: "Broken", start: at(2, 9), end: at(2, 10) });
      await person.edit({ do: "create", title: "Whole", start: at(3, 9), end: at(3, 10) });
      await person.edit({ do: "spoil", id });
      const mirror = new Mirror(person.zone).apply(await readAll(bed(), heard().call(person)));
      expect(mirror.titles()).toEqual(["Whole"]);
      expect([...mirror.setAside.values()]).toEqual([bed().spoiledBecause]);
    });

    it("one event is read by its id as a listing gives it, and one that is not there is not found", async () => {
      const person = await bed().makePerson();
      await person.edit({ do: "create", title: "Call", start: at(2, 9), end: at(2, 10) });
      const call = heard().call(person);
      const [change] = (await readAll(bed(), call)).changes;
      if (change?.kind !== "event") throw new Error("no event");
      expect(await bed().provider.readEvent(call, change.event.remoteId)).toEqual(change);
      const failure = await heard().failure(bed().provider.readEvent(call, "nothere00000000000000"));
      expect(failure.kind).toBe("not_found");
    });

    it("an empty list of attendees, a missing title and an unknown calendar are no trouble", async () => {
      const person = await bed().makePerson();
      await person.edit({ do: "create", title: "", start: at(2, 9), end: at(2, 10) });
      const { events } = new Mirror(person.zone).apply(await readAll(bed(), heard().call(person)));
      expect([...events.values()]).toMatchObject([{ title: "", attendees: { total: 0 } }]);
      const lost = heard().call(person, { remoteCalendarId: "nothere@example.com" });
      expect((await heard().failure(readAll(bed(), lost))).kind).toBe("not_found");
    });
  });
}
