import { describe, expect, it } from "vitest";
import { findVoiceProblems, readSpoken } from "./voice.ts";

const path = "src/lib/i18n/messages/en.json";
const planted: Readonly<Record<string, string>> = {
  "an apology": "Oops, we could not save this.",
  "a please": "Please sign in again.",
  "a cheer": "Saved successfully.",
  "an empty sentence": "Something went wrong.",
  "an exclamation mark": "Welcome back!",
  "an emoji": "All set 🎉",
  "a question without a statement": "Are you sure?",
  "three dots": "Saving...",
};

describe("voice", () => {
  for (const [on, text] of Object.entries(planted)) {
    it(`rule voice fires on ${on}`, () =>
      expect(findVoiceProblems([{ path, text: JSON.stringify({ page: { title: text } }) }])).toHaveLength(1));
  }

  it("rule voice fires on a problem's sentence", () => {
    const text =
      'export const problemCodes = {\n  a: { status: 400, title: "It failed", detail: "Please try \\"again\\"." },\n};';
    expect(findVoiceProblems([{ path: "src/server/http/problem-codes.ts", text }])).toHaveLength(1);
  });

  it("lets pass sentences that say what happened and what follows", () => {
    const text = JSON.stringify({
      a: "Proven 14 s ago: 3 calendars read to the end, 0 differences.",
      b: "We keep trying…",
      c: "{count} of {total}",
    });
    expect(findVoiceProblems([{ path, text }])).toEqual([]);
    expect(readSpoken({ path, text })).toHaveLength(3);
  });
});
