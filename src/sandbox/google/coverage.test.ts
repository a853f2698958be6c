import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { startSandbox } from "../sandbox";
import { DISCOVERY_METHODS } from "../testing/discovery-schema";
import { GOOGLE_ERRORS } from "./errors";

/** Official operations that no calendar client of ours calls; they answer 404 like any unknown path. */
const LEFT_OUT = ["calendars.transferOwnership"];

const facts = readFileSync(new URL("../../../docs/reference/provider-facts.md", import.meta.url), "utf8");

/** Status and reason of every row of the error tables 2.8 and 2.10. */
function documentedErrors(): string[] {
  const tables = facts.slice(facts.indexOf("## 2.8"), facts.indexOf("# 3."));
  const rows = [...tables.matchAll(/^\| (\d{3}) (?:\| |`)([^|`]+)/gm)];
  return rows.flatMap(([, status, names = ""]) => {
    const reasons = names.split("/").at(-1) ?? "";
    // Quoted words are messages, not reasons.
    const named = (reasons.split(";")[0] ?? "").split(",").filter((reason) => !reason.includes('"'));
    return named.map((reason) => `${status} ${reason.trim()}`);
  });
}

function answeredErrors(): Set<string> {
  return new Set(
    Object.values(GOOGLE_ERRORS).map(({ status, body }) => {
      const { error } = JSON.parse(String(body)) as { error: string | { errors: { reason: string }[] } };
      return `${status} ${typeof error === "string" ? error : error.errors[0]?.reason}`;
    }),
  );
}

describe("coverage of the Google sandbox", () => {
  it("has every operation of the official description", async () => {
    const sandbox = await startSandbox({ world: "empty" });
    const own = new Set(sandbox.provider("google").operations);
    await sandbox.stop();
    const official = DISCOVERY_METHODS.map(({ id }) => id.replace("calendar.", ""));
    const missing = official.filter((id) => !own.has(id));
    process.stdout.write(
      `Google operations: ${official.length - missing.length} of ${official.length}; left out: ${missing.join(", ")}\n`,
    );
    expect(missing).toEqual(LEFT_OUT);
  });

  it("has every error body of the fact sheet", () => {
    const documented = [...new Set(documentedErrors())];
    const answered = answeredErrors();
    const missing = documented.filter((error) => !answered.has(error));
    process.stdout.write(
      `Google errors: ${documented.length - missing.length} of ${documented.length} of sections 2.8 and 2.10\n`,
    );
    expect(documented.length).toBeGreaterThan(25);
    expect(missing).toEqual([]);
  });

  it("has every token error of the fact sheet", () => {
    const table = facts.slice(facts.indexOf("## 1.5"), facts.indexOf("## 1.6"));
    const names = [...table.matchAll(/"error":"([a-z_]+)"/g)].map(([, name]) => name ?? "");
    const answered = [...answeredErrors()].map((error) => error.slice(4));
    expect([...new Set(names)].filter((name) => !answered.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(7);
  });
});
