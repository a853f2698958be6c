import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { CallFact } from "@/core/ports/provider-call";
import { scripted, scriptedCall } from "@/testing/provider-conformance-script";
import { openExchange } from "./exchange";
import { mapError } from "./google/map-error";

const facts = { endpoint: "GET /calendars/{calendar}/events" };
const open = (surroundings: ReturnType<typeof scripted>, told: CallFact[] = []) => {
  const adapter = { ...surroundings, provider: "test", origins: ["https://api.test"], mapError, requestIdHeader: null };
  return openExchange(adapter, scriptedCall(told), "listChanges");
};
const get = (address: string) => ({ method: "GET", url: new URL(address), headers: {}, body: null });

describe("exchange", () => {
  it("S41 a request to any other origin is refused before it is sent, and told", async () => {
    for (const address of [
      "https://evil.test/",
      "http://api.test/",
      "https://api.test:444/",
      "https://api.test.evil.test/",
    ]) {
      const surroundings = scripted({ json: {} });
      const told: CallFact[] = [];
      await expect(open(surroundings, told).send(get(address), facts)).rejects.toMatchObject({
        kind: "unsafe_connection",
      });
      expect(surroundings.asked).toEqual([]);
      expect(told).toMatchObject([{ outcome: "unsafe_connection", status: null }]);
    }
  });

  it("an error of the client library's own is told without what it carries", async () => {
    const run = open(scripted()).through(facts, () => Promise.reject(new TypeError("Bearer access-token is missing")));
    const error: unknown = await run.catch((each: unknown) => each);
    expect(error).toMatchObject({ kind: "invalid_request", facts: { reason: "sdk:TypeError" } });
    expect(inspect(error, { showHidden: true })).not.toContain("access-token");
  });

  it("a client library that asks nothing has not succeeded", async () => {
    await expect(open(scripted()).through(facts, () => Promise.resolve())).rejects.toMatchObject({
      kind: "invalid_request",
    });
  });
});
