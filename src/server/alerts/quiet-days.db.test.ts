import { describe, expect, it } from "vitest";

import { addDays, dayOf, startOfDay } from "@/core/time/wall-time";
import { recordScores } from "@/server/health/record-scores";
import { alertsOf, doAlertWork, look } from "@/testing/alert-scene";
import { useApi } from "@/testing/api";
import { createPerson, addMember } from "@/testing/cast";
import { makeConnection, type Rows } from "@/testing/health-rows";
import { makeMeeting } from "@/testing/meeting-rows";

const api = useApi();
const zone = "UTC";
const rule = "sync.meetings_missing";

/** Somebody who never said when they work: from eight to six, from Monday to Friday. */
async function makeSomebody(): Promise<Rows & { readonly userId: string }> {
  const { db } = api.deps;
  const userId = await createPerson(db, "Peggy");
  const workspaceId = api.cast.home;
  await addMember(db, { workspaceId, userId, role: "member" });
  return { ...(await makeConnection(db, { workspaceId, userId }, { at: api.deps.now() })), userId };
}

const today = () => dayOf(api.deps.now(), zone);
const at = (day: string, hour: number) => new Date(startOfDay(day, zone).getTime() + hour * 3_600_000);

/** The same weekday of so many weeks, each with two meetings. */
const fillWeeks = (rows: Rows, weeks = 8) =>
  api.deps.db.inWorkspace(rows, (tx) =>
    tx.meetingDay.createMany({
      data: Array.from({ length: weeks }, (_, week) => ({
        ...{ workspaceId: rows.workspaceId, calendarId: rows.calendarId, meetings: 2 },
        day: new Date(addDays(today(), -7 * (week + 1))),
      })),
    }),
  );

const [thursday, saturday] = [4, 6];
/** The next time that a clock in UTC shows that hour on that day of the week. */
function goTo(weekday: number, hour: number) {
  const isThere = (day: string) => new Date(day).getUTCDay() === weekday && at(day, hour) > api.deps.now();
  let day = today();
  while (!isThere(day)) day = addDays(day, 1);
  api.pass((at(day, hour).getTime() - api.deps.now().getTime()) / 60_000);
}
async function measure() {
  await recordScores(api.deps);
  await doAlertWork(api.deps);
}
const missing = async (rows: Rows) => (await alertsOf(api, rows)).filter(({ ruleId }) => ruleId === rule);

describe("a day without the usual meetings (MON-4)", () => {
  it("MON-4 is an alert with its evidence, once, and over when the meetings are there", async () => {
    goTo(thursday, 12);
    const rows = await makeSomebody();
    await fillWeeks(rows);
    await measure();
    const found = { severity: "medium", resolvedAt: null, evidence: { date: today(), usual: 2, weeks: 8 } };
    expect(await missing(rows)).toMatchObject([found]);
    await look(api.deps);
    expect(await missing(rows)).toMatchObject([found]);

    await makeMeeting(api.deps.db, rows, { userId: rows.userId, startsAt: at(today(), 15) });
    for (let times = 0; times < 2; times += 1) {
      api.pass(20);
      await look(api.deps);
    }
    expect(await missing(rows)).toMatchObject([{ resolvedAt: expect.any(Date) as Date }]);
  });

  it("MON-4 is none when a meeting was called off, when somebody is away, or too little is known", async () => {
    goTo(thursday, 12);
    const [calledOff, away, few] = [await makeSomebody(), await makeSomebody(), await makeSomebody()];
    for (const rows of [calledOff, away]) await fillWeeks(rows);
    await fillWeeks(few, 3);
    const { workspaceId, calendarId } = calledOff;
    await api.deps.db.inWorkspace(calledOff, (tx) =>
      tx.removedEvent.create({
        data: {
          ...{ workspaceId, calendarId, remoteId: "gone", startsAt: at(today(), 10) },
          ...{ cause: "deleted", removedAt: api.deps.now() },
        },
      }),
    );
    await makeMeeting(api.deps.db, away, {
      ...{ userId: away.userId, startsAt: at(today(), 8), endsAt: at(today(), 18) },
      ...{ isMeeting: false, kind: "out_of_office", showAs: "out_of_office" },
    });
    await measure();
    for (const rows of [calledOff, away, few]) expect(await missing(rows)).toEqual([]);
  });

  it("MON-4 is none before the day has begun, and none on a day that is free", async () => {
    for (const [weekday, hour] of [
      [thursday, 7],
      [saturday, 12],
    ] as const) {
      goTo(weekday, hour);
      const rows = await makeSomebody();
      await fillWeeks(rows);
      await measure();
      expect(await missing(rows)).toEqual([]);
    }
  });

  it("MON-4 is none on a holiday: most of the others are empty too", async () => {
    goTo(thursday, 12);
    const team = [];
    for (let count = 0; count < 4; count += 1) team.push(await makeSomebody());
    for (const rows of team) await fillWeeks(rows);
    await measure();
    for (const rows of team) expect(await missing(rows)).toEqual([]);
  });

  it("MON-4 knows the days before from what it counted when they were over, and counts a day once", async () => {
    goTo(thursday, 12);
    const rows = await makeSomebody();
    const { userId, workspaceId, calendarId } = rows;
    const day = addDays(today(), -2);
    for (const hour of [9, 9, 15, 3])
      await makeMeeting(api.deps.db, rows, { userId, startsAt: new Date(at(day, hour).getTime() + 5 * 60_000) });
    const copied = { userId, startsAt: at(day, 10), icalUid: "one@northwind.example" };
    await makeMeeting(api.deps.db, rows, copied);
    await makeMeeting(api.deps.db, rows, { ...copied, icalUid: "two@northwind.example", status: "cancelled" });
    const count = async () => {
      const where = { workspaceId, calendarId, day: new Date(day) };
      return (await api.deps.db.inWorkspace(rows, (tx) => tx.meetingDay.findMany({ where }))).map(
        (row) => row.meetings,
      );
    };
    await measure();
    expect(await count()).toEqual([4]);
    await api.deps.db.inWorkspace(rows, (tx) => tx.event.deleteMany({ where: { calendarId } }));
    goTo(thursday, 18);
    await measure();
    expect(await count()).toEqual([4]);
  });
});
