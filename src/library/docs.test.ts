import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, it } from "vitest";

import { startWatchedSandbox } from "../sandbox/testing/open-sandbox";

const root = fileURLToPath(new URL("../../", import.meta.url));

it("the program printed in docs/library.md mirrors a calendar", { timeout: 30_000 }, async () => {
  const program = /```ts\n([\s\S]*?)```/.exec(readFileSync(`${root}docs/library.md`, "utf8"))?.[1] ?? "";
  const sandbox = await startWatchedSandbox({ seed: "daykeeper" });
  mkdirSync(`${root}.artifacts`, { recursive: true });
  const file = `${root}.artifacts/library-docs-${process.pid}.ts`;
  writeFileSync(file, program);
  try {
    const args = ["--import", "tsx", file, sandbox.endpoints.control, "alice@meridian.example"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect(stdout).toMatch(/^succeeded [1-9]\d+\n$/);
  } finally {
    rmSync(file);
    await sandbox.stop();
  }
});
