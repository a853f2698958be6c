import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../testing/open-sandbox";
import { checkGraphAnswer } from "./testing/graph-schema";
import { clientId, clientSecret, microsoftPerson } from "./testing/microsoft-person";

const rounds = Number(process.env["SANDBOX_FUZZ"] ?? 600);
let sandbox: TestSandbox;
let origin = "";
let token = "";

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "fuzz" });
  origin = sandbox.endpoints["microsoft"]?.["graphOrigin"] ?? "";
  await sandbox.control("POST", "switches", {
    microsoft: { latencyMs: 0, mailboxRequests: 1_000_000, validationTimeoutMs: 100 },
  });
  const alice = await microsoftPerson(sandbox);
  token = alice.tokens.access_token;
  for (const recurrence of [undefined, ["RRULE:FREQ=DAILY;COUNT=5"]]) {
    const event = {
      summary: "Call",
      start: "2026-12-10T09:00:00Z",
      end: "2026-12-10T10:00:00Z",
      ...(recurrence ? { recurrence } : {}),
    };
    await alice.edit({ do: "create", event });
  }
});
// Stopping fails the run when anything inside was thrown that is not an answer.
afterAll(() => sandbox.stop());

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "%00",
    "..%2f..",
    "'",
    '"',
    "$batch",
    "null",
    "NaN",
    "0001-01-01",
    "9999-12-31T23:59:59Z",
    "2026-02-30T25:61:00",
    "-1",
    "1e400",
    "AAMk=",
    "__proto__",
    "constructor",
    "\ud800",
  ),
);
const properties = [
  "subject",
  "start",
  "end",
  "isAllDay",
  "body",
  "attendees",
  "recurrence",
  "location",
  "locations",
  "showAs",
  "categories",
  "transactionId",
  "__proto__",
  "isOnlineMeeting",
  "inputIds",
  "sourceIdType",
  "requests",
  "schedules",
  "startTime",
  "endTime",
  "resource",
  "notificationUrl",
  "expirationDateTime",
  "changeType",
  "toRecipients",
  "name",
];
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>,
  nasty,
  fc.record({ dateTime: nasty, timeZone: fc.constantFrom("UTC", "Mars/Phobos", "", "Eastern Standard Time") }),
);
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...properties), anyValue, { maxKeys: 6 }).map((value) => JSON.stringify(value)),
  fc
    .record({
      subject: fc.string(),
      start: fc.constant({ dateTime: "2026-12-10T09:00:00", timeZone: "UTC" }),
      end: fc.constant({ dateTime: "2026-12-10T10:00:00", timeZone: "UTC" }),
      recurrence: fc.record({
        pattern: fc.record({
          type: fc.constantFrom("daily", "weekly", "absoluteMonthly", "relativeYearly", "hourly"),
          interval: fc.integer(),
          daysOfWeek: fc.array(fc.constantFrom("monday", "x")),
          index: nasty,
          dayOfMonth: fc.integer(),
          month: fc.integer(),
        }),
        range: fc.record({
          type: fc.constantFrom("noEnd", "endDate", "numbered"),
          startDate: nasty,
          endDate: nasty,
          numberOfOccurrences: fc.integer(),
        }),
      }),
    })
    .map((value) => JSON.stringify(value)),
  nasty,
  fc.constant("[".repeat(5_000)),
);
const paths = [
  "/me",
  "/me/events",
  "/me/calendars",
  "/me/calendar",
  "/me/calendarView",
  "/me/calendarView/delta",
  "/me/calendarGroups",
  "/me/mailboxSettings",
  "/me/outlook/supportedTimeZones",
  "/me/translateExchangeIds",
  "/me/calendar/getSchedule",
  "/me/findMeetingTimes",
  "/subscriptions",
  "/$batch",
  "/me/events/:id",
  "/me/events/:id/instances",
  "/me/events/:id/accept",
  "/me/events/:id/forward",
  "/me/calendars/:id/events",
  "/subscriptions/:id",
  "/users/:id/events",
  "/:id",
];
const options = [
  "startDateTime",
  "endDateTime",
  "$top",
  "$skip",
  "$select",
  "$filter",
  "$orderby",
  "$expand",
  "$count",
  "$search",
  "$skiptoken",
  "$deltatoken",
  "$apply",
];
const request = fc.record({
  method: fc.constantFrom("GET", "POST", "PATCH", "DELETE", "PUT"),
  path: fc.constantFrom(...paths),
  id: nasty,
  query: fc.array(
    fc.tuple(
      fc.constantFrom(...options),
      fc.oneof(nasty, fc.constantFrom("2026-12-01T00:00:00Z", "2026-12-31T00:00:00Z", "5", "subject eq 'x'")),
    ),
    { maxLength: 4 },
  ),
  prefer: fc.oneof(
    fc.constant(undefined),
    fc.constantFrom(
      'outlook.timezone="Mars"',
      "odata.maxpagesize=0",
      'IdType="ImmutableId", odata.maxpagesize=2',
      '"""',
      "outlook.timezone=",
    ),
  ),
  ifMatch: fc.option(fc.constantFrom("*", '"x"', 'W/""', ",,,"), { nil: undefined }),
  body,
});

