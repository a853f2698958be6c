import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { Endpoint } from "../testing/endpoint";
import { failureOf, graphClient, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

interface Created {
  id: string;
  expirationDateTime: string;
  resource: string;
  clientState: string;
}

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
let endpoint: Endpoint;
const minute = 60_000;
const defaults = {
  notificationNoise: false,
  duplicateSubscriptions: "conflict",
  perCalendarSubscriptions: false,
  validationTimeoutMs: 10_000,
  subscriptionTokenMs: 86_400_000,
  loopbackCallbacks: true,
};

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "push" });
});
beforeEach(async () => {
  endpoint = await new Endpoint().open();
  alice = await microsoftPerson(sandbox);
  await sandbox.control("POST", "switches", { microsoft: defaults });
  await sandbox.control("DELETE", "faults");
});
afterEach(() => endpoint.close());
afterAll(() => sandbox.stop());

const now = async (): Promise<number> => (await sandbox.control<{ now: number }>("GET", "clock")).now;
const inMinutes = async (minutes: number): Promise<string> => new Date((await now()) + minutes * minute).toISOString();

async function subscribe(
  more: Record<string, unknown> = {},
  person = alice,
  headers: Record<string, string> = {},
): Promise<Created> {
  const body = {
    changeType: "created,updated,deleted",
    notificationUrl: endpoint.url(),
    lifecycleNotificationUrl: endpoint.url("/lifecycle"),
    resource: "me/events",
    expirationDateTime: await inMinutes(3_000),
    clientState: "state-1",
    ...more,
  };
  return person.api.api("/subscriptions").headers(headers).post(body) as Promise<Created>;
}

const createEvent = (person = alice, summary = "Call"): Promise<{ id: string }> =>
  person.edit({ do: "create", event: { summary, start: "2026-12-10T09:00:00Z", end: "2026-12-10T10:00:00Z" } });

describe("creating subscriptions (4.7)", () => {
  it("4.7 validates both addresses inside the create call and answers 201", async () => {
    const created = await subscribe();
    expect(alice.heard().status).toBe(201);
    expect(created).toMatchObject({ resource: "me/events", clientState: "state-1" });
    expect(endpoint.validations).toEqual(
      ["/notify", "/lifecycle"].map((path) => ({ path, method: "POST", contentType: "text/plain; charset=utf-8" })),
    );
  });

  it.each([
    ["another text", (token: string) => ({ status: 200, type: "text/plain", body: `${token} ` })],
    ["JSON", (token: string) => ({ status: 200, type: "application/json", body: token })],
    ["202", (token: string) => ({ status: 202, type: "text/plain", body: token })],
    [
      "the token still encoded",
      (token: string) => ({ status: 200, type: "text/plain", body: encodeURIComponent(token) }),
    ],
  ])("4.7 refuses an endpoint that answers with %s", async (_name, answer) => {
    endpoint.answer.validation = answer;
    expect(await failureOf(subscribe())).toMatchObject({ status: 400, code: "ValidationError" });
    expect(await alice.api.api("/subscriptions").get()).toMatchObject({ value: [] });
  });

  it("4.7 gives up on an endpoint that does not answer in time", async () => {
    await sandbox.control("POST", "switches", { microsoft: { validationTimeoutMs: 150 } });
    endpoint.answer.validation = () => null;
    const failed = await failureOf(subscribe());
    expect(failed).toMatchObject({
      status: 400,
      code: "ValidationError",
      message: "Subscription validation request timed out.",
    });
  });

  it("4.7 allows at most 10,080 minutes and raises less than 45 to 45", async () => {
    expect(await failureOf(subscribe({ expirationDateTime: await inMinutes(10_082) }))).toMatchObject({ status: 400 });
    expect(await failureOf(subscribe({ expirationDateTime: await inMinutes(-1) }))).toMatchObject({ status: 400 });
    const short = await subscribe({ expirationDateTime: await inMinutes(5) });
    expect(Date.parse(short.expirationDateTime) - (await now())).toBeGreaterThan(44 * minute);
    await subscribe({ changeType: "created", expirationDateTime: await inMinutes(10_079) });
  });

  it("4.7 answers a second one for the same combination with 409, unless the switch allows it", async () => {
    const { id } = await subscribe();
    const duplicate = await failureOf(subscribe());
    expect(duplicate.status).toBe(409);
    expect(duplicate.message).toContain(`Subscription Id ${id} already exists for the requested combination`);
    await sandbox.control("POST", "switches", { microsoft: { duplicateSubscriptions: "allowed" } });
    await subscribe();
  });

  it.each([
    [{ changeType: "moved" }, 400],
    [{ resource: "me/messages" }, 400],
    [{ resource: "users/someone-else/events" }, 403],
    [{ clientState: "x".repeat(129) }, 400],
    [{ notificationUrl: "http://example.org/notify" }, 400],
    [{ notificationUrl: null }, 400],
    [{ expirationDateTime: "soon" }, 400],
    [{ resource: "me/calendars/x/events" }, 403],
  ])("4.7 refuses %o", async (more, status) => {
    expect(await failureOf(subscribe(more))).toMatchObject({ status });
  });
});

