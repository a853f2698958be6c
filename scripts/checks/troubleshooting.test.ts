import { describe, expect, it } from "vitest";
import { findTroubleshootingProblems, readProblemCodes } from "./troubleshooting.ts";

const codes = readProblemCodes(
  'export const problemCodes = {\n  last_admin: { status: 409, title: "It needs an admin", detail: "x" },\n  not_found: {\n    status: 404,\n    title: "Nothing here",\n  },\n};',
);
const sound =
  "# Troubleshooting\n\n### last_admin\n\n409 · It needs an admin\n\nWhy.\n\n### not_found\n404 · Nothing here\n\n### The port is taken\n";

describe("troubleshooting", () => {
  it("reads the codes of the catalog", () =>
    expect(codes.map(({ code }) => code)).toEqual(["last_admin", "not_found"]));
  it("lets pass a document with an entry for each code", () =>
    expect(findTroubleshootingProblems(codes, sound)).toEqual([]));

  it("rule troubleshooting fires on a code without an entry", () => {
    expect(findTroubleshootingProblems(codes, sound.replace("### not_found", "### Nothing")).join()).toMatch(
      /no entry for not_found/,
    );
  });
  it("rule troubleshooting fires on an entry whose code is gone", () => {
    expect(findTroubleshootingProblems(codes.slice(1), sound).join()).toMatch(/last_admin is not in/);
  });
  it("rule troubleshooting fires on an entry that says another status", () => {
    expect(findTroubleshootingProblems(codes, sound.replace("404", "403")).join()).toMatch(/"404 · Nothing here"/);
  });
});
