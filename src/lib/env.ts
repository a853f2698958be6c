import { z } from "zod";

import type { KeyRing } from "./crypto";
import {
  addressRanges,
  databaseUrl,
  encryptionKey,
  flag,
  hasSamplePassword,
  isLoopback,
  isSample,
  list,
  origin,
  secret,
  webAddress,
  wholeNumber,
} from "./env-values";
import { messagingSettings, toMessaging, type Messaging } from "./env-messaging";
import { Secret } from "./secret";

/** Every setting there is. `.env.example` describes each; a test keeps the two lists the same. */
export const settings = z.object({
  NODE_ENV: z
    .enum(["production", "development", "test"], { error: "must be production, development or test" })
    .default("development"),
  DATABASE_URL: databaseUrl,
  DATABASE_MAX_CONNECTIONS: wholeNumber(1, 500).default(10),
  PUBLIC_URL: origin.optional(),
  VERCEL: z.string().optional(),
  WEBHOOK_URL: origin.optional(),
  WEBHOOK_PORT: wholeNumber(1, 65_535).optional(),
  HOST: z.string().optional(),
  PORT: wholeNumber(1, 65_535).default(3000),
  DEMO: flag.optional(),
  DAYKEEPER_DEMO: flag.optional(),
  NEXTAUTH_SECRET: secret,
  ENCRYPTION_KEY: encryptionKey,
  ENCRYPTION_KEYS_RETIRED: list.pipe(z.array(encryptionKey)).optional(),
  CRON_SECRET: secret,
  METRICS_TOKEN: secret.optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_REDIRECT_URI: webAddress.optional(),
  OUTLOOK_TENANT_ID: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/, { error: "must be a tenant id or domain, or common, organizations or consumers" })
    .default("common"),
  OUTLOOK_CLIENT_ID: z.string().optional(),
  OUTLOOK_CLIENT_SECRET: z.string().optional(),
  PROVIDER_SANDBOX_URL: origin.optional(),
  SANDBOX_PORT: wholeNumber(1, 65_000).optional(),
  SIGN_UP: z.enum(["invited", "anyone"], { error: "must be invited or anyone" }).optional(),
  SESSION_IDLE_MINUTES: wholeNumber(5, 10_080).default(720),
  SESSION_ABSOLUTE_HOURS: wholeNumber(1, 720).default(168),
  TOKEN_SWEEP_MINUTES: wholeNumber(1, 45).default(5),
  WORKER_CONCURRENCY: wholeNumber(1, 64).default(8),
  CRON_BUDGET_SECONDS: wholeNumber(5, 780).default(45),
  PROVIDER_BUDGET_PERCENT: wholeNumber(1, 100).default(90),
  TRUSTED_PROXIES: addressRanges.optional(),
  ...messagingSettings,
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"], { error: "must be debug, info, warn or error" })
    .default("info"),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress.optional(),
});

type Settings = z.output<typeof settings>;
type Raw = Partial<Record<keyof Settings, string>>;
type Finding = { readonly name: string; readonly message: string };

export type ProviderClient = { readonly clientId: string; readonly clientSecret: Secret };

export type Env = {
  readonly nodeEnv: Settings["NODE_ENV"];
  readonly demo: boolean;
  /** The address people open, without a slash at the end. Links and redirects are made from it, never from a header. */
  readonly origin: string;
  /** Where providers tell of changes; null where none could reach it. */
  /** No process of the web application lives long: nothing can be kept open. */
  readonly isServerless: boolean;
  readonly webhookOrigin: string | null;
  /** The worker listens there for them as well. */
  readonly webhookPort: number | null;
  readonly database: { readonly url: Secret; readonly maxConnections: number };
  readonly sessions: { readonly secret: Secret; readonly idleMinutes: number; readonly absoluteHours: number };
  readonly encryption: KeyRing;
  readonly cronSecret: Secret;
  readonly metricsToken: Secret | null;
  readonly google: (ProviderClient & { readonly redirectUri: string | null }) | null;
  readonly outlook: (ProviderClient & { readonly tenantId: string }) | null;
  readonly sandboxUrl: string | null;
  readonly signUp: "invited" | "anyone";
  /** Between 0 and 1: how much of what a provider allows our project is used. */
  readonly providerBudgetShare: number;
  /** How long before it is due a token is renewed in the background. */
  readonly tokenSweepMs: number;
  /** How much a process does at the same time, and how long one call of the cron route may work. */
  readonly work: { readonly concurrency: number; readonly cronBudgetMs: number };
  readonly trustedProxies: readonly string[];
  /** How people are told what they have to know when they do not look. */
  readonly messaging: Messaging;
  readonly logLevel: Settings["LOG_LEVEL"];
  readonly traceEndpoint: string | null;
};

