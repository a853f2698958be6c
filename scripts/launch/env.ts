import { existsSync } from "node:fs";

import { inRoot } from "./paths.ts";

/** Variables for a child. Next declares NODE_ENV as always present; a child's environment need not have it. */
export type Env = Readonly<Record<string, string | undefined>>;

export const forSpawn = (env: Env): NodeJS.ProcessEnv => env as NodeJS.ProcessEnv;

/** What stands in `.env` beside package.json counts like a variable of the shell, which wins. */
export function readEnvFile(): void {
  if (existsSync(inRoot(".env"))) process.loadEnvFile(inRoot(".env"));
}
