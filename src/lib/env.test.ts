import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import util from "node:util";

import { describe, expect, it } from "vitest";

import { EnvError, readEnv, settings } from "./env";

const random = () => randomBytes(32).toString("base64");
const production = {
  NODE_ENV: "production",
  DATABASE_URL: `postgresql://daykeeper:${randomBytes(12).toString("hex")}@db.internal:5432/daykeeper`,
  PUBLIC_URL: "https://calendar.meridian.test",
  NEXTAUTH_SECRET: random(),
  ENCRYPTION_KEY: random(),
  CRON_SECRET: random(),
};
const demo = {
  DATABASE_URL: "postgresql://postgres:x@127.0.0.1:5433/daykeeper",
  DAYKEEPER_DEMO: "1",
  NEXTAUTH_SECRET: random(),
  ENCRYPTION_KEY: random(),
  CRON_SECRET: random(),
};

function findingsOf(source: Record<string, string | undefined>): string[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.findings.map(({ name, message }) => `${name} ${message}`);
  }
}

/** The misconfiguration, and the beginning of the one sentence it must give. */
const bootMatrix: [string, Record<string, string | undefined>, string][] = [
  ["no database", { DATABASE_URL: undefined }, "DATABASE_URL is missing. Set it to"],
  [
    "a database address of another kind",
    { DATABASE_URL: "mysql://a:b@c/d" },
    "DATABASE_URL must look like postgresql://",
  ],
  [
    "a database address without a database",
    { DATABASE_URL: "postgresql://host" },
    "DATABASE_URL must look like postgresql://",
  ],
  [
    "a database password everybody knows",
    { DATABASE_URL: "postgresql://app:postgres@db/app" },
    "DATABASE_URL carries a password everybody knows",
  ],
  [
    "a database password that is the name",
    { DATABASE_URL: "postgresql://keeper9:keeper9@db/app" },
    "DATABASE_URL carries a password everybody knows",
  ],
  ["no public address", { PUBLIC_URL: undefined }, "PUBLIC_URL is missing. Set it to the https address"],
  [
    "a public address over http",
    { PUBLIC_URL: "http://calendar.meridian.test" },
    "PUBLIC_URL must begin with https://",
  ],
  [
    "a public address on this machine over http",
    { PUBLIC_URL: "http://localhost:3000" },
    "PUBLIC_URL must begin with https://",
  ],
  [
    "a public address with a path",
    { PUBLIC_URL: "https://meridian.test/calendar" },
    "PUBLIC_URL must be an address without a path",
  ],
  [
    "a public address with a password",
    { PUBLIC_URL: "https://a:b@meridian.test" },
    "PUBLIC_URL must be an address without a path",
  ],
  ["a public address that is none", { PUBLIC_URL: "calendar" }, "PUBLIC_URL must be an address without a path"],
  ["no session secret", { NEXTAUTH_SECRET: undefined }, "NEXTAUTH_SECRET is missing. Make one with"],
  ["an empty session secret", { NEXTAUTH_SECRET: "  " }, "NEXTAUTH_SECRET is missing. Make one with"],
  [
    "a short session secret",
    { NEXTAUTH_SECRET: "a8Kq0zP1" },
    "NEXTAUTH_SECRET is 8 characters long, and at least 32 are needed",
  ],
  [
    "a sample session secret",
    { NEXTAUTH_SECRET: "changeme-changeme-changeme-8fj2k" },
    "NEXTAUTH_SECRET is a sample or default value",
  ],
  [
    "a session secret of one character",
    { NEXTAUTH_SECRET: "a".repeat(64) },
    "NEXTAUTH_SECRET is a sample or default value",
  ],
  ["a session secret of two words", { NEXTAUTH_SECRET: "abcd12345ef".repeat(4) }, "NEXTAUTH_SECRET repeats itself"],
  ["no encryption key", { ENCRYPTION_KEY: undefined }, "ENCRYPTION_KEY is missing. Make one with"],
  [
    "an encryption key of 16 bytes",
    { ENCRYPTION_KEY: randomBytes(16).toString("hex") },
    "ENCRYPTION_KEY must be 32 random bytes",
  ],
  [
    "an encryption key that is a phrase",
    { ENCRYPTION_KEY: "correct horse battery staple again" },
    "ENCRYPTION_KEY must be 32 random bytes",
  ],
  ["an encryption key of zeros", { ENCRYPTION_KEY: "0".repeat(64) }, "ENCRYPTION_KEY is a sample or default value"],
  [
    "a retired key that is none",
    { ENCRYPTION_KEYS_RETIRED: `${random()}, old` },
    "ENCRYPTION_KEYS_RETIRED must be 32 random bytes",
  ],
  ["no cron secret", { CRON_SECRET: undefined }, "CRON_SECRET is missing. Make one with"],
  ["a cron secret of 31 characters", { CRON_SECRET: random().slice(0, 31) }, "CRON_SECRET is 31 characters long"],
  [
    "one secret for two uses",
    { CRON_SECRET: production.NEXTAUTH_SECRET },
    "CRON_SECRET has the same value as NEXTAUTH_SECRET",
  ],
  ["a weak metrics token", { METRICS_TOKEN: "metrics" }, "METRICS_TOKEN is 7 characters long"],
  [
    "Google without its secret",
    { GOOGLE_CLIENT_ID: "1234.apps" },
    "GOOGLE_CLIENT_SECRET is missing, but GOOGLE_CLIENT_ID is set",
  ],
  [
    "Microsoft without its id",
    { OUTLOOK_CLIENT_SECRET: random() },
    "OUTLOOK_CLIENT_ID is missing, but OUTLOOK_CLIENT_SECRET is set",
  ],
  [
    "a sample Google secret",
    { GOOGLE_CLIENT_ID: "1234.apps", GOOGLE_CLIENT_SECRET: "your-client-secret" },
    "GOOGLE_CLIENT_SECRET is too short or a sample",
  ],
  [
    "a Google answer to another site",
    { GOOGLE_REDIRECT_URI: "https://evil.test/callback" },
    "GOOGLE_REDIRECT_URI must begin with PUBLIC_URL",
  ],
  ["a tenant that is a path", { OUTLOOK_TENANT_ID: "../common" }, "OUTLOOK_TENANT_ID must be a tenant id or domain"],
  [
    "the provider sandbox",
    { PROVIDER_SANDBOX_URL: "https://sandbox.meridian.test" },
    "PROVIDER_SANDBOX_URL is for development",
  ],
  ["demo people on a public address", { DEMO: "1" }, "DEMO cannot be combined with PUBLIC_URL"],
  ["demo people told by the launcher", { DAYKEEPER_DEMO: "1" }, "DEMO cannot be combined with PUBLIC_URL"],
  ["a demo switch that is neither", { DEMO: "maybe" }, "DEMO must be 1 or 0"],
  ["debug logs", { LOG_LEVEL: "debug" }, "LOG_LEVEL must not be debug in production"],
  ["a log level that is none", { LOG_LEVEL: "loud" }, "LOG_LEVEL must be debug, info, warn or error"],
  ["every proxy trusted by a word", { TRUSTED_PROXIES: "*" }, "TRUSTED_PROXIES must be addresses or ranges"],
  [
    "a proxy range too wide to be one",
    { TRUSTED_PROXIES: "10.0.0.0/64" },
    "TRUSTED_PROXIES must be addresses or ranges",
  ],
  ["sign-up by a word we do not know", { SIGN_UP: "open" }, "SIGN_UP must be invited or anyone"],
  [
    "a session that never ends",
    { SESSION_ABSOLUTE_HOURS: "100000" },
    "SESSION_ABSOLUTE_HOURS must be a whole number from 1 to 720",
  ],
  [
    "an idle limit beyond the absolute one",
    { SESSION_IDLE_MINUTES: "600", SESSION_ABSOLUTE_HOURS: "8" },
    "SESSION_IDLE_MINUTES is longer than SESSION_ABSOLUTE_HOURS",
  ],
  ["a port out of range", { PORT: "70000" }, "PORT must be a whole number from 1 to 65535"],
  ["a mode we do not know", { NODE_ENV: "staging" }, "NODE_ENV must be production, development or test"],
  [
    "traces to a file",
    { OTEL_EXPORTER_OTLP_ENDPOINT: "file:///tmp/traces" },
    "OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address",
  ],
];

