import { describe, expect, it } from "vitest";
import { findTroubleshootingProblems, readKinds, readProblemCodes } from "./troubleshooting.ts";

const codes = readProblemCodes(
  'export const problemCodes = {\n  last_admin: { status: 409, title: "It needs an admin", detail: "x" },\n  not_found: {\n    status: 404,\n    title: "Nothing here",\n  },\n};',
);
const kinds = readKinds('export const errorKinds = {\n  /** x */\n  network: kind("transient", "transient"),\n};');
const find = (of: typeof codes, markdown: string) => findTroubleshootingProblems({ codes: of, kinds }, markdown);
const sound =
  "# Troubleshooting\n\n### last_admin\n\n409 · It needs an admin\n\nWhy.\n\n### not_found\n404 · Nothing here\n\n### network\n\n503\n\n### The port is taken\n";

describe("troubleshooting", () => {
  it("reads the codes of the catalog", () =>
    expect(codes.map(({ code }) => code)).toEqual(["last_admin", "not_found"]));
  it("lets pass a document with an entry for each code", () => expect(find(codes, sound)).toEqual([]));

  it("rule troubleshooting fires on a code without an entry", () => {
    expect(find(codes, sound.replace("### not_found", "### Nothing")).join()).toMatch(/no entry for not_found/);
  });
  it("rule troubleshooting fires on an entry whose code is gone", () => {
    expect(find(codes.slice(1), sound).join()).toMatch(/last_admin is neither in/);
  });
  it("rule troubleshooting fires on an entry that says another status", () => {
    expect(find(codes, sound.replace("404", "403")).join()).toMatch(/"404 · Nothing here"/);
  });
  it("rule troubleshooting fires on an error of a provider without an entry", () => {
    expect(find(codes, sound.replace("### network", "### Network")).join()).toMatch(/no entry for the error network/);
  });
  it("rule troubleshooting fires on two entries of one name", () => {
    expect(find(codes, `${sound}### network\n\n503\n`).join()).toMatch(/network has two entries/);
  });
});
