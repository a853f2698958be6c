import { describe, expect, it } from "vitest";

import { useApi } from "@/testing/api";
import { addCalendar, makeConnection } from "@/testing/health-rows";
import { makeMeeting } from "@/testing/meeting-rows";

const api = useApi();
const list = "GET /api/v1/meetings";
const note = "PATCH /api/v1/meetings/{id}";

const inHours = (count: number) => new Date(api.deps.now().getTime() + count * 3_600_000);
const ofBob = () =>
  makeConnection(api.deps.db, { workspaceId: api.cast.home, userId: api.cast.bob }, { at: inHours(0) });
const asBob = () => api.signIn(api.cast.bob);
type Listed = { id: string; outcome: string | null; content: Record<string, unknown> | null };
const meetings = async (as: Awaited<ReturnType<typeof asBob>>, query: Record<string, string> = {}) =>
  (await api.call(list, { as, query })).json.meetings as Listed[];

describe("a person's meetings (MTG-3)", () => {
  it("MTG-3 lists what comes and what was, with who comes from outside first and the link to join", async () => {
    const rows = await ofBob();
    const userId = api.cast.bob;
    const attendees = [
      { email: "bob@meridian.test", name: "Bob", isSelf: true, role: "required" },
      { email: "carol@meridian.test", name: "Carol", isSelf: false, role: "required" },
      { email: "room@meridian.test", name: "Room 4", isSelf: false, role: "resource" },
      { email: "victor@northwind.example", name: "Victor Hale", isSelf: false, role: "required" },
    ];
    const join = { joinUrl: "https://meet.google.com/abc-defg-hij", joinService: "google_meet" };
    const next = await makeMeeting(api.deps.db, rows, { userId, startsAt: inHours(2), attendees, ...join });
    const later = await makeMeeting(api.deps.db, rows, { userId, startsAt: inHours(30), status: "cancelled" });
    await makeMeeting(api.deps.db, rows, { userId, startsAt: inHours(3), response: "declined" });
    const past = await makeMeeting(api.deps.db, rows, { userId, startsAt: inHours(-26) });
    const upcoming = await meetings(await asBob());
    expect(upcoming.map(({ id }) => id)).toEqual([next, later]);
    expect(upcoming[1]).toMatchObject({ state: "cancelled" });
    expect(upcoming[0]?.content).toMatchObject({
      ...join,
      joinService: "Google Meet",
      guests: [
        { name: "Victor Hale", isOutside: true },
        { name: "Carol", isOutside: false },
      ],
    });
    expect((await meetings(await asBob(), { view: "past" })).map(({ id }) => id)).toEqual([past]);
  });

  it("MTG-3 shows a meeting once that two calendars hold, and keeps what became of it through the next read", async () => {
    const rows = await ofBob();
    const copy = { ...rows, calendarId: await addCalendar(api.deps.db, rows, { at: inHours(0) }) };
    const held = { userId: api.cast.bob, startsAt: inHours(-5), icalUid: "one@northwind.example" };
    const id = await makeMeeting(api.deps.db, rows, held);
    expect(await makeMeeting(api.deps.db, copy, held)).toBe(id);
    const as = await asBob();
    const said = await api.call(note, { as, params: { id }, body: { outcome: "no_show", note: " Nobody came. " } });
    expect(said.json).toEqual({ id, outcome: "no_show", note: "Nobody came." });
    await api.call(note, { as, params: { id }, body: { note: null } });
    const [one, ...others] = (await meetings(as, { view: "past" })).filter((each) => each.id === id);
    expect([one?.outcome, one?.content?.note, others]).toEqual(["no_show", null, []]);
  });
});

describe("who sees of a meeting what (MTG-3)", () => {
  it("MTG-3 a manager learns that there is one and its outcome; what is in it is nobody's but its owner's", async () => {
    const hidden = { title: "Doctor", visibility: "private", startsAt: inHours(-50) };
    const id = await makeMeeting(api.deps.db, await ofBob(), { userId: api.cast.bob, ...hidden });
    const bob = await asBob();
    await api.call(note, { as: bob, params: { id }, body: { outcome: "held", note: "Back in May" } });
    const own = (await meetings(bob, { view: "past" })).find((each) => each.id === id);
    expect(own?.content).toMatchObject({ title: "Doctor", isPrivate: true, note: "Back in May" });

    for (const userId of [api.cast.grace, api.cast.alice]) {
      const answer = await api.call(list, {
        as: await api.signIn(userId),
        query: { view: "past", userId: api.cast.bob },
      });
      expect((answer.json.meetings as Listed[]).find((each) => each.id === id)).toMatchObject({
        ...{ outcome: "held", content: null },
      });
      expect(answer.text).not.toMatch(/Doctor|Victor|May/);
      const noting = await api.call(note, { as: await api.signIn(userId), params: { id }, body: { outcome: null } });
      expect(noting).toMatchObject({ status: 404, json: { code: "not_found" } });
    }
  });

  it("MTG-3 for members and for other workspaces somebody's meetings do not exist", async () => {
    const member = await api.call(list, { as: await asBob(), query: { userId: api.cast.alice } });
    expect(member.json.code).toBe("not_found");
    const mallory = await api.call(list, { as: await api.signIn(api.cast.mallory), query: { userId: api.cast.bob } });
    expect(mallory.json.code).toBe("not_found");
  });
});
