// Connections with real grants of the stand-in for both providers, in a real database: what tests about tokens start from.
import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach } from "vitest";

import { rollMs, rollOffsetMs } from "@/core/sync/sync-window";
import { dayMs } from "@/core/time/wall-time";
import type { StoredGrant } from "@/core/tokens/token-answer";
import type { KeyRing } from "@/lib/crypto";
import { systemRandom } from "@/lib/ids";
import { createLog } from "@/lib/log";
import { Secret } from "@/lib/secret";
import { sleepFor } from "@/lib/sleep";
import { createTransport } from "@/providers/transport";
import type { Where } from "@/server/db/tokens/credentials";
import { installDeps, secretsOf, type Deps } from "@/server/deps";
import { storeGrant } from "@/server/tokens/store-grant";

import { openSandbox, type TestSandbox } from "../sandbox/testing/open-sandbox";
import { createCast, type Cast } from "./cast";
import { useTestDatabase, type TestDatabase } from "./database";
import { testEnv } from "./env";
import { openSandboxProviders, sealWith } from "./sandbox-providers";

/** Ours, and the stand-in's word for the same provider and its operation that refreshes. */
export const tokenProviders = [
  { id: "google", sandboxName: "google", refresh: "oauth.refresh" },
  { id: "outlook", sandboxName: "microsoft", refresh: "oauth.exchange" },
] as const;
export type TokenProvider = (typeof tokenProviders)[number];

export type Connected = Where & {
  readonly provider: TokenProvider;
  readonly email: string;
  readonly calendarIds: readonly string[];
  readonly grant: { readonly accessToken: string; readonly refreshToken: string };
};

export type TokenScene = {
  readonly database: TestDatabase;
  readonly deps: Deps;
  readonly cast: Cast;
  readonly sandbox: TestSandbox;
  readonly logged: () => string;
  readonly pass: (ms: number) => void;
  /** From here on waits pass on the scene's clock; only what keeps a lease waits a tenth of its time. */
  readonly hurry: () => void;
  readonly use: (change: Partial<Deps>) => void;
  readonly sealWith: (ring: KeyRing) => void;
  readonly connect: (provider: TokenProvider, options?: Partial<Connecting>) => Promise<Connected>;
  /** Refreshes that reached the provider for that account. */
  readonly refreshes: (connected: Connected) => Promise<number>;
  readonly play: (fault: string, about: Connected, params?: FaultInput) => Promise<void>;
  readonly mend: () => Promise<void>;
};

type Connecting = {
  readonly workspaceId: string;
  readonly userId: string;
  readonly lifeMs: number;
  readonly scopes: string;
};
type FaultInput = { readonly params?: Record<string, unknown>; readonly count?: number };

const hourMs = 3_600_000;
let serial = 0;

