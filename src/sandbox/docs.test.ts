import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { startWatchedSandbox } from "./testing/open-sandbox";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("the scripts printed in docs/sandbox.md", () => {
  it.each([
    ["google", /^\d+ events, push "exists", then 1 change: From the docs\n$/],
    ["microsoft", /^\d+ rows, push "created", then 1 change: From the docs\n$/],
  ])(
    "connect to %s by its consent page, sync, change, get the push and the delta",
    async (provider, printed) => {
      const text = readFileSync(`${root}docs/sandbox.md`, "utf8");
      const script = new RegExp(`\`\`\`js ${provider}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? "";
      const sandbox = await startWatchedSandbox({ seed: "daykeeper" });
      mkdirSync(`${root}.artifacts`, { recursive: true });
      const file = `${root}.artifacts/sandbox-docs-${provider}-${process.pid}.mjs`;
      writeFileSync(file, script);
      try {
        const env = { ...process.env, SANDBOX: sandbox.endpoints.control };
        const { stdout } = await promisify(execFile)(process.execPath, [file], { env, cwd: root });
        expect(stdout).toMatch(printed);
      } finally {
        rmSync(file);
        await sandbox.stop();
      }
    },
    20_000,
  );
});
