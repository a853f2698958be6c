import { describe, expect, it } from "vitest";
import type { RemoteEvent } from "@/core/calendar/event";
import { readTimes } from "@/core/calendar/event-times";
import type { EventDraft, EventSave, WritePort } from "@/core/ports/provider-write";
import { Mirror, readAll } from "./provider-conformance-bed";
import type { Scene } from "./provider-conformance";

const times = (from: string, to: string): EventDraft["times"] => {
  const zone = "Europe/Berlin";
  const reading =
    from.length === 10
      ? readTimes({ day: from }, { day: to }, zone)
      : readTimes({ time: from, zone }, { time: to, zone }, zone);
  if (!("times" in reading)) throw new Error(reading.reason);
  return reading.times;
};
const draft: EventDraft = {
  title: "Demo for Contoso",
  location: "Room 4",
  description: "Bring the price list",
  times: times("2026-03-10T09:00:00", "2026-03-10T09:30:00"),
  attendees: [
    { email: "bob@contoso.example", name: "Bob", isOptional: false },
    { email: "carol@contoso.example", name: null, isOptional: true },
  ],
  shownAs: "busy",
  visibility: "default",
  withConference: false,
};
let serial = 0;
const newMark = () => `${Date.now().toString(16)}${(serial += 1).toString(16)}`.padEnd(32, "a");
const create = (mark: string, more: Partial<EventDraft> = {}): EventSave => ({
  kind: "create",
  mark,
  draft: { ...draft, ...more },
});

export function describeWriting({ bed, heard }: Scene): void {
  const writer = (which: "provider" | "other" = "provider"): WritePort => {
    const { write } = bed()[which];
    if (write === undefined) throw new Error("This provider cannot write.");
    return write;
  };

  describe("writing", () => {
    it("a new event comes back as it was asked for, and a listing gives the same", async () => {
      const person = await bed().makePerson();
      const call = heard().call(person);
      const mark = newMark();
      const saved = await writer().saveEvent(call, create(mark), "nobody");
      expect(saved).toMatchObject({ title: draft.title, location: draft.location, shownAs: "busy", ownMark: mark });
      expect(saved.times).toMatchObject({ start: { at: new Date("2026-03-10T08:00:00Z"), zone: "Europe/Berlin" } });
      expect(saved.attendees.listed.map(({ email, role }) => [email, role])).toEqual([
        ["bob@contoso.example", "required"],
        ["carol@contoso.example", "optional"],
      ]);
      const mirror = new Mirror(person.zone).apply(await readAll(bed(), call));
      expect(mirror.text()).toEqual(
        new Mirror(person.zone).apply({ changes: [{ kind: "event", event: saved }] }).text(),
      );
    });

    it("F46 saving again with the same mark, in another process, makes no second event", async () => {
      const person = await bed().makePerson();
      const call = heard().call(person);
      const mark = newMark();
      const first = await writer().saveEvent(call, create(mark), "nobody");
      const again = await writer("other").saveEvent(call, create(mark), "nobody");
      expect(again.remoteId).toBe(first.remoteId);
      expect(new Mirror(person.zone).apply(await readAll(bed(), call)).events.size).toBe(1);
    });

    it("F51 a write whose answer is lost is unknown, and saving again finds it done", async () => {
      const person = await bed().makePerson();
      const call = heard().call(person);
      const mark = newMark();
      await bed().play("lost_answer", "saveEvent", 1);
      expect((await heard().failure(writer().saveEvent(call, create(mark), "nobody"))).kind).toBe("outcome_unknown");
      await bed().mend();
      await writer("other").saveEvent(call, create(mark), "nobody");
      expect(new Mirror(person.zone).apply(await readAll(bed(), call)).events.size).toBe(1);
    });

    it("a change touches what it names and nothing else", async () => {
      const person = await bed().makePerson();
      const call = heard().call(person);
      const saved = await writer().saveEvent(call, create(newMark()), "nobody");
      const changed = await change(call, saved, { title: "Renamed" });
      const { remoteVersion: _, updatedAt: __, ...before } = saved;
      expect(changed).toMatchObject({ ...before, title: "Renamed" });
      expect(changed.remoteVersion).not.toBe(saved.remoteVersion);
    });

    it("a time becomes a whole day and a time again", async () => {
      const person = await bed().makePerson();
      const call = heard().call(person);
      const saved = await writer().saveEvent(call, create(newMark()), "nobody");
      const day = await change(call, saved, { times: times("2026-03-12", "2026-03-13") });
      expect(day.times).toEqual({ kind: "all_day", firstDay: "2026-03-12", endDay: "2026-03-13" });
      const timed = await change(call, day, { times: times("2026-03-12T14:00:00", "2026-03-12T15:00:00") });
      expect(timed.times).toMatchObject({
        kind: "timed",
        start: { wall: "2026-03-12T14:00:00", zone: "Europe/Berlin" },
      });
    });

    it("F48 a change and a removal against an older version are refused and change nothing", async () => {
      const person = await bed().makePerson();
      const call = heard().call(person);
      const saved = await writer().saveEvent(call, create(newMark()), "nobody");
      const theirs = await change(call, saved, { title: "Theirs" });
      expect((await heard().failure(change(call, saved, { title: "Ours" }))).kind).toBe("version_conflict");
      const removal = { remoteId: saved.remoteId, ifVersion: saved.remoteVersion };
      expect((await heard().failure(writer().removeEvent(call, removal, "nobody"))).kind).toBe("version_conflict");
      const { events } = new Mirror(person.zone).apply(await readAll(bed(), call));
      expect([...events.values()]).toMatchObject([{ title: "Theirs", remoteVersion: theirs.remoteVersion }]);
    });

    it("without a version a change goes over whatever is there", async () => {
      const person = await bed().makePerson();
      const call = heard().call(person);
      const saved = await writer().saveEvent(call, create(newMark()), "nobody");
      await change(call, saved, { title: "Theirs" });
      const save: EventSave = { kind: "change", remoteId: saved.remoteId, ifVersion: null, changes: { title: "Ours" } };
      expect((await writer().saveEvent(call, save, "nobody")).title).toBe("Ours");
    });

    it("F47 what is removed is removed in the next delta, and removing it again finds it gone", async () => {
      const person = await bed().makePerson();
      const call = heard().call(person);
      const saved = await writer().saveEvent(call, create(newMark()), "nobody");
      const first = await readAll(bed(), call);
      const removal = { remoteId: saved.remoteId, ifVersion: saved.remoteVersion };
      await writer().removeEvent(call, removal, "nobody");
      const delta = await readAll(bed(), call, first.cursor);
      expect(delta.changes).toContainEqual({ kind: "removed", remoteId: saved.remoteId });
      expect((await heard().failure(writer().removeEvent(call, { ...removal, ifVersion: null }, "nobody"))).kind).toBe(
        "already_gone",
      );
    });

    it("a conference that was asked for is there a moment later", async () => {
      const person = await bed().makePerson();
      const call = heard().call(person);
      const saved = await writer().saveEvent(call, create(newMark(), { withConference: true }), "nobody");
      await bed().settle();
      const change = await bed().provider.readEvent(call, saved.remoteId);
      expect(change).toMatchObject({ kind: "event", event: { join: { foundIn: "conference" } } });
    });
  });

  const change = (call: Parameters<WritePort["saveEvent"]>[0], event: RemoteEvent, changes: Partial<EventDraft>) =>
    writer().saveEvent(
      call,
      { kind: "change", remoteId: event.remoteId, ifVersion: event.remoteVersion, changes },
      "nobody",
    );
}
