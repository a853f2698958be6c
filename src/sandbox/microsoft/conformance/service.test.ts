import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { checkGraphAnswer } from "../testing/graph-schema";
import { failureOf, graphClient, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

interface Batch {
  responses: {
    id: string;
    status: number;
    headers: Record<string, string>;
    body: { error?: { code: string }; id?: string };
  }[];
}
interface Schedules {
  value: {
    scheduleId: string;
    availabilityView: string;
    scheduleItems: Record<string, unknown>[];
    error?: { responseCode: string };
  }[];
}

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
const utc = (dateTime: string) => ({ dateTime, timeZone: "UTC" });

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "service", startAt: Date.UTC(2026, 1, 1) });
  alice = await microsoftPerson(sandbox, { email: "alice@contoso.example" });
});
beforeEach(async () => {
  await sandbox.control("DELETE", "faults");
  await sandbox.control("POST", "switches", {
    microsoft: { latencyMs: 2, mailboxConcurrency: 4, mailboxRequests: 10_000, scheduleLimit: 20, scheduleDays: 62 },
  });
});
afterAll(() => sandbox.stop());

describe("getSchedule (4.6)", () => {
  const ask = (more: Record<string, unknown> = {}, person = alice): Promise<Schedules> =>
    person.api.api("/me/calendar/getSchedule").post({
      schedules: [alice.email],
      startTime: utc("2026-02-10T08:00:00"),
      endTime: utc("2026-02-10T12:00:00"),
      ...more,
    }) as Promise<Schedules>;

  beforeAll(async () => {
    const show = (showAs: string, hour: string, more: Record<string, unknown> = {}) =>
      alice.api.api("/me/events").post({
        subject: showAs,
        showAs,
        start: utc(`2026-02-10T${hour}:00:00`),
        end: utc(`2026-02-10T${hour}:30:00`),
        ...more,
      });
    await show("free", "08");
    await show("tentative", "09");
    await show("busy", "10", { sensitivity: "private" });
    await show("oof", "11");
    await show("workingElsewhere", "11", { start: utc("2026-02-10T11:30:00"), end: utc("2026-02-10T12:00:00") });
  });

  it("4.6 writes a digit for each half hour: free, tentative, busy, away, elsewhere", async () => {
    const { value } = await ask();
    expect(value[0]?.availabilityView).toBe("00102034");
    expect(value[0]?.scheduleItems).toHaveLength(5);
  });

  it("4.6 follows the interval asked for, from 5 to 1440 minutes", async () => {
    expect((await ask({ availabilityViewInterval: 60 })).value[0]?.availabilityView).toBe("0123");
    for (const availabilityViewInterval of [4, 1441])
      expect(await failureOf(ask({ availabilityViewInterval }))).toMatchObject({ status: 400 });
  });

  it("4.6 tells colleagues when but not what, and private events never say what", async () => {
    const bob = await microsoftPerson(sandbox, { email: "bob@contoso.example" });
    expect((await ask({}, bob)).value[0]?.scheduleItems[0]).not.toHaveProperty("subject");
    expect((await ask()).value[0]?.scheduleItems[2]).toMatchObject({ isPrivate: true, subject: "busy" });
  });

  it("4.6 says for each address what is wrong with it, and answers 200", async () => {
    const { value } = await ask({ schedules: [alice.email, "nobody@contoso.example"] });
    expect(value.map(({ error }) => error?.responseCode)).toEqual([undefined, "ErrorMailRecipientNotFound"]);
  });

  it("4.6 says 5006 for a schedule with more than 1,000 entries", async () => {
    const full = await microsoftPerson(sandbox, { email: "full@contoso.example" });
    await sandbox.control("POST", `accounts/${full.email}/calendars/primary/fill`, { count: 6_000 });
    const { value } = await ask(
      { schedules: [full.email], startTime: utc("2026-02-01T00:00:00"), endTime: utc("2026-04-01T00:00:00") },
      full,
    );
    expect(value[0]?.error?.responseCode).toBe("5006");
  });

  it("4.6 refuses too many addresses, too long a time, and an end before the start", async () => {
    const many = await failureOf(
      ask({ schedules: Array.from({ length: 21 }, (_, index) => `p${index}@contoso.example`) }),
    );
    expect(many).toMatchObject({ status: 400, code: "ErrorMailboxDataArrayTooBig" });
    expect(many.message).toContain("The allowed size = 20; the actual size = 21.");
    const long = await failureOf(ask({ endTime: utc("2026-04-14T08:00:00") }));
    expect(long).toMatchObject({ status: 400, code: "ErrorTimeIntervalTooBig" });
    expect(long.message).toContain("The allowed limit = 62 days; the actual limit = 63 days.");
    expect(await failureOf(ask({ endTime: utc("2026-02-10T08:00:00") }))).toMatchObject({
      status: 400,
      code: "ErrorInvalidTimeInterval",
    });
  });

  it("4.6 does not serve personal accounts", async () => {
    const home = await microsoftPerson(sandbox, { email: "someone@outlook.com" });
    expect(await failureOf(ask({ schedules: [home.email] }, home))).toMatchObject({
      status: 404,
      code: "MailboxNotSupportedForRESTAPI",
    });
  });
});

