// The engine as a worker runs it, over a database and a stand-in of the providers of its own.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { spawn } from "node:child_process";

import type { SyncEnd } from "../src/library/sync-end";
import type { Deps } from "../src/server/deps";
import { openBenchDatabase } from "./own-database";

const database = await openBenchDatabase();
const { createCast } = await import("../src/testing/cast");
const { createSeal } = await import("../src/lib/crypto");
const { createLog } = await import("../src/lib/log");
const { Secret } = await import("../src/lib/secret");
const { sleepFor } = await import("../src/lib/sleep");
const { systemRandom } = await import("../src/lib/ids");
const { createProviders, readAddresses } = await import("../src/providers/catalog");
const { createTransport } = await import("../src/providers/transport");
const { openDatabase } = await import("../src/server/db/open-database");
const { installDeps } = await import("../src/server/deps");
const { syncCalendar } = await import("../src/server/sync/sync-calendar");
const { storeGrant } = await import("../src/server/tokens/store-grant");
const { testEnv } = await import("../src/testing/env");

export const providers = [
  { id: "google", sandboxName: "google" },
  { id: "outlook", sandboxName: "microsoft" },
] as const;
type Provider = (typeof providers)[number];
export type BenchCalendar = {
  readonly workspaceId: string;
  readonly calendarId: string;
  readonly email: string;
  readonly provider: Provider;
};

const sandbox = spawn(process.execPath, ["--import", "tsx", "scripts/sandbox.ts", "--port", "0", "--world", "empty"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const [line] = (await once(sandbox.stdout, "data")) as [Buffer];
type Endpoints = { control: string; providers: Record<string, Record<string, string>> };
const endpoints = JSON.parse(String(line)) as Endpoints;

export async function control<T>(path: string, body?: unknown): Promise<T> {
  const post = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${endpoints.control}_control/${path}`, post);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

const boundless = { perUserPerMinute: 1e12, perProjectPerMinute: 1e12, perProjectPerDay: 1e12 };
await control("switches", { google: boundless, microsoft: { mailboxRequests: 1e12 } });

const env = testEnv(database.url);
const connections = 4;
const db = openDatabase({ url: database.url, maxConnections: connections });
const now = () => new Date();
const transport = createTransport();

/** Null: as many events on a page as each provider gives at most. */
export function usePageSize(pageSize: number | null): void {
  const addresses = readAddresses(endpoints.providers);
  const size = pageSize === null ? {} : { pageSize };
  const client = { clientId: "sandbox-client", clientSecret: new Secret("sandbox-secret"), ...size };
  const opened = createProviders(
    { google: { ...client, addresses: addresses.google }, outlook: { ...client, addresses: addresses.outlook } },
    { now, transport },
  );
  deps = { ...deps, providers: () => Promise.resolve(opened) };
  installDeps(deps);
}

export let deps: Deps = {
  ...{ env, db, now, random: systemRandom, chance: Math.random, sleep: sleepFor },
  log: createLog({ level: "error", service: "bench", known: [] }),
  seal: createSeal({ ring: env.encryption, random: systemRandom, onAlarm: () => undefined }),
  providers: () => Promise.resolve(new Map()),
};
usePageSize(null);

export const { home: workspaceId, alice: userId } = await createCast(db);

/** An account with so many events at the provider, and its calendar here. */
export async function connect(provider: Provider, events: number, owner = userId): Promise<BenchCalendar> {
  const [connectionId, calendarId] = [randomUUID(), randomUUID()];
  const email = `bench.${connectionId.slice(0, 8)}@meridian.example`;
  type Account = { calendars: { id: string; primary: boolean }[] };
  const account = await control<Account>("accounts", { provider: provider.sandboxName, email, zone: "Europe/Berlin" });
  await control(`accounts/${email}/calendars/primary/fill`, { count: events });
  type Minted = { access_token: string; refresh_token: string };
  const minted = await control<Minted>(`accounts/${email}/tokens`, {});
  const remoteId = account.calendars.find(({ primary }) => primary)?.id ?? "";
  const where = { workspaceId, connectionId };
  await db.inWorkspace(where, async (tx) => {
    const of = { workspaceId, id: connectionId, userId: owner, provider: provider.id, remoteAccountId: email };
    await tx.connection.create({ data: { ...of, grantedScopes: [] } });
    await tx.calendar.create({
      data: {
        workspaceId,
        id: calendarId,
        connectionId,
        remoteId,
        name: "Work",
        timeZone: "Europe/Berlin",
        isSelected: true,
      },
    });
    await tx.calendarSyncState.create({ data: { workspaceId, calendarId, provider: provider.id } });
    await storeGrant(tx, deps, where, {
      accessToken: new Secret(minted.access_token),
      refreshToken: new Secret(minted.refresh_token),
      accessExpiresAt: new Date(now().getTime() + 3_600_000),
      ...{ refreshExpiresAt: null, scopes: [] },
    });
  });
  return { workspaceId, calendarId, email, provider };
}

/** One run, as a worker makes it. */
export async function sync({ calendarId, provider }: BenchCalendar): Promise<SyncEnd> {
  const owner = randomUUID();
  const { fence, priority } = await db.inWorkspace({ workspaceId }, (tx) =>
    tx.calendarSyncState.update({
      where: { workspaceId_calendarId: { workspaceId, calendarId } },
      data: {
        leaseOwner: owner,
        leaseUntil: new Date(now().getTime() + 60_000),
        lastAttemptAt: now(),
        fence: { increment: 1 },
      },
    }),
  );
  const claim = { workspaceId, calendarId, provider: provider.id, fence, priority, wasDueAt: now(), owner };
  return syncCalendar(deps, claim, new AbortController().signal);
}

/** What the latest run has cost. */
export async function lastRun({ calendarId }: BenchCalendar): Promise<{ calls: number; bytes: number; pages: number }> {
  const run = await db.inWorkspace({ workspaceId }, (tx) =>
    tx.syncRun.findFirstOrThrow({ where: { workspaceId, calendarId }, orderBy: { startedAt: "desc" } }),
  );
  return { calls: run.calls, bytes: Number(run.bytesReceived), pages: run.pages };
}

/** Has every connection tell PostgreSQL's statistics what it has done: by itself it may wait ten seconds. */
export async function tellStatistics(): Promise<void> {
  const tell = () =>
    db.outsideWorkspace((tx) => tx.$queryRaw`select pg_sleep(0.1)::text, pg_stat_force_next_flush()::text`);
  await Promise.all(Array.from({ length: connections }, tell));
}

export const databaseUrl = database.url;

export async function closeScene(): Promise<void> {
  sandbox.kill();
  transport.close();
  await db.close();
  await database.close();
}
