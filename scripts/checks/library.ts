// src/core, src/providers and src/library are the calendar-sync library: they compile without the rest of the project.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { listPaths, root } from "./project-files.ts";
import { report } from "./report.ts";

export const isLibraryFile = (path: string): boolean => /^src\/(core|library|providers)\/.+(?<!\.test)\.ts$/.test(path);

export type Compilation = { readonly status: number | null; readonly output: string };

export function compileLibrary(folder: string): Compilation {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.library.json"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}` };
}

export function findLibraryProblems(files: readonly string[], compile: () => Compilation): readonly string[] {
  if (files.length === 0) return [];
  const { status, output } = compile();
  return status === 0 ? [] : output.trim().split("\n");
}

if (import.meta.main) {
  const files = listPaths().filter(isLibraryFile);
  const problems = findLibraryProblems(files, () => compileLibrary(root));
  report(
    "library",
    problems,
    files.length === 0
      ? "src/core, src/providers and src/library hold no file yet"
      : `${files.length} files compile on their own`,
  );
}
