import { spawn } from "node:child_process";

import { inRoot } from "./paths.ts";
import { LaunchError } from "./say.ts";
import { forSpawn, type Env } from "./env.ts";

type Run = { readonly script: string; readonly env: Env; readonly args?: readonly string[] };

/** Runs one of our TypeScript scripts that imports the application, and answers what it printed. */
export function runScript({ script, env, args = [] }: Run): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
      cwd: inRoot(),
      env: forSpawn(env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let complaint = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (status) =>
      status === 0
        ? resolve(output)
        : reject(new LaunchError(complaint.trim() || `${script} ended with status ${status}.`)),
    );
  });
}