export function useTokenScene(): TokenScene {
  const database = useTestDatabase();
  const lines: string[] = [];
  const state: { deps?: Deps; cast?: Cast; sandbox?: TestSandbox; aheadMs: number } = { aheadMs: 0 };
  const transport = createTransport();
  const now = () => new Date(Date.now() + state.aheadMs);
  const ready = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("The scene is ready inside tests and hooks, not while the file is read.");
    return value;
  };
  const use = (change: Partial<Deps>) => {
    state.deps = { ...ready(state.deps), ...change };
    installDeps(state.deps);
  };

  beforeAll(async () => {
    state.sandbox = await openSandbox();
    const env = testEnv(database.url);
    const log = createLog({
      level: "debug",
      service: "test",
      known: secretsOf(env),
      sink: {
        write: (line) => {
          lines.push(line);
        },
      },
    });
    const providers = openSandboxProviders(state.sandbox.endpoints, { now, transport });
    state.deps = {
      ...{ env, db: database.db, now, random: systemRandom, chance: Math.random, sleep: sleepFor, log },
      seal: sealWith(env.encryption),
      providers: () => Promise.resolve(providers),
    };
    installDeps(state.deps);
    state.cast = await createCast(database.db);
  });
  beforeEach(async () => {
    lines.length = 0;
    await ready(state.sandbox).control("DELETE", "faults");
  });
  afterAll(async () => {
    transport.close();
    await state.sandbox?.stop();
  });

  const scene: TokenScene = {
    database,
    get deps() {
      return ready(state.deps);
    },
    get cast() {
      return ready(state.cast);
    },
    get sandbox() {
      return ready(state.sandbox);
    },
    logged: () => lines.join(""),
    pass: (ms) => {
      state.aheadMs += ms;
    },
    hurry: () => {
      use({
        sleep: async (ms, signal) => {
          await sleepFor(ms >= 10_000 ? ms / 10 : 2, signal);
          state.aheadMs += ms;
        },
      });
    },
    use,
    sealWith: (ring) => {
      use({ seal: sealWith(ring) });
    },
    connect: (provider, options = {}) => connect(scene, provider, options),
    refreshes: async ({ provider, email }) => {
      const query = new URLSearchParams({
        provider: provider.sandboxName,
        operation: provider.refresh,
        account: email,
        kind: "call",
        limit: "5000",
      });
      const { entries } = await scene.sandbox.control<{ entries: unknown[] }>("GET", `ledger?${query}`);
      return entries.length;
    },
    play: async (fault, { provider, email }, { params, count } = {}) => {
      await scene.sandbox.control("POST", "faults", {
        ...{ fault, provider: provider.sandboxName, operation: provider.refresh, account: email },
        ...(params === undefined ? {} : { params }),
        ...(count === undefined ? {} : { count }),
      });
    },
    mend: async () => {
      await scene.sandbox.control("DELETE", "faults");
    },
  };
  return scene;
}

/**
 * The weekly full read of a calendar hangs on its id: with any id, one hour in 168 it would come in the middle of a test
 * that lets time pass. This one's is at least five days away.
 */
function idThatKeepsItsWindow(now: Date): string {
  for (;;) {
    const id = randomUUID();
    if ((rollOffsetMs(id) - (now.getTime() % rollMs) + rollMs) % rollMs > 5 * dayMs) return id;
  }
}

/** An account of its own at the provider, and its connection with a primary calendar here. */
async function connect(
  { deps, sandbox, cast }: TokenScene,
  provider: TokenProvider,
  { workspaceId = cast.home, userId = cast.alice, lifeMs = hourMs, scopes }: Partial<Connecting>,
): Promise<Connected> {
  const email = `token${(serial += 1)}.${randomUUID().slice(0, 8)}@meridian.example`;
  await sandbox.control("POST", "accounts", { provider: provider.sandboxName, email, zone: "Europe/Berlin" });
  type Minted = { access_token: string; refresh_token: string; scope?: string };
  const minted = await sandbox.control<Minted>("POST", `accounts/${email}/tokens`, { scopes });
  const [connectionId, calendarId] = [randomUUID(), idThatKeepsItsWindow(deps.now())];
  const where = { workspaceId, connectionId };
  const grant: StoredGrant = {
    accessToken: new Secret(minted.access_token),
    refreshToken: new Secret(minted.refresh_token),
    accessExpiresAt: new Date(deps.now().getTime() + lifeMs),
    refreshExpiresAt: null,
    scopes: (minted.scope ?? "").split(" ").filter((scope) => scope !== ""),
  };
  await deps.db.inWorkspace(where, async (tx) => {
    await tx.connection.create({
      data: {
        ...{ workspaceId, id: connectionId, userId, provider: provider.id, remoteAccountId: email },
        ...{ accountEmail: email, grantedScopes: [], connectedAt: deps.now() },
      },
    });
    await tx.calendar.create({
      data: { workspaceId, id: calendarId, connectionId, remoteId: email, name: "Work", isSelected: true },
    });
    await tx.calendarSyncState.create({
      data: { workspaceId, calendarId, provider: provider.id, nextSyncAt: deps.now() },
    });
    await storeGrant(tx, deps, where, grant);
  });
  return {
    ...where,
    ...{ provider, email, calendarIds: [calendarId] },
    grant: { accessToken: minted.access_token, refreshToken: minted.refresh_token },
  };
}