describe("living with subscriptions (4.7)", () => {
  it("4.7 renews, lists and deletes; a deleted one is 404", async () => {
    const { id } = await subscribe();
    const renewed = (await alice.api
      .api(`/subscriptions/${id}`)
      .patch({ expirationDateTime: await inMinutes(10_000) })) as Created;
    expect(Date.parse(renewed.expirationDateTime) - (await now())).toBeGreaterThan(9_990 * minute);
    expect(
      await failureOf(alice.api.api(`/subscriptions/${id}`).patch({ lifecycleNotificationUrl: endpoint.url() })),
    ).toMatchObject({ status: 400 });
    expect(await alice.api.api("/subscriptions").get()).toMatchObject({ value: [{ id }] });
    expect(await alice.api.api(`/subscriptions/${id}`).get()).toMatchObject({ id });
    await alice.api.api(`/subscriptions/${id}/reauthorize`).post({});
    await alice.api.api(`/subscriptions/${id}`).delete();
    expect(
      await failureOf(alice.api.api(`/subscriptions/${id}`).patch({ expirationDateTime: await inMinutes(100) })),
    ).toMatchObject({ status: 404 });
  });

  it("4.7 keeps other people's subscriptions out of reach", async () => {
    const { id } = await subscribe();
    const mallory = await microsoftPerson(sandbox, { email: "mallory@fabrikam.example" });
    expect(await failureOf(mallory.api.api(`/subscriptions/${id}`).delete())).toMatchObject({ status: 404 });
  });

  it("4.7 tells created, updated and deleted with state, tenant and resource", async () => {
    const { id } = await subscribe();
    const event = await createEvent();
    await endpoint.until(1);
    await alice.edit({ do: "change", eventId: event.id, fields: { summary: "Renamed" } });
    await endpoint.until(2);
    await alice.edit({ do: "delete", eventId: event.id });
    const lines = await endpoint.until(3);
    expect(lines.map(({ changeType }) => changeType)).toEqual(["created", "updated", "deleted"]);
    expect(lines[0]).toMatchObject({
      subscriptionId: id,
      clientState: "state-1",
      tenantId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect(lines[0]?.resource).toMatch(/^Users\/[0-9a-f-]{36}\/Events\/AAMk/);
    expect(lines[0]?.subscriptionExpirationDateTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00$/);
  });

  it("4.7 tells the deletion of an occurrence as an update of its master", async () => {
    await subscribe();
    const series = await alice.edit({
      do: "create",
      event: {
        summary: "Daily",
        start: "2026-12-10T09:00:00Z",
        end: "2026-12-10T09:30:00Z",
        recurrence: ["RRULE:FREQ=DAILY;COUNT=3"],
      },
    });
    const [created] = await endpoint.until(1);
    await alice.edit({ do: "cancel-occurrence", eventId: series.id, original: "2026-12-11T09:00:00Z" });
    const lines = await endpoint.until(2);
    expect(lines[1]).toMatchObject({ changeType: "updated", resourceData: { id: created?.resourceData?.id } });
  });

  it("4.7 repeats updates as Outlook does, tells own writes, and only what was asked for", async () => {
    await sandbox.control("POST", "switches", { microsoft: { notificationNoise: true } });
    await subscribe({ changeType: "updated" });
    const event = (await alice.api.api("/me/events").post({
      subject: "Own",
      start: { dateTime: "2026-12-12T09:00:00", timeZone: "UTC" },
      end: { dateTime: "2026-12-12T10:00:00", timeZone: "UTC" },
    })) as { id: string };
    await alice.api.api(`/me/events/${encodeURIComponent(event.id)}`).patch({ subject: "Own, changed" });
    expect((await endpoint.until(2)).map(({ changeType }) => changeType)).toEqual(["updated", "updated"]);
  });

  it("4.7 puts several changes, of several subscriptions, into one body", async () => {
    const bob = await microsoftPerson(sandbox);
    await Promise.all([subscribe(), subscribe({ clientState: "state-2" }, bob)]);
    await alice.api.api("/$batch").post({
      requests: [1, 2, 3].map((id) => ({
        id: String(id),
        method: "POST",
        url: "/me/events",
        headers: { "Content-Type": "application/json" },
        body: {
          subject: `Batch ${id}`,
          start: { dateTime: "2026-12-12T09:00:00", timeZone: "UTC" },
          end: { dateTime: "2026-12-12T10:00:00", timeZone: "UTC" },
          attendees: [{ emailAddress: { address: bob.email } }],
        },
      })),
    });
    await endpoint.until(6);
    expect(endpoint.received.some(({ value }) => new Set(value.map(({ clientState }) => clientState)).size === 2)).toBe(
      true,
    );
  });

  it("4.2 names items by immutable ids when the subscription was made with them", async () => {
    await subscribe({}, alice, { Prefer: 'IdType="ImmutableId"' });
    await createEvent();
    const [line] = await endpoint.until(1);
    expect(line?.resourceData?.id).toMatch(/^AAkALgAA/);
    expect(await alice.api.api(`/me/events/${encodeURIComponent(line?.resourceData?.id ?? "")}`).get()).toMatchObject({
      subject: "Call",
    });
  });

  it("4.7 watches a single calendar only by the switch", async () => {
    await sandbox.control("POST", "switches", { microsoft: { perCalendarSubscriptions: true } });
    const made = (await alice.api.api("/me/calendars").post({ name: "Side" })) as { id: string };
    await subscribe({ resource: `me/calendars/${encodeURIComponent(made.id)}/events` });
    await createEvent();
    await alice.edit(
      { do: "create", event: { summary: "Here", start: "2026-12-10T09:00:00Z", end: "2026-12-10T10:00:00Z" } },
      made.id,
    );
    await endpoint.until(1);
    expect(endpoint.lines()).toHaveLength(1);
  });

  it("4.7 delivers nothing after the end", async () => {
    await subscribe({ expirationDateTime: await inMinutes(60) });
    await sandbox.control("POST", "clock/advance", { ms: 61 * minute });
    await createEvent();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(endpoint.lines()).toEqual([]);
  });
});

describe("delivery (4.7)", () => {
  it("4.7 tries again after 5xx for up to four hours, then says missed", async () => {
    await subscribe();
    endpoint.answer.status = 503;
    await createEvent();
    await endpoint.until(1);
    for (let round = 0; round < 30; round++) await sandbox.control("POST", "clock/advance", { ms: 15 * minute });
    endpoint.answer.status = 202;
    expect(endpoint.received.filter(({ path }) => path === "/notify").length).toBeGreaterThan(5);
    expect((await endpoint.until(1, "/lifecycle")).map(({ lifecycleEvent }) => lifecycleEvent)).toContain("missed");
  });

  it("4.7 does not try again after 4xx", async () => {
    await subscribe();
    endpoint.answer.status = 401;
    await createEvent();
    await endpoint.until(1);
    await sandbox.control("POST", "clock/advance", { ms: 60 * minute });
    expect(endpoint.lines()).toHaveLength(1);
  });

  it("4.7 asks for a new authorization, holds what comes after the old one ended, and releases it", async () => {
    await sandbox.control("POST", "switches", { microsoft: { subscriptionTokenMs: 60 * minute } });
    const { id } = await subscribe();
    await sandbox.control("POST", "clock/advance", { ms: 50 * minute });
    expect(await endpoint.until(1, "/lifecycle")).toMatchObject([
      { lifecycleEvent: "reauthorizationRequired", subscriptionId: id },
    ]);
    await sandbox.control("POST", "clock/advance", { ms: 20 * minute });
    await createEvent();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(endpoint.lines()).toEqual([]);
    const token = await sandbox.control<{ access_token: string }>("POST", `accounts/${alice.email}/tokens`, {});
    await graphClient(sandbox, () => token.access_token)
      .api.api(`/subscriptions/${id}/reauthorize`)
      .post({});
    expect(await endpoint.until(1)).toMatchObject([{ changeType: "created" }]);
  });

  it("4.7 says subscriptionRemoved when the grant is gone, by itself and by order", async () => {
    await subscribe();
    await sandbox.control("POST", "faults", {
      fault: "push-lifecycle",
      account: alice.email,
      params: { event: "missed" },
    });
    expect(await endpoint.until(1, "/lifecycle")).toMatchObject([{ lifecycleEvent: "missed" }]);
    await sandbox.control("POST", "faults", { fault: "revoke-grants", account: alice.email });
    await createEvent();
    expect((await endpoint.until(2, "/lifecycle"))[1]).toMatchObject({ lifecycleEvent: "subscriptionRemoved" });
    expect(endpoint.lines()).toEqual([]);
  });

  it.each([
    ["push-mute", 0],
    ["push-duplicate", 3],
  ])("plays %s", async (fault, expected) => {
    await subscribe();
    await sandbox.control("POST", "faults", { fault, account: alice.email });
    await createEvent();
    await endpoint.until(Math.max(1, expected));
    expect(endpoint.lines()).toHaveLength(expected);
  });

  it("plays a forged notification next to the real one", async () => {
    await subscribe();
    await sandbox.control("POST", "faults", { fault: "push-forge", account: alice.email });
    await createEvent();
    const states = (await endpoint.until(2)).map(({ clientState }) => clientState);
    expect(states.toSorted()).toEqual(["not-the-state-you-gave", "state-1"]);
  });

  it("ends subscriptions without a word by expire-channels", async () => {
    const { id } = await subscribe();
    await sandbox.control("POST", "faults", { fault: "expire-channels", account: alice.email });
    await createEvent();
    expect(await failureOf(alice.api.api(`/subscriptions/${id}`).get())).toMatchObject({ status: 404 });
    expect(endpoint.lines()).toEqual([]);
  });
});