describe("boot matrix: production refuses (S10, S67)", () => {
  it.each(bootMatrix)("%s", (_name, change, sentence) => {
    const findings = findingsOf({ ...production, ...change });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(sentence);
  });

  it("and lists everything that is wrong at once", () => {
    const findings = findingsOf({ NODE_ENV: "production", DEMO: "0" });
    expect(findings.map((line) => line.split(" ")[0])).toEqual([
      "DATABASE_URL",
      "NEXTAUTH_SECRET",
      "ENCRYPTION_KEY",
      "CRON_SECRET",
      "PUBLIC_URL",
    ]);
  });
});

it("accepts a complete production configuration", () => {
  const env = readEnv({
    ...production,
    GOOGLE_CLIENT_ID: "1234.apps",
    GOOGLE_CLIENT_SECRET: `GOCSPX-${random()}`,
    TRUSTED_PROXIES: "10.0.0.0/8, ::1",
  });
  expect(env).toMatchObject({
    demo: false,
    origin: production.PUBLIC_URL,
    signUp: "invited",
    outlook: null,
    sandboxUrl: null,
    trustedProxies: ["10.0.0.0/8", "::1"],
  });
  expect(env.google?.clientId).toBe("1234.apps");
});

it("runs a demo with what npm start gives, also from a production build", () => {
  for (const NODE_ENV of ["production", "development"]) {
    expect(readEnv({ ...demo, NODE_ENV, PORT: "4010", PROVIDER_SANDBOX_URL: "http://127.0.0.1:4400" })).toMatchObject({
      demo: true,
      origin: "http://127.0.0.1:4010",
      signUp: "anyone",
      sandboxUrl: "http://127.0.0.1:4400",
    });
  }
});

