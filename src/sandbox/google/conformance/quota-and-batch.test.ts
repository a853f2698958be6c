import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, googlePerson, type GooglePerson } from "../../testing/google-person";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.stop());

interface Part {
  readonly id: string;
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function batch(person: GooglePerson, parts: readonly string[]): Promise<Part[]> {
  const body = parts.map(
    (part, index) => `--frontier\r\nContent-Type: application/http\r\nContent-ID: <item${index}:x>\r\n\r\n${part}\r\n`,
  );
  const answer = await fetch(sandbox.google.batch as string, {
    method: "POST",
    headers: {
      "content-type": "multipart/mixed; boundary=frontier",
      authorization: `Bearer ${person.tokens.access_token}`,
    },
    body: `${body.join("")}--frontier--`,
  });
  const boundary = /boundary=(\S+)/.exec(answer.headers.get("content-type") ?? "")?.[1] ?? "none";
  const chunks = (await answer.text()).split(`--${boundary}`).slice(1, -1);
  return chunks.map((chunk) => ({
    id: /Content-ID: (\S+)/.exec(chunk)?.[1] ?? "",
    status: Number(/HTTP\/1\.1 (\d+)/.exec(chunk)?.[1]),
    body: JSON.parse(/\r\n\r\n[^{]*HTTP[\s\S]*?\r\n\r\n([\s\S]*)$/.exec(chunk)?.[1]?.trim() || "{}") as Record<
      string,
      unknown
    >,
  }));
}

describe("Google batches and quotas, as the fact sheet has it", () => {
  it("2.9 answer each part on its own, by response- ids, and count each part", async () => {
    const person = await googlePerson(sandbox);
    const event = JSON.stringify({ start: { date: "2026-06-01" }, end: { date: "2026-06-02" } });
    const answers = await batch(person, [
      "GET /calendar/v3/calendars/primary",
      `POST /calendar/v3/calendars/primary/events\r\nContent-Type: application/json\r\n\r\n${event}`,
      "GET /calendar/v3/calendars/nobody%40nowhere.example",
      'PATCH /calendar/v3/calendars/primary/events/none0\r\nIf-Match: "1"\r\n\r\n{}',
    ]);
    const byId = Object.fromEntries(answers.map(({ id, status }) => [id, status]));
    expect(byId).toEqual({
      "<response-item0:x>": 200,
      "<response-item1:x>": 200,
      "<response-item2:x>": 404,
      "<response-item3:x>": 404,
    });
    const { entries } = await sandbox.control<{ entries: { inBatch?: boolean }[] }>(
      "GET",
      `ledger?account=${person.email}&kind=call`,
    );
    expect(entries.filter(({ inBatch }) => inBatch)).toHaveLength(4);
  });

  it("2.9 hold at most 50 calls", async () => {
    const person = await googlePerson(sandbox);
    const parts = (count: number) => Array.from({ length: count }, () => "GET /calendar/v3/colors");
    expect(await batch(person, parts(50))).toHaveLength(50);
    expect(await batch(person, parts(51))).toHaveLength(0);
  });

  it("2.9 limit a user per minute in a sliding window, by 403 or 429 with the same meaning", async () => {
    const own = await openSandbox({ startAt: Date.now() });
    await own.control("POST", "clock/freeze", {});
    await own.control("POST", "switches", { google: { perUserPerMinute: 5 } });
    const person = await googlePerson(own);
    const list = () => person.api.calendarList.list();
    for (let i = 0; i < 5; i++) await list();
    const refusals = [await failureOf(list()), await failureOf(list())];
    expect(refusals.map(({ status }) => status).toSorted()).toEqual([403, 429]);
    expect(refusals.every(({ domain, reason }) => domain === "usageLimits" && /rateLimitExceeded/i.test(reason))).toBe(
      true,
    );
    await own.control("POST", "clock/advance", { ms: 59_000 });
    expect((await failureOf(list())).domain).toBe("usageLimits");
    await own.control("POST", "clock/advance", { ms: 2_000 });
    await list();
    await own.stop();
  });

  it("2.9 count a patch as three units, and limit the project and its day over all users", async () => {
    const own = await openSandbox();
    await own.control("POST", "clock/freeze", {});
    const [first, second] = [await googlePerson(own), await googlePerson(own)];
    await own.control("POST", "switches", { google: { perProjectPerMinute: 6, quotaStatus: "403" } });
    await first.api.calendarList.patch({ calendarId: "primary", requestBody: { selected: true } });
    await first.api.calendarList.patch({ calendarId: "primary", requestBody: { selected: true } });
    expect((await failureOf(second.api.calendarList.list())).reason).toBe("rateLimitExceeded");
    await own.control("POST", "switches", { google: { perProjectPerMinute: 100, perProjectPerDay: 7 } });
    await own.control("POST", "clock/advance", { ms: 120_000 });
    await first.api.calendarList.list();
    expect((await failureOf(second.api.calendarList.list())).reason).toBe("dailyLimitExceeded");
    const { units } = await own.control<{ units: number }>("GET", "ledger/totals?operation=calendarList.*");
    expect(units).toBeGreaterThanOrEqual(7);
    await own.stop();
  });
});
