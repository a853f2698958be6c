import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { berlin, days, eventCalls, type List } from "../testing/event-calls";
import { failureOf, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
const { series, get, view, instances, patch, remove } = eventCalls(() => alice);

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "series", startAt: Date.UTC(2026, 1, 1) });
  alice = await microsoftPerson(sandbox, { email: "alice@contoso.example" });
});
afterAll(() => sandbox.stop());

describe("series (4.1, 4.4, 6)", () => {
  it("6.1 keeps the wall time over the change of the clocks", async () => {
    const { id } = await series({ type: "weekly", daysOfWeek: ["tuesday"] });
    const { value } = await instances(id, "2026-03-20T00:00:00Z", "2026-04-05T00:00:00Z");
    expect(value.map(({ start }) => start.dateTime.slice(5, 16))).toEqual(["03-24T13:00", "03-31T12:00"]);
  });

  it.each([
    [{ type: "daily", interval: 2 }, ["02-10", "02-12", "02-14"]],
    [{ type: "weekly", daysOfWeek: ["tuesday", "thursday"], firstDayOfWeek: "monday" }, ["02-10", "02-12", "02-17"]],
    [{ type: "absoluteMonthly", dayOfMonth: 10 }, ["02-10", "03-10", "04-10"]],
    [{ type: "relativeMonthly", daysOfWeek: ["tuesday"], index: "second" }, ["02-10", "03-10", "04-14"]],
    [{ type: "absoluteYearly", dayOfMonth: 10, month: 2 }, ["02-10", "02-10", "02-10"]],
    [{ type: "relativeYearly", daysOfWeek: ["tuesday"], index: "second", month: 2 }, ["02-08", "02-09", "02-10"]],
  ])("4.4 expands %o and reads it back", async (pattern, expected) => {
    const made = await series(pattern, { type: "numbered", numberOfOccurrences: 3 });
    expect(made.recurrence?.pattern).toMatchObject(pattern);
    expect(made.recurrence?.range).toMatchObject({
      type: "numbered",
      numberOfOccurrences: 3,
      endDate: "0001-01-01",
      startDate: "2026-02-10",
      recurrenceTimeZone: "W. Europe Standard Time",
    });
    expect(days(await instances(made.id, "2026-01-01T00:00:00Z", "2028-12-31T00:00:00Z"))).toEqual(expected);
  });

  it("6.20 ends on the day named, inclusively", async () => {
    const { id } = await series({ type: "daily" }, { type: "endDate", endDate: "2026-02-12" });
    expect(days(await instances(id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))).toEqual([
      "02-10",
      "02-11",
      "02-12",
    ]);
  });

  it("4.1 gives occurrences with ids, iCalUIds and original starts of their own", async () => {
    const master = await series({ type: "daily" }, { type: "numbered", numberOfOccurrences: 2 });
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    expect(value.map(({ type, seriesMasterId, originalStart }) => [type, seriesMasterId, originalStart])).toEqual([
      ["occurrence", master.id, "2026-02-10T13:00:00Z"],
      ["occurrence", master.id, "2026-02-11T13:00:00Z"],
    ]);
    expect(value.map(({ iCalUId }) => iCalUId.slice(32, 40))).toEqual(["07EA020A", "07EA020B"]);
    expect(master.iCalUId.slice(32, 40)).toBe("00000000");
    expect((await get(value[1]?.id ?? "")).start.dateTime).toBe("2026-02-11T13:00:00.0000000");
  });

  it("6.28 makes an exception by changing an occurrence, and keeps its id and original start", async () => {
    const master = await series(
      { type: "weekly", daysOfWeek: ["tuesday"] },
      { type: "numbered", numberOfOccurrences: 3 },
    );
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-30T00:00:00Z");
    const second = value[1]?.id ?? "";
    const changed = await patch(second, {
      subject: "Moved",
      start: berlin("2026-02-18T09:00:00"),
      end: berlin("2026-02-18T10:00:00"),
    });
    expect(changed).toMatchObject({
      id: second,
      type: "exception",
      seriesMasterId: master.id,
      originalStart: "2026-02-17T13:00:00Z",
    });
    expect(
      (await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-30T00:00:00Z")).value.map(({ type }) => type),
    ).toEqual(["occurrence", "exception", "occurrence"]);
  });

  it("6.28 and 6.29 place a moved exception by where it is now", async () => {
    const master = await series(
      { type: "absoluteMonthly", dayOfMonth: 10 },
      { type: "numbered", numberOfOccurrences: 3 },
      { subject: "Monthly" },
    );
    const { value } = await instances(master.id, "2026-03-01T00:00:00Z", "2026-03-30T00:00:00Z");
    await patch(value[0]?.id ?? "", { start: berlin("2026-03-20T09:00:00"), end: berlin("2026-03-20T10:00:00") });
    const count = async (from: string, to: string): Promise<number> =>
      (await view(from, to)).value.filter(({ subject }) => subject === "Monthly").length;
    expect([
      await count("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"),
      await count("2026-03-20T00:00:00Z", "2026-03-21T00:00:00Z"),
    ]).toEqual([0, 1]);
  });

  it("4.4 lets no occurrence pass its neighbours (ErrorOccurrenceCrossingBoundary)", async () => {
    const master = await series(
      { type: "weekly", daysOfWeek: ["tuesday"] },
      { type: "numbered", numberOfOccurrences: 3 },
    );
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-30T00:00:00Z");
    const to = (day: string) =>
      patch(value[1]?.id ?? "", { start: berlin(`2026-${day}T09:00:00`), end: berlin(`2026-${day}T10:00:00`) });
    for (const day of ["02-10", "02-24", "03-05"])
      expect(await failureOf(to(day))).toMatchObject({ status: 400, code: "ErrorOccurrenceCrossingBoundary" });
    expect((await to("02-23")).type).toBe("exception");
  });

  it("4.1 tells cancelled and changed occurrences of a master only when selected", async () => {
    const master = await series({ type: "daily" }, { type: "numbered", numberOfOccurrences: 4 });
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    await remove(value[1]?.id ?? "");
    await patch(value[2]?.id ?? "", { subject: "Special" });
    expect(days(await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))).toEqual([
      "02-10",
      "02-12",
      "02-13",
    ]);
    const plain = await get(master.id);
    expect([plain.cancelledOccurrences, plain.exceptionOccurrences]).toEqual([undefined, undefined]);
    const full = await get(
      master.id,
      "?$select=subject,cancelledOccurrences,exceptionOccurrences&$expand=exceptionOccurrences",
    );
    expect(full.cancelledOccurrences).toEqual([`OID.${master.id}.2026-02-11`]);
    expect(full.exceptionOccurrences.map(({ subject, type }) => [subject, type])).toEqual([["Special", "exception"]]);
  });

  it("4.4 drops the exceptions when the rule changes", async () => {
    const master = await series({ type: "daily" }, { type: "numbered", numberOfOccurrences: 3 });
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    await remove(value[1]?.id ?? "");
    await patch(master.id, {
      recurrence: {
        pattern: { type: "daily", interval: 1 },
        range: { type: "numbered", numberOfOccurrences: 4, startDate: "2026-02-10" },
      },
    });
    expect(days(await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))).toEqual([
      "02-10",
      "02-11",
      "02-12",
      "02-13",
    ]);
    await remove((await instances(master.id, "2026-02-11T00:00:00Z", "2026-02-12T00:00:00Z")).value[0]?.id ?? "");
    expect(days(await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))).toEqual([
      "02-10",
      "02-12",
      "02-13",
    ]);
  });

  it("6.33 splits into an old series with an end and a new one", async () => {
    const created = await alice.edit({
      do: "create",
      event: {
        summary: "Split me",
        start: { at: "2026-04-06T09:00:00", zone: "Europe/Berlin" },
        end: { at: "2026-04-06T10:00:00", zone: "Europe/Berlin" },
        recurrence: ["RRULE:FREQ=DAILY;COUNT=6"],
      },
    });
    await alice.edit({
      do: "split",
      eventId: created.id,
      original: { at: "2026-04-09T09:00:00", zone: "Europe/Berlin" },
      fields: { summary: "Second half" },
    });
    const { value } = (await alice.api.api("/me/events?$filter=startswith(subject,'S')&$top=100").get()) as List;
    const halves = value.filter(({ subject }) => ["Split me", "Second half"].includes(subject ?? ""));
    expect(halves.map(({ recurrence }) => recurrence?.range)).toMatchObject([
      { type: "endDate", endDate: "2026-04-08" },
      { type: "numbered", numberOfOccurrences: 3 },
    ]);
  });
});
