// A small tree of files in a temporary folder, to plant what a check must find.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type PlantedTree = { readonly folder: string; readonly remove: () => void };

export function plantTree(files: Readonly<Record<string, string>>): PlantedTree {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daykeeper-planted-")));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a planted tree needs to be read as TypeScript in the manner of the project. */
export const plantedTsconfig = JSON.stringify({
  compilerOptions: {
    target: "ES2024",
    lib: ["ESNext", "DOM"],
    module: "esnext",
    moduleResolution: "bundler",
    jsx: "react-jsx",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: [],
    paths: { "@/*": ["./src/*"] },
  },
  include: ["**/*.ts", "**/*.tsx"],
});