describe("findMeetingTimes (4.6)", () => {
  it("4.6 suggests times when enough people are free, the organizer among them", async () => {
    const eve = await microsoftPerson(sandbox, { email: "eve@contoso.example" });
    const at = (hour: string) => utc(`2026-02-12T${hour}:00:00`);
    await eve.api.api("/me/events").post({ subject: "Busy", start: at("09"), end: at("10") });
    const ask = (more: Record<string, unknown> = {}) =>
      alice.api.api("/me/findMeetingTimes").post({
        attendees: [{ emailAddress: { address: eve.email } }],
        timeConstraint: { timeSlots: [{ start: at("09"), end: at("11") }] },
        meetingDuration: "PT1H",
        minimumAttendeePercentage: 100,
        ...more,
      }) as Promise<{
        emptySuggestionsReason: string;
        meetingTimeSuggestions: { meetingTimeSlot: { start: { dateTime: string } } }[];
      }>;
    const { meetingTimeSuggestions } = await ask();
    expect(meetingTimeSuggestions.map(({ meetingTimeSlot }) => meetingTimeSlot.start.dateTime.slice(11, 16))).toEqual([
      "10:00",
    ]);
    const none = await ask({ timeConstraint: { timeSlots: [{ start: at("09"), end: at("10") }] } });
    expect(none).toMatchObject({ emptySuggestionsReason: "AttendeesUnavailable", meetingTimeSuggestions: [] });
    expect(await failureOf(ask({ meetingDuration: "an hour" }))).toMatchObject({
      status: 400,
      code: "ErrorInvalidParameter",
    });
  });
});

describe("$batch (4.8)", () => {
  const send = (requests: unknown[]): Promise<Batch> => alice.api.api("/$batch").post({ requests }) as Promise<Batch>;
  const post = (id: string, more: Record<string, unknown> = {}) => ({
    id,
    method: "POST",
    url: "/me/events",
    headers: { "Content-Type": "application/json" },
    body: { subject: id, start: utc("2026-03-10T08:00:00"), end: utc("2026-03-10T09:00:00") },
    ...more,
  });

  it("4.8 answers each part with its own status, in any order", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    const { responses } = await send(
      ids.map((id) => ({ id, method: "GET", url: id === "7" ? "/me/events/nonsense" : "/me" })),
    );
    expect(responses.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(responses.map(({ id }) => id)).not.toEqual(ids);
    expect(responses.find(({ id }) => id === "7")).toMatchObject({
      status: 400,
      body: { error: { code: "ErrorInvalidIdMalformed" } },
    });
  });

  it("4.8 runs parts after those they depend on, and fails them with 424 when those fail", async () => {
    const { responses } = await send([
      { ...post("late"), dependsOn: ["broken"] },
      { id: "broken", method: "GET", url: "/me/events/nonsense" },
      { ...post("good"), dependsOn: ["first"] },
      post("first"),
    ]);
    expect(Object.fromEntries(responses.map(({ id, status }) => [id, status]))).toEqual({
      late: 424,
      broken: 400,
      good: 201,
      first: 201,
    });
  });

  it.each([
    [
      "more than 20 parts",
      Array.from({ length: 21 }, (_, index) => ({ id: String(index), method: "GET", url: "/me" })),
    ],
    [
      "ids that differ in case only",
      [
        { id: "a", method: "GET", url: "/me" },
        { id: "A", method: "GET", url: "/me" },
      ],
    ],
    ["a body without Content-Type", [{ ...post("x"), headers: {} }]],
    ["an unknown dependency", [{ id: "a", method: "GET", url: "/me", dependsOn: ["b"] }]],
    [
      "a circle",
      [
        { id: "a", method: "GET", url: "/me", dependsOn: ["b"] },
        { id: "b", method: "GET", url: "/me", dependsOn: ["a"] },
      ],
    ],
    ["nothing", []],
  ])("4.8 refuses %s", async (_name, requests) => {
    expect(await failureOf(send(requests))).toMatchObject({ status: 400, code: "BadRequest" });
  });

  it("4.8 throttles single parts with their own Retry-After", async () => {
    await sandbox.control("POST", "faults", {
      fault: "rate-limited",
      operation: "me.get",
      account: alice.email,
      count: 1,
      params: { seconds: 9 },
    });
    const { responses } = await send([
      { id: "1", method: "GET", url: "/me" },
      { id: "2", method: "GET", url: "/me/calendar" },
    ]);
    expect(responses.find(({ id }) => id === "1")).toMatchObject({ status: 429, headers: { "Retry-After": "9" } });
    expect(responses.find(({ id }) => id === "2")).toMatchObject({ status: 200 });
  });
});

