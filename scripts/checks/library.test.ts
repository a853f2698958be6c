import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { compileLibrary, findLibraryProblems, isLibraryFile } from "./library.ts";
import { plantedTsconfig, plantTree, type PlantedTree } from "./planted-tree.ts";
import { root } from "./project-files.ts";

const planted: PlantedTree[] = [];

function compilePlanted(files: Readonly<Record<string, string>>): readonly string[] {
  const tree = plantTree({ ...files, "tsconfig.json": plantedTsconfig });
  planted.push(tree);
  cpSync(join(root, "tsconfig.library.json"), join(tree.folder, "tsconfig.library.json"));
  return findLibraryProblems(Object.keys(files).filter(isLibraryFile), () => compileLibrary(tree.folder));
}

afterEach(() => {
  for (const tree of planted.splice(0)) tree.remove();
});

describe("library", () => {
  const time = "export const minutesMs = (minutes: number): number => minutes * 60_000;";

  it("compiles core/ and providers/ with what lib/ gives them", () => {
    const adapter =
      'import { minutesMs } from "@/core/time";\nimport { log } from "@/lib/log";\nexport const waitMs = (): number => log(minutesMs(1));';
    const files = {
      "src/core/time.ts": time,
      "src/lib/log.ts": "export const log = (value: number): number => value;",
      "src/providers/fake/provider.ts": adapter,
    };
    expect(compilePlanted(files)).toEqual([]);
  }, 30_000);

  it("rule library fires on core/ leaning on server/", () => {
    const files = {
      "src/core/time.ts": 'import { now } from "@/server/deps";\nexport const today = now;',
      "src/server/deps.ts": "export const now = 1;",
    };
    expect(compilePlanted(files).join()).toMatch(/src\/core\/time\.ts.*@\/server\/deps/);
  }, 30_000);

  it("rule library fires on core/ leaning on Node", () => {
    expect(compilePlanted({ "src/core/home.ts": "export const home = process.env.HOME;" }).join()).toMatch(/process/);
  }, 30_000);

  it("says so while there is nothing to compile", () => expect(compilePlanted({ "src/lib/log.ts": time })).toEqual([]));
});
