import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox";
import { coverageOf, renderCoverage } from "./coverage";
import { startWatchedSandbox } from "./open-sandbox";

/** Hands a calendar to another organisation: no calendar client of ours calls it, and it answers 404 like any unknown path. */
const LEFT_OUT = ["calendars.transferOwnership"];
const sheet = readFileSync(new URL("../../../docs/reference/provider-facts.md", import.meta.url), "utf8");

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({ world: "empty" });
});
afterAll(() => sandbox.stop());

const coverage = (facts = sheet) =>
  coverageOf({ facts, google: sandbox.provider("google"), microsoft: sandbox.provider("microsoft") });
const missing = (facts?: string) => coverage(facts).flatMap((row) => row.missing);

describe("coverage of the sandbox", () => {
  it("has every operation and error body that the fact sheet and the official descriptions name", () => {
    process.stdout.write(renderCoverage(coverage()));
    expect(missing()).toEqual(LEFT_OUT);
  });

  it("reads the whole fact sheet: no table is found empty", () => {
    const counts = coverage().map(({ documented }) => documented.length);
    const atLeast = [35, 28, 7, 50, 12, 25, 40];
    expect(counts.map((count, index) => count >= (atLeast[index] ?? 0))).toEqual(atLeast.map(() => true));
  });

  it.each([
    ["## 2.10 Errors", "| 418 | global / teapotRequested | I am a teapot. | | none |", "418 teapotRequested"],
    ["## 1.5 Token endpoint errors", '| 400 | `{"error":"too_late"}` | | |', "too_late"],
    ["## 3.3 Errors", "| 99999 | invalid_grant | | |", "99999"],
    ["## 4.1 Paths", "| Rooms | GET /me/rooms | |", "/me/rooms"],
    ["## 4.10 Errors", "| 418 | ErrorTeapot | | | |", "ErrorTeapot"],
  ])("would say so if the sheet had more in %s", (heading, line, named) => {
    expect(missing(sheet.replace(heading, `${heading}\n${line}`))).toEqual(expect.arrayContaining([named]));
    expect(sheet).toContain(`\n${heading}`);
  });
});
