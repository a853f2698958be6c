import { describe, expect, it } from "vitest";

import { listArguments } from "@/testing/icu-arguments";

import answers from "./messages/answers/de.json";
import german from "./messages/de.json";
import english from "./messages/en.json";
import germanFailure from "./messages/failure/de.json";
import englishFailure from "./messages/failure/en.json";
import { chooseLocale } from "./locales";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, before = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[before + key, value]] : [...flatten(value, `${before}${key}.`)],
    ),
  );
}

const texts = flatten({ ...english, failure: englishFailure });
const translated = flatten({ ...german, failure: germanFailure });

describe("UI-2 the German catalogue", () => {
  it("has every text of the English one", () => {
    const missing = [...texts.keys()].filter((key) => !translated.has(key));
    expect(
      missing,
      "Write these in src/lib/i18n/messages/de.json, under the same keys: short, warm, with du. Until then people read English there.",
    ).toEqual([]);
  });

  it("has no text that is gone in English", () => {
    const left = [...translated.keys()].filter((key) => !texts.has(key));
    expect(left, "Remove these from src/lib/i18n/messages/de.json: nothing uses them any more.").toEqual([]);
  });

  it("takes in what the English text takes in", () => {
    const different = [...translated].flatMap(([key, text]) => {
      const [own, other] = [listArguments(text).join(" "), listArguments(texts.get(key) ?? text).join(" ")];
      return own === other ? [] : [`${key}: has ${own || "nothing"}, English has ${other || "nothing"}`];
    });
    expect(different, "Give these texts in de.json the same {names} and <tags> as in en.json.").toEqual([]);
  });

  it("has no empty text", () => {
    const codes = Object.values(answers.codes).flatMap(({ title, detail }) => [title, detail]);
    const sentences = answers.sentences.map((each) => each.german);
    expect([...codes, ...sentences].filter((text) => text.trim() === "")).toEqual([]);
  });
});

describe("the arguments of a text", () => {
  it("are found in branches too, and what a branch says is none", () => {
    expect(listArguments("{n, plural, =0 {} one {# account of <b>{name}</b>} other {accounts}} {at, number}")).toEqual([
      "<b>",
      "at",
      "n",
      "name",
    ]);
  });
});

describe("the language of somebody who has not chosen one", () => {
  it.each([
    [null, "en"],
    ["de-AT,de;q=0.9,en;q=0.5", "de"],
    ["fr, en;q=0.8, de;q=0.7", "en"],
    ["en;q=0.5, de;q=0.9", "de"],
    ["de;q=0, en", "en"],
    ["*", "en"],
  ])("%s is read as %s", (header, locale) => expect(chooseLocale(header)).toBe(locale));
});
