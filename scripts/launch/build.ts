import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { fingerprint, inRoot, stateDir } from "./paths.ts";
import { LaunchError } from "./say.ts";
import { forSpawn, type Env } from "./env.ts";

const sources = [
  "src",
  "public",
  "package-lock.json",
  "next.config.mjs",
  "tailwind.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "prisma",
];

export function nodeModule(...parts: string[]): string {
  return inRoot("node_modules", ...parts);
}

type Tool = { readonly args: readonly string[]; readonly env?: Env; readonly failure: string };

function runTool({ args, env, failure }: Tool): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: inRoot(),
      env: forSpawn({ ...process.env, ...env }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.once("error", reject);
    child.once("close", (status) =>
      status === 0
        ? resolve()
        : reject(new LaunchError(`${failure}\n${output.trim().split("\n").slice(-30).join("\n")}`)),
    );
  });
}

/** The typed database client is generated code: made again when the schema changes. */
export async function generateClient(): Promise<"up to date" | "generated"> {
  const marker = path.join(stateDir(), "client.done");
  const print = fingerprint("prisma", "prisma.config.ts");
  if (existsSync(marker) && readFileSync(marker, "utf8") === print && existsSync(inRoot("src/generated/prisma")))
    return "up to date";
  await runTool({
    args: [nodeModule("prisma/build/index.js"), "generate"],
    env: {
      DATABASE_URL: process.env.DATABASE_URL ?? "postgresql://nobody@127.0.0.1:1/none",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
    failure: "the database client could not be generated.",
  });
  writeFileSync(marker, print);
  return "generated";
}

export async function buildWeb(distDir: string): Promise<"up to date" | "built"> {
  const marker = inRoot(distDir, "daykeeper.built");
  const print = fingerprint(...sources);
  if (existsSync(marker) && readFileSync(marker, "utf8") === print) return "up to date";
  await runTool({
    args: [nodeModule("next/dist/bin/next"), "build"],
    env: { NEXT_DIST_DIR: distDir, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    failure: "the web application could not be built.",
  });
  mkdirSync(inRoot(distDir), { recursive: true });
  writeFileSync(marker, print);
  return "built";
}

export function hasCommand(name: string): boolean {
  return spawnSync(name, ["--version"], { stdio: "ignore" }).error === undefined;
}
