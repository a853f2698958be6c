import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../kernel/random";
import { googlePerson, type GooglePerson } from "../testing/google-person";
import { openSandbox, type TestSandbox } from "../testing/open-sandbox";

const REQUESTS = Number(process.env.SANDBOX_FUZZ_REQUESTS ?? 600);

let sandbox: TestSandbox;
let alice: GooglePerson;
beforeAll(async () => {
  sandbox = await openSandbox();
  await sandbox.control("POST", "switches", {
    google: { perUserPerMinute: 1e9, perProjectPerMinute: 1e9, perProjectPerDay: 1e9 },
  });
  alice = await googlePerson(sandbox);
  await sandbox.control("POST", `accounts/${alice.email}/calendars/primary/fill`, { count: 20 });
});
// Stopping fails when anything inside crashed.
afterAll(() => sandbox.stop());

const PATHS = [
  "/calendar/v3/calendars/primary/events",
  "/calendar/v3/calendars/primary/events/import",
  "/calendar/v3/calendars/primary/events/watch",
  "/calendar/v3/calendars/primary/events/x_20260601T070000Z",
  "/calendar/v3/calendars/primary/events/x/instances",
  "/calendar/v3/calendars/primary/acl",
  "/calendar/v3/calendars/%E0%A4%A/events",
  "/calendar/v3/calendars/%2e%2e%2f/events",
  "/calendar/v3/calendars",
  "/calendar/v3/freeBusy",
  "/calendar/v3/channels/stop",
  "/calendar/v3/users/me/calendarList",
  "/calendar/v3/users/me/calendarList/__proto__",
  "/calendar/v3/users/me/settings/constructor",
  "/batch/calendar/v3",
  "/token",
  "/revoke",
  "/o/oauth2/v2/auth",
  "/o/oauth2/v2/auth/decision",
  "/a".repeat(40),
] as const;

const NAMES = [
  "start",
  "end",
  "recurrence",
  "attendees",
  "id",
  "iCalUID",
  "reminders",
  "extendedProperties",
  "conferenceData",
  "timeMin",
  "timeMax",
  "items",
  "role",
  "scope",
  "address",
  "type",
  "expiration",
  "params",
  "__proto__",
  "constructor",
  "summary",
  "status",
  "visibility",
  "eventType",
  "timeZone",
  "organizer",
  "source",
];
const QUERIES = [
  "maxResults",
  "pageToken",
  "syncToken",
  "timeMin",
  "timeMax",
  "orderBy",
  "singleEvents",
  "showDeleted",
  "q",
  "eventTypes",
  "privateExtendedProperty",
  "timeZone",
  "updatedMin",
  "originalStart",
  "destination",
  "conferenceDataVersion",
  "grant_type",
  "client_id",
  "redirect_uri",
  "prompt",
];

function value(random: Random, depth = 0): unknown {
  const roll = random.below(depth > 3 ? 10 : 14);
  const scalars: unknown[] = [
    null,
    true,
    -1,
    1e300,
    "",
    "2026-02-30",
    "2026-06-01T09:00:00Z",
    "\u0000\ud800",
    "RRULE:FREQ=SECONDLY;COUNT=1000000000",
    "x".repeat(random.below(3_000)),
  ];
  if (roll < 10) return scalars[roll];
  if (roll < 12) return Array.from({ length: random.below(5) }, () => value(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: random.below(4) }, () => [
      random.pick([
        "dateTime",
        "date",
        "timeZone",
        "email",
        "value",
        "type",
        "createRequest",
        "overrides",
        "private",
        "__proto__",
      ]),
      value(random, depth + 1),
    ]),
  );
}

function body(random: Random): string {
  const roll = random.below(10);
  if (roll === 0) return '{"a":'.repeat(5_000);
  if (roll === 1) return random.text('{}[]",:0truefalsn\\u\n', 200);
  if (roll === 2) return "--b\r\n\r\nGET /calendar/v3/colors\r\n".repeat(random.below(5));
  return JSON.stringify(
    Object.fromEntries(Array.from({ length: random.below(8) }, () => [random.pick(NAMES), value(random)])),
  );
}

function query(random: Random): string {
  const parts = Array.from(
    { length: random.below(4) },
    () => `${random.pick(QUERIES)}=${encodeURIComponent(String(value(random, 9) ?? "").toWellFormed()).slice(0, 500)}`,
  );
  return random.chance(0.1) ? "?%zz=%e0&&=&%" : `?${parts.join("&")}`;
}

describe("bad requests to the Google sandbox", () => {
  it(
    `get the provider's own error and never a crash or a stack trace: ${REQUESTS} of them`,
    { timeout: 60_000 },
    async () => {
      const random = new Random("fuzz");
      for (let sent = 0; sent < REQUESTS; sent++) {
        const method = random.pick(["GET", "POST", "PUT", "PATCH", "DELETE"]);
        const path = random.pick(PATHS);
        const type = random.pick([
          "application/json",
          "application/x-www-form-urlencoded",
          "multipart/mixed; boundary=b",
          "text/plain",
        ]);
        const answer = await fetch(`${sandbox.google.issuer}${path}${query(random)}`, {
          method,
          redirect: "manual",
          headers: {
            "content-type": type,
            ...(random.chance(0.9) ? { authorization: `Bearer ${alice.tokens.access_token}` } : {}),
          },
          ...(method === "GET" ? {} : { body: body(random) }),
        });
        const text = await answer.text();
        expect(text).not.toMatch(/\bat .*\.ts:\d|node:internal|TypeError|RangeError/);
        const own = answer.headers.get("content-type") ?? "";
        if (answer.status >= 400 && own.includes("json")) expect(JSON.parse(text)).toHaveProperty("error");
        expect(answer.status, `${method} ${path}`).not.toBe(500);
      }
    },
  );

  it("are refused when too large, and broken HTTP ends the connection only", async () => {
    // The answer may come while the body is still on its way: then the client sees a broken connection instead.
    const big = await fetch(`${sandbox.google.issuer}/calendar/v3/freeBusy`, {
      method: "POST",
      body: "x".repeat(9_000_000),
    }).then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    expect([413, "fetch failed"]).toContain(big);
    const port = Number(new URL(sandbox.google.issuer as string).port);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write("GARBAGE\r\n\r\n\u0000\u0001"));
      let text = "";
      socket.on("data", (chunk) => (text += String(chunk)));
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(text));
    });
    expect(answer).toContain("400 Bad Request");
    expect((await fetch(sandbox.google.discovery as string)).status).toBe(200);
  });
});
