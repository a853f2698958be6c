import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { Endpoint } from "../testing/endpoint";
import { microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
let endpoint: Endpoint;
const minute = 60_000;
const never = 3_600_000;
/** Real milliseconds: what a slow endpoint takes, and from where on an answer is slow. */
const took = 1_050;
const slow = 1_000;

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "slow" });
});
beforeEach(async () => {
  endpoint = await new Endpoint().open();
  alice = await microsoftPerson(sandbox);
});
afterEach(() => endpoint.close());
afterAll(() => sandbox.stop());

const set = (switches: object) =>
  sandbox.control("POST", "switches", { microsoft: { notificationNoise: false, ...switches } });
const advance = (ms: number) => sandbox.control("POST", "clock/advance", { ms });

async function subscribe(lifecycle = "/lifecycle"): Promise<void> {
  const { now } = await sandbox.control<{ now: number }>("GET", "clock");
  await alice.api.api("/subscriptions").post({
    changeType: "created",
    notificationUrl: endpoint.url(),
    lifecycleNotificationUrl: endpoint.url(lifecycle),
    resource: "me/events",
    expirationDateTime: new Date(now + 3_000 * minute).toISOString(),
    clientState: "state-1",
  });
}

/** So many events, each told in a body of its own; resolves when all were answered. */
async function change(count: number): Promise<void> {
  const { length } = endpoint.lines();
  for (let made = 1; made <= count; made++) {
    await alice.edit({ do: "create", event: { summary: "Call", start: "2026-12-10T09:00:00Z" } });
    await endpoint.until(length + made);
  }
  for (let answered = 0; answered < length + count;)
    ({ length: answered } = (
      await sandbox.control<{ entries: { status: number }[] }>(
        "GET",
        `ledger?kind=push&account=${alice.email}&status=202&operation=subscriptions.notify`,
      )
    ).entries);
}

/** Ten notifications, so many of them answered slowly. */
async function tenAnswers(slowly: number): Promise<void> {
  await change(10 - slowly);
  endpoint.answer.delayMs = took;
  await change(slowly);
  endpoint.answer.delayMs = 0;
}

const details = async () =>
  (
    await sandbox.control<{ entries: { detail?: string }[] }>("GET", `ledger?kind=push&account=${alice.email}`)
  ).entries.flatMap(({ detail }) => detail ?? []);

async function oneMore(): Promise<void> {
  await alice.edit({ do: "create", event: { summary: "One more", start: "2026-12-10T09:00:00Z" } });
  await new Promise((resolve) => setTimeout(resolve, 60));
}

describe("endpoints that answer slowly (4.7)", () => {
  it("4.7 get their notifications late when more than a tenth of ten minutes' answers are slow", async () => {
    await set({ slowNotificationMs: slow, tooSlowNotificationMs: never, slowNotificationDelayMs: 10 * minute });
    await subscribe();
    await tenAnswers(2);
    await oneMore();
    expect(endpoint.lines()).toHaveLength(10);
    expect(await details()).toEqual(["delayed: slow endpoint"]);
    await advance(10 * minute);
    expect(await endpoint.until(11)).toHaveLength(11);
    await advance(minute);
    await oneMore();
    expect(await endpoint.until(12)).toHaveLength(12);
  });

  it("4.7 lose them for ten minutes when more than 15 % are far too slow, and are told that they missed some", async () => {
    await set({ slowNotificationMs: never, tooSlowNotificationMs: slow });
    await subscribe();
    await tenAnswers(2);
    await oneMore();
    expect(endpoint.lines()).toHaveLength(10);
    expect(await details()).toEqual(["dropped: slow endpoint"]);
    expect(await endpoint.until(1, "/lifecycle")).toMatchObject([{ lifecycleEvent: "missed" }]);
    await advance(10 * minute + 1_000);
    await oneMore();
    expect(await endpoint.until(11)).toHaveLength(11);
  });

  it("4.7 lose the word about it too when it goes to the same address, once", async () => {
    await set({ slowNotificationMs: never, tooSlowNotificationMs: slow });
    await subscribe("/notify");
    await tenAnswers(2);
    await oneMore();
    expect(endpoint.lines()).toHaveLength(10);
    expect(await details()).toEqual(["dropped: slow endpoint", "dropped: slow endpoint"]);
  });

  it("4.7 are served as ever when one answer in ten is slow", async () => {
    await set({ slowNotificationMs: slow, tooSlowNotificationMs: slow });
    await subscribe();
    await tenAnswers(1);
    await oneMore();
    expect(await endpoint.until(11)).toHaveLength(11);
    expect(await details()).toEqual([]);
  });
});
