// What the processes are told. In demo mode the secrets are made once and kept beside the demo's database.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { stateDir } from "./paths.ts";
import { type Env } from "./env.ts";

export const isDemo = (env: Env) => env.DEMO === "1" || env.DEMO === "true" || (!env.DATABASE_URL && !env.PUBLIC_URL);

export const hasProviderCredentials = (env: Env) => Boolean(env.GOOGLE_CLIENT_ID ?? env.OUTLOOK_CLIENT_ID);

type Secrets = { ENCRYPTION_KEY: string; NEXTAUTH_SECRET: string; CRON_SECRET: string; METRICS_TOKEN: string };

function keptSecrets(): Secrets {
  const file = path.join(stateDir(), "secrets.json");
  if (!existsSync(file)) {
    const secret = (encoding: BufferEncoding) => randomBytes(32).toString(encoding);
    const made: Secrets = {
      ENCRYPTION_KEY: secret("base64"),
      NEXTAUTH_SECRET: secret("hex"),
      CRON_SECRET: secret("hex"),
      METRICS_TOKEN: secret("hex"),
    };
    writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8")) as Secrets;
}

type Facts = {
  readonly databaseUrl: string;
  readonly port: number;
  readonly demo: boolean;
  readonly sandboxUrl?: string | undefined;
};

export function environmentFor({ databaseUrl, port, demo, sandboxUrl }: Facts): Env {
  const publicUrl = process.env.PUBLIC_URL ?? `http://127.0.0.1:${port}`;
  return {
    ...(demo ? keptSecrets() : {}),
    ...process.env,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    ...(demo ? { DAYKEEPER_DEMO: "1" } : {}),
    ...(demo || process.env.PUBLIC_URL ? { NEXTAUTH_URL: publicUrl } : {}),
    ...(sandboxUrl ? { PROVIDER_SANDBOX_URL: sandboxUrl } : {}),
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
