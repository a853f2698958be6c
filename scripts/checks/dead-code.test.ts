import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantedTsconfig, plantTree, type PlantedTree } from "./planted-tree.ts";
import { root } from "./project-files.ts";

type Finding = { readonly file: string; readonly [kind: string]: unknown };

let tree: PlantedTree;
let findings: readonly Finding[] = [];

/** The names that were found at a file, of one kind (`files`, `exports`, `dependencies`, `unlisted`). */
function namesAt(file: string, kind: string): readonly string[] {
  const found = findings
    .filter((finding) => finding.file === file)
    .flatMap((finding) => (finding[kind] ?? []) as { name: string }[]);
  return found.map(({ name }) => name);
}

beforeAll(() => {
  tree = plantTree({
    "package.json": JSON.stringify({ name: "planted", type: "module", dependencies: { pino: "10.4.0", zod: "4.6.7" } }),
    "tsconfig.json": plantedTsconfig,
    "scripts/worker.ts":
      'import { used } from "../src/server/used";\nimport { z } from "zod";\nconsole.log(used, z);\n',
    "src/server/used.ts":
      'import pg from "pg";\nexport const used = pg;\nexport const unused = 2;\nexport type Unused = string;\n',
    "src/server/forgotten.ts": "export const forgotten = 1;\n",
  });
  cpSync(join(root, "knip.json"), join(tree.folder, "knip.json"));
  const knip = join(root, "node_modules", "knip", "bin", "knip.js");
  const { stdout } = spawnSync(process.execPath, [knip, "--no-progress", "--reporter", "json"], {
    cwd: tree.folder,
    encoding: "utf8",
  });
  findings = (JSON.parse(stdout) as { issues: readonly Finding[] }).issues;
}, 30_000);
afterAll(() => tree.remove());

describe("dead code", () => {
  it("rule dead code fires on a file nobody imports", () =>
    expect(namesAt("src/server/forgotten.ts", "files")).toHaveLength(1));
  it("rule dead code fires on an export nobody imports", () =>
    expect(namesAt("src/server/used.ts", "exports")).toEqual(["unused"]));
  it("rule dead code fires on a type nobody imports", () =>
    expect(namesAt("src/server/used.ts", "types")).toEqual(["Unused"]));
  it("rule dead code fires on a package nobody imports", () =>
    expect(namesAt("package.json", "dependencies")).toEqual(["pino"]));
  it("rule dead code fires on a package that is not declared", () =>
    expect(namesAt("src/server/used.ts", "unlisted")).toEqual(["pg"]));
  it("lets pass what is used", () => expect(JSON.stringify(findings)).not.toMatch(/worker|"zod"|"used"/));
});