/** What is wrong with the settings, all of it at once, a sentence each. Never shows a value. */
export class EnvError extends Error {
  override readonly name = "EnvError";
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const count = findings.length === 1 ? "1 setting needs" : `${findings.length} settings need`;
    const lines = findings.map(({ name, message }) => `  ${name} ${message}`);
    super(`${count} attention:\n${lines.join("\n")}\nEach setting is described in .env.example.\n`);
    this.findings = findings;
  }
}

const missing: Partial<Record<string, string>> = {
  DATABASE_URL: "is missing. Set it to the address of a PostgreSQL 15 or newer, or use npm start, which brings its own",
  PUBLIC_URL: "is missing. Set it to the https address people open, for example https://calendar.example.com",
};

const isOn = (text: string | undefined) => ["1", "true", "yes"].includes(text ?? "");

function wantsDemo(raw: Raw): boolean {
  if (raw.DEMO !== undefined) return isOn(raw.DEMO);
  return isOn(raw.DAYKEEPER_DEMO) || (raw.DATABASE_URL === undefined && raw.PUBLIC_URL === undefined);
}

function checkDemo(raw: Raw): Finding[] {
  const findings: Finding[] = [];
  if (raw.PUBLIC_URL !== undefined && (raw.NODE_ENV === "production" || !isLoopback(raw.PUBLIC_URL))) {
    findings.push({
      name: "DEMO",
      message: "cannot be combined with PUBLIC_URL: in a demo people sign in without a password. Remove one of the two",
    });
  }
  return findings;
}

function checkWebhooks(raw: Raw): Finding[] {
  if (raw.WEBHOOK_URL?.startsWith("https://") !== false) return [];
  const message =
    "must begin with https:// in production: providers send to nothing else, and what they send must not be read on the way";
  return [{ name: "WEBHOOK_URL", message }];
}

function checkProduction(raw: Raw): Finding[] {
  const findings: Finding[] = [];
  const refuse = (name: string, message: string) => {
    findings.push({ name, message });
  };
  if (raw.PUBLIC_URL === undefined) refuse("PUBLIC_URL", missing.PUBLIC_URL ?? "");
  else if (!raw.PUBLIC_URL.startsWith("https://"))
    refuse(
      "PUBLIC_URL",
      "must begin with https:// in production: a session cookie sent over http can be read on the way",
    );
  if (raw.PROVIDER_SANDBOX_URL !== undefined)
    refuse(
      "PROVIDER_SANDBOX_URL",
      "is for development: whoever runs the sandbox could sign in as anybody. Remove it in production",
    );
  if (raw.DATABASE_URL !== undefined && hasSamplePassword(raw.DATABASE_URL))
    refuse("DATABASE_URL", "carries a password everybody knows. Give the database role a random one");
  for (const name of ["GOOGLE_CLIENT_SECRET", "OUTLOOK_CLIENT_SECRET"] as const) {
    if (raw[name] !== undefined && isSample(raw[name]))
      refuse(name, "is too short or a sample. Copy the real one from the provider's console");
  }
  if (raw.OUTGOING_LOOPBACK !== undefined)
    refuse(
      "OUTGOING_LOOPBACK",
      "is for development: it lets anybody who sets up a webhook call this machine. Remove it",
    );
  if (raw.LOG_LEVEL === "debug") refuse("LOG_LEVEL", "must not be debug in production: use info");
  return findings;
}

const pairs = [
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  ["OUTLOOK_CLIENT_ID", "OUTLOOK_CLIENT_SECRET"],
  ["SMTP_URL", "MAIL_FROM"],
  ["SMS_ACCOUNT", "SMS_TOKEN"],
  ["SMS_TOKEN", "SMS_FROM"],
] as const;
const apart = ["NEXTAUTH_SECRET", "CRON_SECRET", "METRICS_TOKEN", "ENCRYPTION_KEY"] as const;

function checkTogether(raw: Raw): Finding[] {
  const findings: Finding[] = [];
  for (const [id, key] of pairs) {
    if ((raw[id] === undefined) === (raw[key] === undefined)) continue;
    const [absent, present] = raw[id] === undefined ? [id, key] : [key, id];
    findings.push({ name: absent, message: `is missing, but ${present} is set. Set both, or neither` });
  }
  apart.forEach((name, index) => {
    const twin = apart.slice(0, index).find((other) => raw[name] !== undefined && raw[other] === raw[name]);
    if (twin !== undefined)
      findings.push({ name, message: `has the same value as ${twin}. Each secret has one use: give it its own` });
  });
  if (
    raw.GOOGLE_REDIRECT_URI !== undefined &&
    raw.PUBLIC_URL !== undefined &&
    URL.canParse(raw.GOOGLE_REDIRECT_URI) &&
    URL.canParse(raw.PUBLIC_URL) &&
    new URL(raw.GOOGLE_REDIRECT_URI).origin !== new URL(raw.PUBLIC_URL).origin
  ) {
    findings.push({
      name: "GOOGLE_REDIRECT_URI",
      message: "must begin with PUBLIC_URL: the answer would be sent to another site",
    });
  }
  if (Number(raw.SESSION_IDLE_MINUTES ?? 720) > Number(raw.SESSION_ABSOLUTE_HOURS ?? 168) * 60) {
    findings.push({
      name: "SESSION_IDLE_MINUTES",
      message: "is longer than SESSION_ABSOLUTE_HOURS, so it would never end a session. Lower it",
    });
  }
  return findings;
}