describe("throttling (4.9)", () => {
  it("4.9 answers the fifth call at the same moment with 429 and Retry-After", async () => {
    await sandbox.control("POST", "switches", { microsoft: { latencyMs: 60 } });
    const calls = Array.from({ length: 6 }, () => alice.api.api("/me/events").get() as Promise<unknown>);
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
    const refused = await failureOf(Promise.all(calls));
    expect(refused).toMatchObject({
      status: 429,
      code: "ApplicationThrottled",
      message: "Application is over its MailboxConcurrency limit.",
    });
    expect(refused.headers.get("retry-after")).toBe("10");
  });

  it("4.9 counts per mailbox: others are not held up", async () => {
    await sandbox.control("POST", "switches", { microsoft: { latencyMs: 60 } });
    const carol = await microsoftPerson(sandbox, { email: "carol@contoso.example" });
    const calls = await Promise.allSettled([
      ...Array.from({ length: 4 }, () => alice.api.api("/me/calendar").get()),
      ...Array.from({ length: 4 }, () => carol.api.api("/me/calendar").get()),
    ]);
    expect(calls.every(({ status }) => status === "fulfilled")).toBe(true);
  });

  it("4.9 allows so many requests in ten minutes, as a window that slides with the virtual clock", async () => {
    const dave = await microsoftPerson(sandbox, { email: "dave@contoso.example" });
    await sandbox.control("POST", "switches", { microsoft: { mailboxRequests: 3 } });
    for (let round = 0; round < 3; round++) await dave.api.api("/me/calendar").get();
    const refused = await failureOf(dave.api.api("/me/calendar").get());
    expect(refused.status).toBe(429);
    await sandbox.control("POST", "clock/advance", { ms: Number(refused.headers.get("retry-after")) * 1_000 });
    await dave.api.api("/me/calendar").get();
  });

  it("4.9 goes on counting calls while it refuses them", async () => {
    const fay = await microsoftPerson(sandbox, { email: "fay@contoso.example" });
    await sandbox.control("POST", "switches", { microsoft: { mailboxRequests: 2 } });
    const call = (): Promise<unknown> => fay.api.api("/me/calendar").get() as Promise<unknown>;
    await call();
    await call();
    await sandbox.control("POST", "clock/advance", { ms: 300_000 });
    for (let round = 0; round < 3; round++) expect((await failureOf(call())).status).toBe(429);
    await sandbox.control("POST", "clock/advance", { ms: 301_000 });
    expect((await failureOf(call())).status).toBe(429);
    await sandbox.control("POST", "clock/advance", { ms: 601_000 });
    await call();
  });
});

