import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { explain } from "@/core/errors/explain";
import { errorKinds, type ProviderErrorKind } from "@/core/errors/kinds";
import { problemCodes } from "@/server/http/problem-codes";

const guide = readFileSync("docs/troubleshooting.md", "utf8").replaceAll(/\s+/g, " ");
const names = { party: "the provider", product: "the calendar" };
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const kinds = Object.keys(errorKinds) as ProviderErrorKind[];
/** One entry serves both: our own code of that name, and the provider's error. */
const isCode = (kind: string) => kind in problemCodes;

describe("the catalogue of errors", () => {
  it.each(kinds.filter((kind) => !isCode(kind)))("RES-8 says of %s what the product says of it", (kind) => {
    const { category, errorType, httpStatus, person, operator } = explain(kind, names);
    expect(guide).toContain(
      `### ${kind} ${httpStatus} · ${category} · \`${errorType}\` ${capital(person)} ${operator}`,
    );
  });

  it.each(kinds.filter(isCode))("RES-8 tells %s of a provider apart from our own", (kind) => {
    const entry = guide.slice(guide.indexOf(`### ${kind} `));
    expect(entry.slice(0, entry.indexOf("###", 4))).toContain("From a provider: ");
  });

  it("OPS-5 has every section of the customer's list", () => {
    const sections = [
      "How it works",
      "The token has expired or is not valid",
      "A rate limit is reached",
      "The provider forgot the bookmark",
      "A calendar fails again and again",
      "Events do not appear",
      "Sync is slow",
      "Watching health",
      "The tables",
      "Which error is which",
      "When you look for a mistake",
      "In production",
      "Every day, every week, every month",
      "Who is asked next",
    ];
    expect(sections.filter((section) => !guide.includes(`### ${section} `))).toEqual([]);
  });

  it("OPS-5 puts every error into the matrix, under its category", () => {
    const matrix = guide.slice(guide.indexOf("### Which error is which"), guide.indexOf("### When you look"));
    const misplaced = kinds.filter((kind) => {
      const row = matrix.slice(matrix.indexOf(`| ${explain(kind, names).category} |`));
      return !row.slice(0, row.indexOf("|", row.indexOf("|", 2) + 1)).includes(`\`${kind}\``);
    });
    expect(misplaced).toEqual([]);
  });
});
