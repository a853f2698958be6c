import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { describedOperations } from "../testing/graph-schema";
import { microsoftPerson } from "../testing/microsoft-person";

let sandbox: TestSandbox;
let token = "";
let errors: Record<string, number> = {};
const facts = readFileSync(new URL("../../../../docs/reference/provider-facts.md", import.meta.url), "utf8");

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "coverage" });
  token = (await microsoftPerson(sandbox)).tokens.access_token;
  errors = (await sandbox.control<{ errors: { microsoft: Record<string, number> } }>("GET", "faults")).errors.microsoft;
});
afterAll(() => sandbox.stop());

const section = (title: string): string => {
  const start = facts.indexOf(`## ${title}`);
  return facts.slice(start, facts.indexOf("\n## ", start + 4));
};

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

  it("has every AADSTS number of fact sheet 3.3", () => {
    const rows = section("3.3")
      .split("\n")
      .filter((line) => /^\| \d{5}/.test(line));
    const numbers = rows.flatMap((row) =>
      (row.split("|")[1] ?? "").split(/[,/]/).flatMap((part) => {
        const [from = 0, to = from] = part.trim().split("–").map(Number);
        return Array.from({ length: to - from + 1 }, (_, index) => from + index);
      }),
    );
    expect(numbers.length).toBeGreaterThan(40);
    expect(numbers.filter((number) => !Object.hasOwn(errors, `AADSTS${number}`))).toEqual([]);
  });

  it("has every Graph error code of fact sheet 4.10", () => {
    const rows = section("4.10")
      .split("\n")
      .filter((line) => /^\| \d{3}/.test(line));
    const codes = rows.flatMap((row) =>
      (row.split("|")[2] ?? "")
        .replace(/\[.*?\]/g, "")
        .split(",")
        .map((code) => code.trim()),
    );
    const named = codes.filter((code) => /^[A-Za-z_]+$/.test(code) && !["UnknownError", "conflict"].includes(code));
    expect(named.length).toBeGreaterThan(25);
    expect(named.filter((code) => !Object.hasOwn(errors, code))).toEqual([]);
    expect(errors).toMatchObject({
      conflict: 409,
      GatewayTimeout: 504,
      insufficientStorage: 507,
      bandwidthExceeded: 509,
    });
  });
});
