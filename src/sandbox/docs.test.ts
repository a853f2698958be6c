import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startWatchedSandbox } from "./testing/open-sandbox";

const root = fileURLToPath(new URL("../../", import.meta.url));

it(
  "the script printed in docs/sandbox.md connects, syncs, changes, gets the push and the delta",
  { timeout: 20_000 },
  async () => {
    const script = /```js\n([\s\S]*?)```/.exec(readFileSync(`${root}docs/sandbox.md`, "utf8"))?.[1] ?? "";
    const sandbox = await startWatchedSandbox({ seed: "daykeeper" });
    mkdirSync(`${root}.artifacts`, { recursive: true });
    const file = `${root}.artifacts/sandbox-docs-${process.pid}.mjs`;
    writeFileSync(file, script);
    try {
      const env = { ...process.env, SANDBOX: sandbox.endpoints.control };
      const { stdout } = await promisify(execFile)(process.execPath, [file], { env, cwd: root });
      expect(stdout).toMatch(/^\d+ events, push "exists", then 1 change: From the docs\n$/);
    } finally {
      rmSync(file);
      await sandbox.stop();
    }
  },
);
