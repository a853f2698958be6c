import { expect, it } from "vitest";

import answers from "@/lib/i18n/messages/answers/de.json";
import { scopes } from "@/server/people/roles";

import { problemCodes } from "./problem-codes";

it("UI-2 every code has a German title and detail, and no code that is gone has one", () => {
  expect(
    Object.keys(answers.codes).sort(),
    "Write the code's title and detail in src/lib/i18n/messages/answers/de.json, or remove what is gone.",
  ).toEqual(Object.keys(problemCodes).sort());
});

it("UI-2 every scope has a German meaning", () => {
  const known = answers.sentences.map(({ english }) => english);
  expect(Object.values(scopes).filter((meaning) => !known.includes(meaning))).toEqual([]);
});
