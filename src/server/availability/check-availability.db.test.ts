import { afterEach, describe, expect, it } from "vitest";

import type { Caller } from "@/server/people/person";
import { makeConfiguration } from "@/testing/booking-rows";
import { at, meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";
import { checkAvailability } from "./check-availability";
import type { AvailabilityInput } from "./shapes";

const scene = useSyncScene();
const [google, outlook] = tokenProviders;
const day = at(2, 0).slice(0, 10);

afterEach(async () => {
  await scene.mend();
  scene.unwrap();
});

const insider = () =>
  ({
    kind: "person",
    user: { id: scene.cast.alice },
    workspace: { id: scene.cast.home },
    role: "member",
  }) as unknown as Caller;

async function configure(calendars: readonly (SyncedCalendar & { isOptional?: boolean })[], data = {}) {
  return makeConfiguration(scene.database.db, {
    workspaceId: scene.cast.home,
    hosts: [{ userId: scene.cast.alice, calendars }],
    data,
  });
}

const ask = (id: string, { caller = null, ...input }: AvailabilityInput & { caller?: Caller | null } = {}) =>
  checkAvailability(scene.deps, caller, { id, input: { start_date: day, end_date: day, ...input } });
const startsOf = ({ available_slots: slots }: Awaited<ReturnType<typeof ask>>) =>
  slots.map(({ start }) => start.slice(11, 16));

async function twoCalendars() {
  const one = await scene.connect(google);
  const other = await scene.connect(outlook);
  await scene.edit(one, meeting("Mine", 2));
  await scene.edit(other, {
    do: "create",
    event: { summary: "Theirs", start: at(2, 12), end: at(2, 16) },
  });
  await scene.inWorkspace(other, (tx) =>
    tx.calendar.updateMany({ where: { id: other.calendarId }, data: { isPrimary: true } }),
  );
  await scene.sync(one);
  await scene.sync(other);
  return [one, other] as const;
}

/** The first and the last slot, and how many there are: 9 to 17 in half hours are 16. */
describe("BKG-1 the free slots", () => {
  it("are those of the hours without what calendars of both providers hold, from the mirror alone", async () => {
    const [one, other] = await twoCalendars();
    const id = await configure([one, other]);
    const before = (await scene.sandbox.control<{ entries: unknown[] }>("GET", "ledger?limit=5000")).entries.length;
    const answer = await ask(id);
    expect(startsOf(answer)).toEqual(["10:00", "10:30", "11:00", "11:30", "16:00", "16:30"]);
    expect(answer).toMatchObject({
      ...{ mode: "instant", soundness: "fresh" },
      error_category: null,
      warnings: [],
      calendar_health: { status: "healthy", total_calendars: 2, successful_calendars: 2, failed_calendars: 0 },
    });
    expect((await scene.sandbox.control<{ entries: unknown[] }>("GET", "ledger?limit=5000")).entries).toHaveLength(
      before,
    );
    expect(startsOf(await ask(id, { timezone: "Asia/Kolkata", end_date: day }))).not.toContain("10:00");
  });

  it("asks the providers themselves when somebody of the workspace wants it fresh, and nobody for a visitor", async () => {
    const [one, other] = await twoCalendars();
    const id = await configure([one, other]);
    await scene.edit(one, { do: "create", event: { summary: "New", start: at(2, 16), end: at(2, 17) } });
    await scene.edit(other, { do: "create", event: { summary: "New", start: at(2, 10), end: at(2, 11) } });
    expect(startsOf(await ask(id, { fresh: true }))).toContain("16:00");
    const live = await ask(id, { fresh: true, caller: insider() });
    expect(startsOf(live)).toEqual(["11:00", "11:30"]);
    expect(live.calendars?.map(({ live: isLive }) => isLive)).toEqual([true, true]);
  });

  it("end where the mirror is proved to end", async () => {
    const one = await scene.connect(google);
    await scene.sync(one);
    const id = await configure([one], { horizonDays: 365 });
    const start_date = at(178, 0).slice(0, 10);
    const end_date = at(190, 0).slice(0, 10);
    const answer = await ask(id, { start_date, end_date });
    const last = answer.available_slots.at(-1)?.end ?? "";
    expect(new Date(last) <= new Date(answer.covered_until ?? 0)).toBe(true);
    expect(answer.available_slots.length).toBeGreaterThan(0);
    expect(new Date(answer.covered_until ?? 0) < new Date(`${end_date}T00:00:00Z`)).toBe(true);
  });
});

describe("BKG-2 the answer says how sound it is", () => {
  it("F94 is request-only when a required calendar cannot be read, with names for those of the workspace alone", async () => {
    const [one, other] = await twoCalendars();
    const id = await configure([one, other]);
    await scene.inWorkspace(other, (tx) =>
      tx.connection.updateMany({ where: { id: other.connectionId }, data: { authStatus: "needs_reauth" } }),
    );
    const answer = await ask(id);
    expect(answer).toMatchObject({
      ...{ mode: "request_only", soundness: "request_only" },
      error_category: "token_issues",
      calendar_health: { status: "partial", failed_calendars: 1, token_issues: 1 },
      warnings: ["Could not check availability for 1 calendar"],
    });
    expect(startsOf(answer).length).toBeGreaterThan(0);
    expect(JSON.stringify(answer)).not.toContain(other.email);
    const known = await ask(id, { caller: insider() });
    expect(known.calendar_health.token_issues).toEqual([other.email]);
    expect(known.calendars?.find(({ state }) => state === "unreadable")).toMatchObject({ because: "token" });
  });

  it("leaves an optional calendar out and names it", async () => {
    const [one, other] = await twoCalendars();
    const id = await configure([one, { ...other, isOptional: true }]);
    await scene.inWorkspace(other, (tx) =>
      tx.connection.updateMany({ where: { id: other.connectionId }, data: { authStatus: "needs_reauth" } }),
    );
    const answer = await ask(id);
    expect(answer).toMatchObject({ mode: "instant", soundness: "partial", calendar_health: { status: "partial" } });
    expect(startsOf(answer)).toContain("12:00");
    expect(answer.warnings).toHaveLength(1);
  });

  it.each([
    [403, "permission"],
    [404, "gone"],
  ])(
    "leaves an optional calendar out that answers %i, and names it to those of the workspace",
    async (status, because) => {
      const [one, other] = await twoCalendars();
      const id = await configure([one, { ...other, isOptional: true }]);
      await scene.play("status", other, { operation: "schedule.get", params: { status } });
      const live = await ask(id, { fresh: true, caller: insider() });
      expect(live).toMatchObject({ mode: "instant", calendar_health: { status: "partial" } });
      expect(startsOf(live)).toContain("12:00");
      expect(live.calendars).toContainEqual(expect.objectContaining({ calendar_id: other.calendarId, because }));
      expect(live.warnings).toHaveLength(1);
    },
  );

  it("goes on with older evidence and its age while a provider does not answer, and never calls an error free", async () => {
    const [one, other] = await twoCalendars();
    const id = await configure([one, other]);
    await scene.play("outage", other, { operation: "schedule.get" });
    scene.use({ sleep: () => Promise.resolve() });
    const live = await ask(id, { fresh: true, caller: insider() });
    expect(startsOf(live)).toEqual(["10:00", "10:30", "11:00", "11:30", "16:00", "16:30"]);
    expect(live.soundness).toBe("older");
    expect(live.calendars?.map(({ state, because }) => [state, because])).toContainEqual(["older", "provider"]);
    expect(live.warnings).toHaveLength(1);
  });

  it("offers nothing and says whom to ask when nobody's calendar is chosen", async () => {
    const id = await configure([]);
    expect(await ask(id)).toMatchObject({
      ...{ mode: "none", soundness: "closed", available_slots: [], error_category: "system_error" },
    });
  });

  it("takes nothing for certain from a mirror that holds meetings only", async () => {
    const one = await scene.connect(google);
    await scene.sync(one);
    await scene.inWorkspace(one, (tx) =>
      tx.calendar.updateMany({ where: { id: one.calendarId }, data: { meetingsOnly: true } }),
    );
    expect(await ask(await configure([one]))).toMatchObject({ mode: "request_only" });
  });
});

describe("BKG-4 a busy period that cannot be", () => {
  it("is left out and said, whichever provider answers it, and the others still take their time", async () => {
    const [one, other] = await twoCalendars();
    const id = await configure([one, other]);
    scene.bend(({ url }, answer) => {
      const spoil = spoilers.find(([path]) => url.pathname.endsWith(path))?.[1];
      return spoil === undefined ? answer : { ...answer, text: JSON.stringify(spoil(JSON.parse(answer.text))) };
    });
    const live = await ask(id, { fresh: true, caller: insider() });
    expect(live).toMatchObject({
      ...{ mode: "instant", malformed_periods: 4, calendar_health: { status: "healthy" } },
      warnings: ["4 busy periods were malformed and left out"],
    });
    expect(live.calendars?.map(({ live: isLive }) => isLive)).toEqual([true, true]);
    expect(startsOf(live)).toEqual(["10:00", "10:30", "11:00", "11:30", "16:00", "16:30"]);
    expect(await ask(id)).toMatchObject({ malformed_periods: 0, warnings: [] });
  });
});

type Spoiled = {
  readonly calendars: Record<string, { busy: unknown[] }>;
  readonly value: { scheduleItems: unknown[] }[];
};
/** One that ends before it begins, and one that is no time at all, beside what each provider rightly answers. */
const spoilers: readonly (readonly [string, (answer: Spoiled) => Spoiled])[] = [
  [
    "/freeBusy",
    (answer) => {
      for (const { busy } of Object.values(answer.calendars))
        busy.push({ start: `${at(2, 15)}Z`, end: `${at(2, 9)}Z` }, { start: "soon" });
      return answer;
    },
  ],
  [
    "/getSchedule",
    (answer) => {
      const moment = (hour: number) => ({ dateTime: `${at(2, hour)}.0000000`, timeZone: "UTC" });
      for (const { scheduleItems } of answer.value)
        scheduleItems.push({ status: "busy", start: moment(15), end: moment(9) }, { status: "busy", start: null });
      return answer;
    },
  ],
];