function nameFinding(issue: z.core.$ZodIssue, raw: Raw): Finding {
  const name = String(issue.path[0]);
  if (raw[name as keyof Settings] !== undefined) return { name, message: issue.message };
  return { name, message: missing[name] ?? "is missing. Make one with: openssl rand -base64 32" };
}

/** An empty value counts as absent, and blanks around a value (a newline from a file) do not belong to it. */
function clean(source: Readonly<Record<string, string | undefined>>): Raw {
  const names = Object.keys(settings.shape).map((name) => [name, source[name]?.trim()] as const);
  return Object.fromEntries(names.filter(([, value]) => value !== undefined && value !== ""));
}

function toClient(id: string | undefined, key: string | undefined): ProviderClient | null {
  return id === undefined || key === undefined ? null : { clientId: id, clientSecret: new Secret(key) };
}

/** Reads the settings of this process, or throws an EnvError that lists everything that is missing or too weak. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const raw = clean(source);
  const demo = wantsDemo(raw);
  const parsed = settings.safeParse(raw);
  const findings = [
    ...(parsed.error?.issues ?? []).map((issue) => nameFinding(issue, raw)),
    ...checkTogether(raw),
    ...(demo ? checkDemo(raw) : raw.NODE_ENV === "production" ? [...checkProduction(raw), ...checkWebhooks(raw)] : []),
  ];
  const firstOfEach = findings.filter(
    (finding, index) => findings.findIndex(({ name }) => name === finding.name) === index,
  );
  if (!parsed.success || firstOfEach.length > 0) throw new EnvError(firstOfEach);
  return toEnv(parsed.data, demo);
}

/** The providers send to public https addresses only. The stand-in of a demo also reaches this machine. */
function chooseWebhookOrigin({ WEBHOOK_URL, PUBLIC_URL, PROVIDER_SANDBOX_URL, PORT }: Settings, demo: boolean) {
  if (WEBHOOK_URL !== undefined) return WEBHOOK_URL;
  if (PUBLIC_URL?.startsWith("https://") === true && !isLoopback(PUBLIC_URL)) return PUBLIC_URL;
  return demo && PROVIDER_SANDBOX_URL !== undefined ? `http://127.0.0.1:${PORT}` : null;
}

const toWebhooks = (given: Settings, demo: boolean): Pick<Env, "webhookOrigin" | "webhookPort"> => ({
  webhookOrigin: chooseWebhookOrigin(given, demo),
  webhookPort: given.WEBHOOK_PORT ?? null,
});

function toEnv(given: Settings, demo: boolean): Env {
  const google = toClient(given.GOOGLE_CLIENT_ID, given.GOOGLE_CLIENT_SECRET);
  const outlook = toClient(given.OUTLOOK_CLIENT_ID, given.OUTLOOK_CLIENT_SECRET);
  return {
    nodeEnv: given.NODE_ENV,
    demo,
    origin: given.PUBLIC_URL ?? `http://127.0.0.1:${given.PORT}`,
    isServerless: given.VERCEL !== undefined,
    ...toWebhooks(given, demo),
    database: { url: given.DATABASE_URL, maxConnections: given.DATABASE_MAX_CONNECTIONS },
    sessions: {
      secret: given.NEXTAUTH_SECRET,
      idleMinutes: given.SESSION_IDLE_MINUTES,
      absoluteHours: given.SESSION_ABSOLUTE_HOURS,
    },
    encryption: { current: given.ENCRYPTION_KEY, retired: given.ENCRYPTION_KEYS_RETIRED ?? [] },
    cronSecret: given.CRON_SECRET,
    metricsToken: given.METRICS_TOKEN ?? null,
    google: google && { ...google, redirectUri: given.GOOGLE_REDIRECT_URI ?? null },
    outlook: outlook && { ...outlook, tenantId: given.OUTLOOK_TENANT_ID },
    sandboxUrl: given.PROVIDER_SANDBOX_URL ?? null,
    signUp: given.SIGN_UP ?? (demo ? "anyone" : "invited"),
    tokenSweepMs: given.TOKEN_SWEEP_MINUTES * 60_000,
    work: { concurrency: given.WORKER_CONCURRENCY, cronBudgetMs: given.CRON_BUDGET_SECONDS * 1_000 },
    providerBudgetShare: given.PROVIDER_BUDGET_PERCENT / 100,
    trustedProxies: given.TRUSTED_PROXIES ?? [],
    messaging: toMessaging(given),
    logLevel: given.LOG_LEVEL,
    traceEndpoint: given.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  };
}
