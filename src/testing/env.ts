import { randomBytes } from "node:crypto";

import { readEnv, type Env } from "@/lib/env";

const secret = () => randomBytes(32).toString("base64");

const testOrigin = "https://calendar.test";

/** A complete configuration of a test, over https as in production; change what the test is about. */
export function testEnv(databaseUrl: string, change: Readonly<Record<string, string>> = {}): Env {
  return readEnv({
    NODE_ENV: "test",
    DEMO: "0",
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: testOrigin,
    NEXTAUTH_SECRET: secret(),
    ENCRYPTION_KEY: secret(),
    CRON_SECRET: secret(),
    METRICS_TOKEN: secret(),
    ...change,
  });
}

/** The same as a demo on this machine: over http, people without passwords. */
export function demoEnv(databaseUrl: string, change: Readonly<Record<string, string>> = {}): Env {
  return testEnv(databaseUrl, { DEMO: "1", PUBLIC_URL: "http://127.0.0.1:3000", ...change });
}