describe("errors (4.10)", () => {
  it("4.10 writes code, message and an inner error with date and request ids, and the ids as headers", async () => {
    const answer = await fetch(`${sandbox.endpoints["microsoft"]?.["graphOrigin"]}/v1.0/me/events/nonsense`, {
      headers: {
        authorization: `Bearer ${alice.tokens.access_token}`,
        "client-request-id": "11111111-2222-4333-8444-555555555555",
      },
    });
    const text = await answer.text();
    checkGraphAnswer("GET", "https://graph.microsoft.com/v1.0/me/events/nonsense", { status: answer.status, text });
    const { error } = JSON.parse(text) as { error: { innerError: Record<string, string> } };
    expect(error).toMatchObject({ code: "ErrorInvalidIdMalformed", message: "Id is malformed." });
    expect(error.innerError).toEqual({
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) as string,
      "request-id": answer.headers.get("request-id"),
      "client-request-id": "11111111-2222-4333-8444-555555555555",
    });
    expect(answer.headers.get("client-request-id")).toBe("11111111-2222-4333-8444-555555555555");
  });

  it("4.10 refuses calls without a token, with a foreign, an expired or a too narrow one", async () => {
    const tokenOf = (scopes?: string) =>
      sandbox.control<{ access_token: string }>(
        "POST",
        `accounts/${alice.email}/tokens`,
        scopes === undefined ? {} : { scopes },
      );
    const as = (token: string) => graphClient(sandbox, () => token).api;
    expect(await failureOf(as("nonsense").api("/me/events").get())).toMatchObject({
      status: 401,
      code: "InvalidAuthenticationToken",
    });
    const readOnly = (await tokenOf("Calendars.Read")).access_token;
    expect(await failureOf(as(readOnly).api("/me/events").post({ subject: "No" }))).toMatchObject({
      status: 403,
      code: "ErrorAccessDenied",
    });
    expect(await as(readOnly).api("/me/events").get()).toHaveProperty("value");
    const { access_token: short } = await tokenOf();
    await sandbox.control("POST", "faults", { fault: "expire-access-tokens", account: alice.email });
    expect(await failureOf(as(short).api("/me/events").get())).toMatchObject({
      status: 401,
      message: "Lifetime validation failed, the token is expired.",
    });
    alice = { ...alice, ...graphClient(sandbox, () => fresh) };
    const fresh = (await tokenOf()).access_token;
  });

  it("4.10 knows no other paths, methods, users or mailboxes", async () => {
    expect(await failureOf(alice.api.api("/me/messages").get())).toMatchObject({
      status: 404,
      code: "ResourceNotFound",
    });
    expect(await failureOf(alice.api.api("/me/calendarView").post({}))).toMatchObject({ status: 405 });
    expect(await failureOf(alice.api.api("/users/nobody@contoso.example/events").get())).toMatchObject({
      status: 404,
      code: "ErrorInvalidUser",
    });
    expect(await failureOf(alice.api.api("/users/bob@contoso.example/events").get())).toMatchObject({
      status: 403,
      code: "ErrorAccessDenied",
    });
    expect(
      await alice.api.api(`/users/${alice.email}/calendarView?startDateTime=2026-02-01&endDateTime=2026-02-02`).get(),
    ).toHaveProperty("value");
    await sandbox.control("POST", "accounts", {
      provider: "microsoft",
      email: "old@contoso.example",
      extra: { noMailbox: true },
    });
    const { access_token: token } = await sandbox.control<{ access_token: string }>(
      "POST",
      "accounts/old@contoso.example/tokens",
      {},
    );
    expect(
      await failureOf(
        graphClient(sandbox, () => token)
          .api.api("/me/events")
          .get(),
      ),
    ).toMatchObject({ status: 404, code: "MailboxNotEnabledForRESTAPI" });
  });

  it("4.10 answers every documented error by name when a fault chooses it", async () => {
    const { errors } = await sandbox.control<{ errors: { microsoft: Record<string, number> } }>("GET", "faults");
    const graphErrors = Object.entries(errors.microsoft).filter(
      ([name]) => !/AADSTS|_required|server_error/.test(name),
    );
    expect(graphErrors.length).toBeGreaterThan(40);
    for (const [error, status] of graphErrors) {
      const { id } = await sandbox.control<{ id: string }>("POST", "faults", {
        fault: "status",
        account: alice.email,
        operation: "calendars.get",
        params: { error },
      });
      expect(await failureOf(alice.api.api("/me/calendar").get()), error).toMatchObject({ status });
      await sandbox.control("DELETE", `faults/${id}`);
    }
  });

  it("writes every call into the ledger with account, operation and status", async () => {
    await alice.api.api("/me/calendar").get();
    const { entries } = await sandbox.control<{ entries: Record<string, unknown>[] }>(
      "GET",
      "ledger?provider=microsoft&operation=calendars.get&limit=1",
    );
    expect(entries[0]).toMatchObject({ kind: "call", status: 200, method: "GET", path: "/v1.0/me/calendar" });
    expect(JSON.stringify(entries)).not.toContain("EwB");
  });
});
