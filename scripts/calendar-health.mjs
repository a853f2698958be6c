#!/usr/bin/env node
// What npx calendar-health runs: the command itself is TypeScript.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const script = fileURLToPath(new URL("calendar-health.ts", import.meta.url));
const child = spawn(process.execPath, ["--import", "tsx", script, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.once("close", (status) => {
  process.exitCode = status ?? 3;
});
