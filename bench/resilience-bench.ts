// Connections by the thousand and processes over one database, for the benchmarks of what keeps calls within bounds.
import { randomUUID } from "node:crypto";

import type { CalendarProvider } from "../src/core/ports/calendar-provider";
import type { CalendarCall } from "../src/core/ports/provider-call";
import type { Deps } from "../src/server/deps";
import { openBenchDatabase } from "./own-database";

export const database = await openBenchDatabase();
const { openDatabase } = await import("../src/server/db/open-database");
const { createCast } = await import("../src/testing/cast");
const { depsWithoutDatabase } = await import("../src/testing/deps");
const { testEnv } = await import("../src/testing/env");

const owner = openDatabase({ url: database.url });
const cast = await createCast(owner);
const processes: { close: () => Promise<void> }[] = [owner];

export type Linked = { readonly workspaceId: string; readonly connectionId: string };

export async function linkMany(count: number): Promise<Linked[]> {
  const { home: workspaceId, alice: userId } = cast;
  const ids = Array.from({ length: count }, () => randomUUID());
  for (let from = 0; from < count; from += 2_000)
    await owner.inWorkspace({ workspaceId }, (tx) =>
      tx.connection.createMany({
        data: ids
          .slice(from, from + 2_000)
          .map((id) => ({ workspaceId, id, userId, provider: "bench", remoteAccountId: id })),
      }),
    );
  return ids.map((connectionId) => ({ workspaceId, connectionId }));
}

/** A process with its own memory and connections. Its log goes nowhere. */
export function startProcess(change: Partial<Deps>): Deps {
  const { deps } = depsWithoutDatabase({ ...testEnv(database.url), logLevel: "error" });
  const db = openDatabase({ url: database.url, maxConnections: 4 });
  processes.push(db);
  return { ...deps, db, log: silent, ...change };
}

const nothing = () => undefined;
const silent: Deps["log"] = { debug: nothing, info: nothing, warn: nothing, error: nothing, with: () => silent };

export async function closeAll(): Promise<void> {
  for (const each of processes) await each.close();
  await database.close();
}

export const aCall: CalendarCall = {
  signal: new AbortController().signal,
  ...{ timeoutMs: 1, attempt: 1, onCall: nothing, remoteCalendarId: "c", calendarZone: "UTC" },
  access: { kind: "bearer", token: { reveal: () => "token" } },
};
export const aRead = {
  window: { from: new Date("2026-01-01T00:00:00Z"), to: new Date("2027-01-01T00:00:00Z") },
  from: { kind: "start" },
} as const;

/** A provider that does what it is told at each call, and can only list. */
export function providerThat(
  answer: (call: CalendarCall) => Promise<void>,
  project?: { readonly callsPerMinute: number; readonly callsPerDay: number },
): CalendarProvider {
  const limits = {
    readsPerMinute: 500,
    writesPerMinute: 200,
    concurrentCalls: 10,
    pageSize: 250,
    longestWindowMs: 1e12,
  };
  return {
    ...{ id: "bench", party: "Bench", product: "Bench Calendar" },
    limits: { ...limits, ...(project === undefined ? {} : { project }) },
    abilities: { hasDelta: true, updatedAtOnlyGrows: true, replacesSeries: false },
    listCalendars: () => Promise.resolve([]),
    readEvent: (_, remoteId) => Promise.resolve({ kind: "removed", remoteId }),
    listChanges: async (call) => {
      await answer(call);
      return { changes: [], next: { kind: "end", cursor: null } };
    },
  };
}