const wellFormed = (text: string): string => text.toWellFormed();

async function send(input: {
  method: string;
  path: string;
  id: string;
  query: [string, string][];
  prefer: string | undefined;
  ifMatch: string | undefined;
  body: string;
}): Promise<{ status: number; text: string; url: string }> {
  const path = input.path.replace(":id", encodeURIComponent(wellFormed(input.id)));
  const query = new URLSearchParams(input.query.map(([name, value]): [string, string] => [name, wellFormed(value)]));
  const url = `/v1.0${path}?${query}`;
  const hasBody = input.method !== "GET" && input.method !== "DELETE";
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    ...(input.prefer === undefined ? {} : { prefer: input.prefer }),
    ...(input.ifMatch === undefined ? {} : { "if-match": input.ifMatch }),
  };
  const response = await fetch(origin + url, {
    method: input.method,
    headers,
    ...(hasBody ? { body: wellFormed(input.body) } : {}),
  });
  return { status: response.status, text: await response.text(), url };
}

describe("hostile requests", () => {
  it("get Graph's own errors and never crash it", { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(request, async (input) => {
        const { status, text, url } = await send(input);
        expect(status, `${input.method} ${url} ${input.body}`).toBeLessThan(500);
        if (status >= 400) expect((JSON.parse(text) as { error: { code: string } }).error.code).toMatch(/\w+/);
        checkGraphAnswer(input.method, `https://graph.microsoft.com${url}`, { status, text });
      }),
      { numRuns: rounds, seed: 20260101 },
    );
  });

  it("get the identity platform's own errors and never crash it", { timeout: 600_000 }, async () => {
    const field = fc.oneof(
      nasty,
      fc.constantFrom(
        clientId,
        clientSecret,
        "authorization_code",
        "refresh_token",
        "openid",
        "{",
        '{"access_token":7}',
      ),
    );
    const names = [
      "grant_type",
      "client_id",
      "client_secret",
      "code",
      "refresh_token",
      "scope",
      "redirect_uri",
      "code_verifier",
      "claims",
      "decision",
      "request",
      "account",
    ];
    const places = [
      "/common/oauth2/v2.0/token",
      "/common/oauth2/v2.0/authorize/decision",
      "/organizations/v2.0/adminconsent/decision",
      "/x/oauth2/v2.0/token",
    ];
    const form = fc.record({
      place: fc.constantFrom(...places),
      fields: fc.array(fc.tuple(fc.constantFrom(...names), field), { maxLength: 8 }),
      basic: fc.option(nasty, { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(form, async ({ place, fields, basic }) => {
        const headers = basic === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString("base64")}` };
        const response = await fetch(origin + place, {
          method: "POST",
          headers,
          body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, wellFormed(value)])),
          redirect: "manual",
        });
        const text = await response.text();
        expect(response.status, `${place} ${JSON.stringify(fields)}`).toBeLessThan(500);
        if (place.endsWith("/token")) expect(JSON.parse(text)).toHaveProperty("error_codes");
      }),
      { numRuns: rounds / 2, seed: 20260101 },
    );
  });
});
