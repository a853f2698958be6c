import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Parcel } from "../kernel/courier";
import type { ProviderId } from "../kernel/provider";
import { json, type Reply } from "../kernel/reply";
import { startSandbox, type Sandbox } from "../sandbox";
import { openAnswerWitness, type AnswerWitness } from "./answer-witness";

/** Whether one answer counts as faithful. */
function isFaithful(provider: ProviderId, target: string, reply: Reply): boolean {
  const { witness, expectFaithful } = openAnswerWitness();
  witness.answered({ provider, method: "GET", target, reply });
  return !throws(expectFaithful);
}

function isFaithfulParcel(parcel: Pick<Parcel, "provider" | "headers" | "body">): boolean {
  const { witness, expectFaithful } = openAnswerWitness();
  witness.delivering(parcel as Parcel);
  return !throws(expectFaithful);
}

function throws(work: () => void): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}

const event = "/calendar/v3/calendars/primary/events/x";
const multipart = (body: string) => ({
  status: 200,
  headers: { "content-type": "multipart/mixed; boundary=b1" },
  body,
});
const part = (length: number) =>
  `--b1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n{}\r\n--b1--\r\n`;

describe("holding everything that leaves the sandbox against the official descriptions", () => {
  it.each<[string, ProviderId, string, Reply, Reply]>([
    ["an event of Google", "google", event, json(200, { id: "x" }), json(200, { id: "x", colour: "red" })],
    ["an event without a body", "google", event, { status: 304 }, { status: 200 }],
    ["an unknown path", "google", "/calendar/v3/none", googleError("global"), googleError("nowhere")],
    ["the envelope of a Google batch", "google", "/batch/calendar/v3", multipart(part(2)), multipart(part(3))],
    ["a subscription", "microsoft", "/v1.0/subscriptions/s", json(200, { id: "s" }), json(200, { id: "s", ttl: 5 })],
    ["a Graph batch", "microsoft", "/v1.0/$batch", graphError(), json(400, { error: "no" })],
    ["an unknown path of Graph", "microsoft", "/v1.0/none", graphError(), json(404, { message: "no" })],
  ])("complains about %s that deviates, and not about one that does not", (_what, provider, target, good, bad) => {
    expect([isFaithful(provider, target, good), isFaithful(provider, target, bad)]).toEqual([true, false]);
  });

  it("complains about notifications that deviate", () => {
    const line = {
      subscriptionId: "4e5f0c1e-5b6f-4c1a-9d39-0d2f3a4b5c6d",
      subscriptionExpirationDateTime: "2026-01-02T03:12:18.2257768+00:00",
      tenantId: "4e5f0c1e-5b6f-4c1a-9d39-0d2f3a4b5c6e",
      changeType: "updated",
      clientState: "c",
      resource: "Users/1/Events/2",
    };
    const graph = (more: object) => ({
      provider: "microsoft" as const,
      headers: {},
      body: JSON.stringify({ value: [{ ...line, ...more }] }),
    });
    expect(isFaithfulParcel(graph({}))).toBe(true);
    expect(isFaithfulParcel(graph({ changeType: "moved" }))).toBe(false);
    expect(isFaithfulParcel({ provider: "google", headers: { "user-agent": "APIs-Google" }, body: "" })).toBe(false);
  });
});

function googleError(domain: string): Reply {
  return json(404, {
    error: { code: 404, message: "Not Found", errors: [{ domain, reason: "notFound", message: "" }] },
  });
}

function graphError(): Reply {
  return json(404, { error: { code: "ErrorItemNotFound", message: "Not there." } });
}

describe("a sandbox with a witness", () => {
  let sandbox: Sandbox;
  let answers: AnswerWitness;
  beforeAll(async () => {
    answers = openAnswerWitness();
    sandbox = await startSandbox({ witness: answers.witness });
  });
  afterAll(() => sandbox.stop());

  const tokenOf = async (email: string) => {
    const answer = await fetch(`${sandbox.endpoints.control}_control/accounts/${email}/tokens`, {
      method: "POST",
      body: "{}",
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };

  it("has each part of a batch seen, and answers of plain requests, whatever asked for them", async () => {
    const { google, microsoft } = sandbox.endpoints.providers;
    const before = answers.checked();
    await fetch(`${google?.rootUrl}calendar/v3/users/me/calendarList`);
    expect(answers.checked()).toBe(before + 1);
    const parts = ["1", "2", "3"].map((id) => ({ id, method: "GET", url: "/me/calendars" }));
    await fetch(`${microsoft?.graphOrigin}/v1.0/$batch`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await tokenOf("bob@meridian.example")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ requests: parts }),
    });
    expect(answers.checked()).toBe(before + 5);
    answers.expectFaithful();
  });

  it("knows every error body a fault can choose as one the descriptions allow", () => {
    const own = openAnswerWitness();
    for (const [id, { provider }] of sandbox.plugs) {
      for (const reply of Object.values(provider.errors)) {
        const isSignIn = typeof (JSON.parse(String(reply.body)) as { error: unknown }).error === "string";
        const target = id === "google" ? event : "/v1.0/me/events/x";
        if (!isSignIn) own.witness.answered({ provider: id, method: "GET", target, reply });
      }
    }
    own.expectFaithful();
    expect(own.checked()).toBeGreaterThan(60);
  });
});
