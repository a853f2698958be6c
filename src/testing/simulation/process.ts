// A process of ours in a simulation: its own memory, and the one database and the one provider that all of them share.
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { Log } from "@/lib/log";
import { createFake } from "@/providers/fake/provider";
import type { FakeWorld } from "@/providers/fake/world";
import type { Database, Scope, Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";

import { createDice, type Dice } from "./dice";
import type { DatabaseLoss } from "./steps";
import type { Mortal, Timeline } from "./timeline";

export type SimProcess = Mortal & {
  readonly deps: Deps;
  /** Told to leave, as by a deployment. */
  readonly leaving: AbortController;
  /** What it is at; null when it has nothing to do. */
  running: Promise<void> | null;
};

/** Where a defect is planted, or nothing is. */
export type Planting = {
  readonly db?: (db: Database) => Database;
  readonly provider?: (provider: CalendarProvider) => CalendarProvider;
  readonly deps?: (deps: Deps) => Deps;
};

export type Surroundings = {
  readonly timeline: Timeline;
  readonly world: FakeWorld;
  readonly base: Pick<Deps, "env" | "db" | "random" | "seal">;
  readonly planting: Planting;
  readonly callsPerMinute: number;
  readonly weather: Weather;
  /** A transaction did not reach the database, or was never heard of. */
  readonly onLoss: () => void;
  /** What a process complained of that nobody foresaw. */
  readonly onBug: (message: string, error: unknown) => void;
  /** Sees every call from its beginning to its end, as the provider does. */
  readonly watch: (process: Mortal, operation: string, call: CallSeen) => (answer: unknown) => void;
};
/** How many transactions are still to be lost, and how. */
export type Weather = { losses: number; how: DatabaseLoss };

/** As the driver says it. */
class DatabaseAway extends Error {
  override readonly name = "DatabaseAway";
  readonly code = "P1001";
}

export type CallSeen = { readonly args: readonly unknown[] };

class Undone extends Error {}

export function startProcess(name: string, surroundings: Surroundings, dice: Dice): SimProcess {
  const { timeline, planting, base } = surroundings;
  const mortal: Mortal = { name, isDead: false, dying: null };
  const db = gateDatabase(base.db, mortal, surroundings);
  const provider = gateProvider(mortal, surroundings);
  const providers = new Map([[provider.id, planting.provider?.(provider) ?? provider]]);
  const deps: Deps = {
    ...base,
    db: planting.db?.(db) ?? db,
    now: timeline.now,
    chance: dice.roll,
    random: bytesFor(name, timeline),
    sleep: timeline.sleepOf(mortal),
    log: listen(mortal, surroundings.onBug),
    providers: () => Promise.resolve(providers),
  };
  return Object.assign(mortal, {
    deps: planting.deps?.(deps) ?? deps,
    leaving: new AbortController(),
    running: null as Promise<void> | null,
  });
}

/** Other dice than those of its decisions: who draws a secret changes nothing else. */
function bytesFor(name: string, timeline: Timeline): Deps["random"] {
  const seed = [...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), timeline.nowMs % 2 ** 30);
  const dice = createDice(seed);
  return (count) => Uint8Array.from({ length: count }, () => dice.below(256));
}

function gateDatabase(real: Database, mortal: Mortal, { timeline, weather, onLoss }: Surroundings): Database {
  const transact = <T>(begin: (run: (tx: Tx) => Promise<T>) => Promise<T>, run: (tx: Tx) => Promise<T>) =>
    timeline.request(mortal, {
      label: "store",
      act: async (isUndone) => {
        const loss = weather.losses > 0 ? weather.how : null;
        if (loss !== null) {
          weather.losses -= 1;
          onLoss();
        }
        if (loss === "unreached") throw new DatabaseAway("Can't reach database server");
        const result = await begin(async (tx) => {
          const value = await run(tx);
          if (isUndone) throw new Undone();
          return value;
        });
        if (loss === "unheard") throw new DatabaseAway("Connection terminated");
        return result;
      },
    });
  return {
    inWorkspace: <T>(scope: Scope, run: (tx: Tx) => Promise<T>) =>
      transact((each) => real.inWorkspace(scope, each), run),
    outsideWorkspace: (run) => transact((each) => real.outsideWorkspace(each), run),
    close: () => Promise.resolve(),
  };
}

type Method = (...args: never[]) => Promise<unknown>;

/** The request arrives in one turn and its answer in another: anything may happen in between. */
function gateProvider(mortal: Mortal, { world, timeline, watch, callsPerMinute }: Surroundings): CalendarProvider {
  const gate =
    (operation: string, method: Method) =>
    async (...args: unknown[]) => {
      type Answer = { readonly value: unknown } | { readonly error: unknown };
      const told = watch(mortal, operation, { args });
      const asked = await timeline.request(mortal, {
        label: `ask ${operation}`,
        act: () =>
          Promise.resolve({
            answer: method(...(args as never[])).then(
              (value): Answer => ({ value }),
              (error: unknown): Answer => ({ error }),
            ),
          }),
      });
      const answer = await asked.answer;
      await timeline.request(mortal, { label: `hear ${operation}`, act: () => Promise.resolve() });
      told(answer);
      if ("error" in answer) throw answer.error;
      return answer.value;
    };
  const asynchronous = [
    "listCalendars",
    "listChanges",
    "readEvent",
    "saveEvent",
    "removeEvent",
    "exchangeCode",
    "readBusy",
  ];
  const gated = new Set([...asynchronous, "refresh", "revoke", "openChannel", "extendChannel", "closeChannel"]);
  const wrap = <T extends object>(group: T): T =>
    Object.fromEntries(
      Object.entries(group).map(([name, member]: [string, unknown]) => {
        if (typeof member === "function" && gated.has(name)) return [name, gate(name, member as Method)];
        const isGroup = ["oauth", "push", "write", "freeBusy"].includes(name);
        return [name, isGroup ? wrap(member as object) : member];
      }),
    ) as T;
  const provider = createFake(world);
  return wrap({ ...provider, limits: { ...provider.limits, readsPerMinute: callsPerMinute } });
}

/** Expected trouble is told as a warning; an error that is none of the provider's is a bug. */
function listen(mortal: Mortal, onBug: Surroundings["onBug"]): Log {
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (message, facts) => {
      if (!mortal.isDead) onBug(message, facts?.["err"]);
    },
    with: () => log,
  };
  return log;
}
