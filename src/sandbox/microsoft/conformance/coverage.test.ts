import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { describedOperations } from "../testing/graph-schema";
import { microsoftPerson } from "../testing/microsoft-person";

let sandbox: TestSandbox;
let token = "";

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "coverage" });
  token = (await microsoftPerson(sandbox)).tokens.access_token;
});
afterAll(() => sandbox.stop());

describe("coverage", () => {
  it.each(describedOperations)("serves %s of the official description", async (operation) => {
    const [method = "", path = ""] = operation.split(" ");
    const url = `${sandbox.endpoints["microsoft"]?.["graphOrigin"]}/v1.0${path.replace(/\{[^}]+\}/g, "AAMkNothing=")}`;
    const hasBody = method !== "GET" && method !== "DELETE";
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(hasBody ? { body: "{}" } : {}),
    });
    const text = await response.text();
    expect(response.status, text).not.toBe(405);
    expect(text).not.toContain("Resource could not be discovered.");
  });
});
