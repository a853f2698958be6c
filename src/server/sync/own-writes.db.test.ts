import { randomUUID } from "node:crypto";

import { afterEach, describe, expect, it } from "vitest";

import type { EventDraft } from "@/core/ports/provider-write";
import { toInstant } from "@/core/time/wall-time";
import type { NewWrite } from "@/server/db/sync/event-writes";
import { at, meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";
import { carryOut, orderWrite } from "./own-writes";

const scene = useSyncScene();

afterEach(() => scene.mend());

const zone = "Europe/Berlin";
const moment = (wall: string) => ({ ...{ at: toInstant(wall, zone).at, wall, zone }, writtenZone: zone });
const draft: EventDraft = {
  ...{ title: "Ours", location: "", description: "", attendees: [], withConference: false },
  times: { kind: "timed", start: moment(at(2, 9)), end: moment(at(2, 10)) },
  ...{ shownAs: "busy", visibility: "default" },
};

async function order(calendar: SyncedCalendar, wish: NewWrite["order"]): Promise<string> {
  const id = randomUUID();
  const who = { userId: scene.base.cast.alice, requestedBy: scene.base.cast.alice, notify: "nobody" } as const;
  await scene.inWorkspace(calendar, (tx) =>
    orderWrite(tx, calendar, { id, order: wish, ...who, now: scene.deps.now() }),
  );
  return id;
}

const carry = (calendar: SyncedCalendar, writeId: string) =>
  carryOut(scene.deps, { ...calendar, writeId }, AbortSignal.timeout(60_000));
const writeOf = (calendar: SyncedCalendar, id: string) =>
  scene.inWorkspace(calendar, (tx) =>
    tx.eventWrite.findUniqueOrThrow({ where: { workspaceId_id: { workspaceId: calendar.workspaceId, id } } }),
  );
/** What the person sees in the provider's own application. */
const theirs = async ({ email }: SyncedCalendar) => {
  type Seen = { readonly summary?: string; readonly deleted?: boolean };
  const { events } = await scene.base.sandbox.control<{ events: Seen[] }>(
    "GET",
    `accounts/${email}/calendars/primary/events`,
  );
  return events.filter(({ deleted }) => deleted !== true).map(({ summary }) => summary);
};

describe.each(tokenProviders)("a change of ours at $id", (provider) => {
  it("is made once, mirrored at once, and recognised when it comes back", async () => {
    const calendar = await scene.connect(provider);
    await scene.sync(calendar);
    const id = await order(calendar, { operation: "create", draft });
    await carry(calendar, id);
    await carry(calendar, id);
    expect(await theirs(calendar)).toEqual(["Ours"]);
    expect(await scene.titles(calendar)).toEqual(["Ours"]);
    const [event] = await scene.events(calendar);
    expect(event).toMatchObject({ writeId: id, ownMark: id.replaceAll("-", "") });
    expect(await writeOf(calendar, id)).toMatchObject({ state: "done", remoteId: event?.remoteId });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", counts: { added: 0, changed: 0 } });
    expect((await scene.state(calendar)).eventsSynced).toBe(1);
  });

  it("SYN-5 is made in a calendar that was left out meanwhile, and is not copied from it", async () => {
    const calendar = await scene.connect(provider);
    await scene.sync(calendar);
    const id = await order(calendar, { operation: "create", draft });
    await scene.inWorkspace(calendar, (tx) =>
      tx.calendar.updateMany({ where: { id: calendar.calendarId }, data: { isSelected: false } }),
    );
    await carry(calendar, id);
    expect(await theirs(calendar)).toEqual(["Ours"]);
    expect(await scene.titles(calendar)).toEqual([]);
    expect(await writeOf(calendar, id)).toMatchObject({ state: "done" });
  });

  it("F6 makes no second event when the process dies between the provider's answer and our row", async () => {
    const calendar = await scene.connect(provider);
    await scene.sync(calendar);
    const id = await order(calendar, { operation: "create", draft });
    scene.wrap((inner) => ({
      ...inner,
      ...(inner.write && {
        write: {
          ...inner.write,
          saveEvent: async (call, save, notify) => {
            await inner.write?.saveEvent(call, save, notify);
            throw new Error("the process dies here");
          },
        },
      }),
    }));
    await expect(carry(calendar, id)).rejects.toThrow("dies here");
    scene.unwrap();
    expect(await writeOf(calendar, id)).toMatchObject({ state: "sending" });
    await carry(calendar, id);
    expect(await theirs(calendar)).toEqual(["Ours"]);
    expect(await scene.titles(calendar)).toEqual(["Ours"]);
    expect(await writeOf(calendar, id)).toMatchObject({ state: "done", attempts: 2 });
  });

  it("F6 is proved by the next sync when nobody heard of it, and is not made again", async () => {
    const calendar = await scene.connect(provider);
    await scene.sync(calendar);
    const id = await order(calendar, { operation: "create", draft });
    await scene.play("answer-lost", calendar, { operation: "events.*" });
    scene.base.use({ sleep: () => Promise.resolve() });
    await expect(carry(calendar, id)).rejects.toMatchObject({ kind: "outcome_unknown" });
    expect(await writeOf(calendar, id)).toMatchObject({ state: "unknown" });
    await scene.mend();
    scene.pass(600_000);
    await scene.sync(calendar);
    expect(await writeOf(calendar, id)).toMatchObject({ state: "done" });
    await carry(calendar, id);
    expect(await theirs(calendar)).toEqual(["Ours"]);
    expect(await scene.titles(calendar)).toEqual(["Ours"]);
  });

  it("F46 counts as done when the event is there already and carries our mark", async () => {
    const calendar = await scene.connect(provider);
    await scene.sync(calendar);
    const id = await order(calendar, { operation: "create", draft });
    await carry(calendar, id);
    await scene.inWorkspace(calendar, (tx) =>
      tx.eventWrite.update({
        where: { workspaceId_id: { workspaceId: calendar.workspaceId, id } },
        data: { state: "unknown" },
      }),
    );
    await carry(calendar, id);
    expect(await theirs(calendar)).toEqual(["Ours"]);
    expect(await writeOf(calendar, id)).toMatchObject({ state: "done" });
  });

  it("F48 changes and cancels under the version that was seen, and says so when somebody was quicker", async () => {
    const calendar = await scene.connect(provider);
    const { id: eventId } = await scene.edit(calendar, meeting("Theirs", 2));
    await scene.sync(calendar);
    const [seen] = await scene.events(calendar);
    const place = { remoteId: seen?.remoteId ?? "", ifVersion: seen?.remoteVersion ?? null };
    await scene.edit(calendar, { do: "change", eventId, fields: { summary: "Quicker" } });
    const late = await order(calendar, { operation: "change", ...place, changes: { title: "Ours" } });
    await carry(calendar, late);
    expect(await writeOf(calendar, late)).toMatchObject({ state: "conflict", errorCode: "version_conflict" });
    expect(await scene.titles(calendar)).toEqual(["Quicker"]);
    const [now] = await scene.events(calendar);
    const next = { ...place, ifVersion: now?.remoteVersion ?? null };
    await carry(calendar, await order(calendar, { operation: "change", ...next, changes: { title: "Ours" } }));
    expect(await scene.titles(calendar)).toEqual(["Ours"]);
    await carry(calendar, await order(calendar, { operation: "cancel", ...place, ifVersion: null }));
    expect(await scene.titles(calendar)).toEqual([]);
    expect(await theirs(calendar)).toEqual([]);
  });

  it("F48 keeps what somebody else changed beside it, and takes its own earlier try for no conflict", async () => {
    const calendar = await scene.connect(provider);
    const { id: eventId } = await scene.edit(calendar, meeting("Theirs", 2, { location: "Room 1" }));
    await scene.sync(calendar);
    const [seen] = await scene.events(calendar);
    const remoteId = seen?.remoteId ?? "";
    await scene.edit(calendar, { do: "change", eventId, fields: { location: "Room 2" } });
    await carry(
      calendar,
      await order(calendar, { operation: "change", remoteId, ifVersion: null, changes: { title: "A" } }),
    );
    expect(await scene.events(calendar)).toMatchObject([{ title: "A", location: "Room 2" }]);

    const [now] = await scene.events(calendar);
    const ifVersion = now?.remoteVersion ?? null;
    const id = await order(calendar, { operation: "change", remoteId, ifVersion, changes: { title: "B" } });
    await scene.play("answer-lost", calendar, { operation: "events.*", count: 1 });
    scene.base.use({ sleep: () => Promise.resolve() });
    await carry(calendar, id).catch((error: unknown) => {
      expect(error).toMatchObject({ kind: "outcome_unknown" });
    });
    await scene.mend();
    await carry(calendar, id);
    expect(await writeOf(calendar, id)).toMatchObject({ state: "done" });
    expect(await scene.titles(calendar)).toEqual(["B"]);
    expect(await theirs(calendar)).toEqual(["B"]);
  });

  it("F59 neither a change nor a cancel of ours goes back and forth while listings lag behind", async () => {
    const calendar = await scene.connect(provider);
    for (const title of ["To change", "To cancel"]) await scene.edit(calendar, meeting(title, 2));
    await scene.sync(calendar);
    const rows = await scene.events(calendar);
    const place = (title: string) => {
      const row = rows.find((each) => each.title === title);
      return { remoteId: row?.remoteId ?? "", ifVersion: row?.remoteVersion ?? null };
    };
    // Long enough for the listings of before to have both of them.
    scene.pass(60_000);
    await scene.base.sandbox.control("POST", "clock/advance", { ms: 60_000 });
    await scene.play("stale-reads", calendar, { operation: "*" });
    await carry(
      calendar,
      await order(calendar, { operation: "change", ...place("To change"), changes: { title: "Ours" } }),
    );
    await carry(calendar, await order(calendar, { operation: "cancel", ...place("To cancel") }));
    for (const cursor of [undefined, null]) {
      await scene.inWorkspace(calendar, (tx) =>
        tx.calendarSyncState.updateMany({
          where: { calendarId: calendar.calendarId },
          data: cursor === null ? { cursor } : {},
        }),
      );
      await scene.sync(calendar);
      expect(await scene.titles(calendar)).toEqual(["Ours"]);
    }
    await scene.mend();
    await scene.sync(calendar);
    expect(await scene.titles(calendar)).toEqual(["Ours"]);
  });

  it("F59 is not taken back while the provider's listings still show the time before it", async () => {
    const calendar = await scene.connect(provider);
    await scene.sync(calendar);
    await scene.play("stale-reads", calendar, { operation: "*" });
    await carry(calendar, await order(calendar, { operation: "create", draft }));
    for (let round = 0; round < 2; round += 1) {
      await scene.inWorkspace(calendar, (tx) =>
        tx.calendarSyncState.updateMany({ where: { calendarId: calendar.calendarId }, data: { cursor: null } }),
      );
      await scene.sync(calendar);
      expect(await scene.titles(calendar)).toEqual(["Ours"]);
    }
    await scene.mend();
    await scene.sync(calendar);
    expect(await scene.titles(calendar)).toEqual(["Ours"]);
  });

  it("F47 counts a cancel as done when the event is gone already", async () => {
    const calendar = await scene.connect(provider);
    const { id: eventId } = await scene.edit(calendar, meeting("Gone", 2));
    await scene.sync(calendar);
    const [seen] = await scene.events(calendar);
    await scene.edit(calendar, { do: "delete", eventId });
    const id = await order(calendar, { operation: "cancel", remoteId: seen?.remoteId ?? "", ifVersion: null });
    await carry(calendar, id);
    expect(await writeOf(calendar, id)).toMatchObject({ state: "done" });
    expect(await scene.titles(calendar)).toEqual([]);
  });
});
