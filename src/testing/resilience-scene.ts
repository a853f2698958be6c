// Connections of a provider in memory and any number of processes over one database, with a clock that moves when somebody sleeps.
import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach } from "vitest";

import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { CalendarCall, CallFact } from "@/core/ports/provider-call";
import { Secret } from "@/lib/secret";
import { createFake } from "@/providers/fake/provider";
import { FakeWorld } from "@/providers/fake/world";
import { openDatabase } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import type { Place } from "@/server/resilience/operation";
import { withResilience } from "@/server/resilience/with-resilience";

import { createCast, type Cast } from "./cast";
import { useTestDatabase, type TestDatabase } from "./database";
import { depsWithoutDatabase } from "./deps";
import { testEnv } from "./env";
import { makeConnection } from "./health-rows";

export type Process = {
  readonly deps: Deps;
  readonly sleeps: readonly number[];
  readonly logged: () => string;
};

export type Client = {
  readonly provider: CalendarProvider;
  readonly facts: readonly CallFact[];
  readonly call: CalendarCall;
  /** One page of the calendar. */
  readonly read: (signal?: AbortSignal) => Promise<unknown>;
};

export type Linked = Place & { readonly connectionId: string };

export type ResilienceScene = {
  readonly database: TestDatabase;
  readonly cast: Cast;
  readonly world: FakeWorld;
  readonly now: () => Date;
  readonly pass: (ms: number) => void;
  /** A process of its own: memory, log and connections to the database. */
  readonly startProcess: (change?: Partial<Deps>) => Process;
  readonly link: (workspaceId?: string) => Promise<Linked>;
  readonly client: (process: Process, place: Place, change?: Partial<CalendarProvider>) => Client;
};

const window = { from: new Date("2026-10-22T00:00:00Z"), to: new Date("2027-05-20T00:00:00Z") };

export function useResilienceScene(): ResilienceScene {
  const database = useTestDatabase();
  const state: { at: number; cast?: Cast; world?: FakeWorld; account?: { id: string; token: string } } = {
    at: Date.parse("2026-11-21T09:00:00.000Z"),
  };
  const closers: (() => Promise<void>)[] = [];
  const now = () => new Date(state.at);
  const pass = (ms: number) => {
    state.at += ms;
  };
  const ready = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("The scene is ready inside tests and hooks, not while the file is read.");
    return value;
  };

  beforeAll(async () => {
    state.cast = await createCast(database.db);
  });
  beforeEach(() => {
    // Nothing of the test before: neither its minute nor its outage.
    pass(3_600_000);
    const world = new FakeWorld({ now });
    const { remoteCalendarId } = world.addAccount("alice@meridian.test", "Europe/Berlin");
    state.world = world;
    state.account = { id: remoteCalendarId, token: "" };
  });
  afterAll(async () => {
    for (const close of closers) await close();
  });

  return {
    database,
    get cast() {
      return ready(state.cast);
    },
    get world() {
      return ready(state.world);
    },
    now,
    pass,
    startProcess: (change = {}) => {
      const { deps: base, logged } = depsWithoutDatabase(testEnv(database.url));
      const sleeps: number[] = [];
      const db = openDatabase({ url: database.url, maxConnections: 4 });
      closers.push(() => db.close());
      const sleep: Deps["sleep"] = (ms, signal) => {
        signal.throwIfAborted();
        sleeps.push(ms);
        pass(ms);
        return Promise.resolve();
      };
      return { deps: { ...base, db, now, sleep, chance: () => 0.5, ...change }, sleeps, logged };
    },
    link: async (workspaceId = ready(state.cast).home) => {
      const userId = workspaceId === ready(state.cast).home ? ready(state.cast).alice : ready(state.cast).mallory;
      const { connectionId } = await makeConnection(
        database.db,
        { workspaceId, userId },
        { provider: "fake", at: now(), connection: { accountEmail: `${randomUUID()}@meridian.test` } },
      );
      return { workspaceId, connectionId };
    },
    client: ({ deps }, place, change = {}) => {
      const world = ready(state.world);
      const { id } = ready(state.account);
      const facts: CallFact[] = [];
      const { accessToken } = world.signIn.grant("alice@meridian.test", ["read", "write"]);
      const call: CalendarCall = {
        signal: new AbortController().signal,
        timeoutMs: 1,
        attempt: 1,
        onCall: (fact) => facts.push(fact),
        access: { kind: "bearer", token: new Secret(accessToken) },
        remoteCalendarId: id,
        calendarZone: "Europe/Berlin",
      };
      const provider = withResilience(deps, { ...createFake(world), ...change }, place);
      const read = (signal = call.signal) =>
        provider.listChanges({ ...call, signal }, { window, from: { kind: "start" } });
      return { provider, facts, call, read };
    },
  };
}
