import { describe, expect, it } from "vitest";
import { findReferenceProblems } from "./reference.ts";

const copies = [
  { file: "api.json", sha256: "aa" },
  { file: "LICENSE.api.txt", sha256: "bb" },
];
const sources = (api: string) =>
  ["| file | origin | licence | sha-256 |", "|---|---|---|---|", api, "| LICENSE.api.txt | the API | MIT | bb |"].join(
    "\n",
  );
const sound = sources("| api.json | the API | MIT, LICENSE.api.txt | aa |");

describe("reference", () => {
  it("lets pass copies that are what was recorded", () => expect(findReferenceProblems(sound, copies)).toEqual([]));

  it("rule reference fires on a copy that was changed", () => {
    expect(findReferenceProblems(sound, [{ file: "api.json", sha256: "cc" }, ...copies.slice(1)]).join()).toMatch(
      /api\.json differs/,
    );
  });
  it("rule reference fires on a copy nobody recorded", () => {
    expect(findReferenceProblems(sound, [...copies, { file: "b.json", sha256: "dd" }]).join()).toMatch(
      /b\.json is not in SOURCES/,
    );
  });
  it("rule reference fires on a record without a copy", () => {
    expect(findReferenceProblems(sound, copies.slice(1)).join()).toMatch(
      /api\.json is in SOURCES\.md and does not exist/,
    );
  });
  it("rule reference fires on a copy without a licence", () => {
    expect(findReferenceProblems(sources("| api.json | the API | | aa |"), copies).join()).toMatch(
      /origin and its licence/,
    );
  });
  it("rule reference fires on a licence whose text is missing", () => {
    expect(findReferenceProblems(sources("| api.json | the API | LICENSE.other.txt | aa |"), copies).join()).toMatch(
      /LICENSE\.other\.txt is missing/,
    );
  });
});
