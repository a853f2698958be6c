import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checks } from "./catalog.ts";
import { root } from "./project-files.ts";

const folder = join(root, "scripts/checks");
const tests = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
const texts = tests.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

/** A test names the rule itself, or takes the names from its table of planted violations. */
const isProven = (check: string) =>
  texts.some(({ name, text }) =>
    name === `${check}.test.ts`
      ? /rule \$\{/.test(text) || text.includes(`rule ${check} fires on`)
      : text.includes(`rule ${check} fires on`),
  );

describe("the checks", () => {
  it("have each a planted violation", () => {
    expect(checks.map(({ name }) => name).filter((name) => !isProven(name))).toEqual([]);
  });

  it("are each in the map of the architecture", () => {
    const documented = readFileSync(join(root, "docs/architecture.md"), "utf8");
    expect(
      checks
        .map(({ name }) => name)
        .filter((name) => !new RegExp(`^\\| [^|]*\\b${name}\\b[^|]* \\|`, "m").test(documented)),
    ).toEqual([]);
  });
});
