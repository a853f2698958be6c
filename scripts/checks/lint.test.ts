import { join, relative } from "node:path";
import { ESLint, type Linter } from "eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import config from "../../eslint.config.mjs";
import { daykeeper } from "./eslint/plugin.mjs";
import { plantedAgainstGeneral } from "./lint-general-samples.ts";
import { clean, plantedAgainstOurs, type Planted } from "./lint-samples.ts";
import { plantedTsconfig, plantTree, type PlantedTree } from "./planted-tree.ts";
import { root } from "./project-files.ts";

const planted = [...plantedAgainstOurs, ...plantedAgainstGeneral];
const pathOf = ({ folder, ext = "ts" }: Omit<Planted, "rule">, number: number) => `${folder}/planted-${number}.${ext}`;
const all = [...planted, ...clean];
const results = new Map<string, readonly Linter.LintMessage[]>();
const rulesAt = (path: string) => (results.get(path) ?? []).map(({ ruleId }) => ruleId ?? "not to be read");
let tree: PlantedTree;

beforeAll(async () => {
  const files = Object.fromEntries(all.map((sample, number) => [pathOf(sample, number), sample.code]));
  tree = plantTree({ ...files, "tsconfig.json": plantedTsconfig });
  const eslint = new ESLint({ cwd: tree.folder, overrideConfigFile: join(root, "eslint.config.mjs") });
  for (const { filePath, messages } of await eslint.lintFiles(["."]))
    results.set(relative(tree.folder, filePath), messages);
}, 120_000);
afterAll(() => tree.remove());

describe("lint", () => {
  it("has a planted violation for each rule that we switch on", () => {
    const planned = new Set(planted.map(({ rule }) => rule));
    const ours = config.filter(({ name }) => name?.startsWith("daykeeper/"));
    const rules = new Set(ours.flatMap(({ rules = {} }) => Object.keys(rules).filter((rule) => rules[rule] !== "off")));
    expect(rules.size).toBeGreaterThan(40);
    expect([...rules].filter((rule) => !planned.has(rule))).toEqual([]);
  });

  it("switches on each of our own rules", () => {
    const planned = planted.map(({ rule }) => rule);
    expect(Object.keys(daykeeper.rules).filter((name) => !planned.includes(`daykeeper/${name}`))).toEqual([]);
  });

  for (const [number, sample] of planted.entries()) {
    it(`rule ${sample.rule} fires on ${sample.on}`, () => {
      expect(rulesAt(pathOf(sample, number))).toContain(sample.rule);
    });
  }

  for (const [index, sample] of clean.entries()) {
    it(`lets pass ${sample.on}`, () => {
      const path = pathOf(sample, planted.length + index);
      expect(results.has(path)).toBe(true);
      expect(results.get(path)).toEqual([]);
    });
  }
});