it("is no demo when told so, or when a database is given without a word about demos", () => {
  expect(readEnv({ ...demo, DEMO: "0" }).demo).toBe(false);
  expect(readEnv({ ...demo, DAYKEEPER_DEMO: undefined }).demo).toBe(false);
});

it("shows no value of a setting in what it throws or returns", () => {
  const canaries = {
    NEXTAUTH_SECRET: "canary",
    DATABASE_URL: "canary://user:canary@host",
    CRON_SECRET: "canary-canary",
    ENCRYPTION_KEY: "canary",
    GOOGLE_CLIENT_SECRET: "canary",
  };
  expect(findingsOf({ ...production, ...canaries }).join()).not.toContain("canary");

  const env = readEnv({ ...production, GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "GOCSPX-b8f03c1d2e" });
  const printed = util.inspect(env, { depth: 9, showHidden: true }) + JSON.stringify(env);
  for (const value of [
    production.NEXTAUTH_SECRET,
    production.ENCRYPTION_KEY,
    production.CRON_SECRET,
    production.DATABASE_URL,
    "GOCSPX",
  ])
    expect(printed).not.toContain(value);
});

it("is documented: .env.example names every setting, once, with a comment and no value", () => {
  const lines = readFileSync(".env.example", "utf8").split("\n");
  const named = lines.filter((line) => !line.startsWith("#") && line.trim() !== "");
  expect(named.map((line) => line.split("=")[0]).toSorted()).toEqual(Object.keys(settings.shape).toSorted());
  expect(named.filter((line) => !line.endsWith("="))).toEqual([]);
  const blocks = readFileSync(".env.example", "utf8").split(/\n\n+/);
  expect(blocks.filter((block) => !block.startsWith("#") && !block.startsWith("GOOGLE_CLIENT_ID="))).toEqual([]);
});
