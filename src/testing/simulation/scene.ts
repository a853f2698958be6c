// The world of one seed: accounts at the provider, their connections and calendars here, and processes of ours.
import { minuteMs } from "@/core/time/wall-time";
import { Secret } from "@/lib/secret";
import { FakeCalendar } from "@/providers/fake/calendar-store";
import { facts } from "@/providers/fake/facts";
import { FakeWorld } from "@/providers/fake/world";
import type { SyncEnd } from "@/library/sync-end";
import type { Person } from "@/server/people/person";
import { installDeps } from "@/server/deps";
import { storeGrant } from "@/server/tokens/store-grant";
import type { WorkHandlers } from "@/server/work/handler";
import { workHandlers } from "@/server/work/handlers";

import { createDice, type Dice } from "./dice";
import { editBy } from "./edits";
import { openPost, type Post } from "./post";
import { startProcess, type Planting, type SimProcess, type Surroundings, type Weather } from "./process";
import type { SimDatabase } from "./sim-database";
import type { Plan } from "./steps";
import { Timeline, type Mortal } from "./timeline";
import { openVisitors, type Visitors } from "./visitors";
import { openWitness, type Witness } from "./witness";

export type SimCalendar = { readonly id: string; readonly remoteId: string; readonly account: SimAccount };
export type SimAccount = { readonly email: string; readonly connectionId: string; readonly scopes: readonly string[] };

/** A defect that is planted somewhere, so that the simulation can be seen to find it. */
export type Defect = Planting & {
  readonly handlers?: (handlers: WorkHandlers) => WorkHandlers;
  readonly schema?: { readonly plant: string; readonly mend: string };
};

export type Scene = {
  readonly plan: Plan;
  readonly database: SimDatabase;
  readonly timeline: Timeline;
  readonly world: FakeWorld;
  readonly witness: Witness;
  readonly accounts: readonly SimAccount[];
  readonly calendars: readonly SimCalendar[];
  readonly person: Person;
  readonly handlers: WorkHandlers;
  /** The one that people's requests reach. */
  readonly web: () => SimProcess;
  readonly worker: (index: number) => SimProcess;
  readonly workers: () => readonly SimProcess[];
  readonly restart: (process: SimProcess) => SimProcess;
  /** New workers begin while the old ones end what they are at. */
  readonly deploy: () => void;
  readonly weather: Weather;
  /** Accounts that a person has disconnected, and whether what was copied stays. */
  readonly ended: Map<string, { readonly keepEvents: boolean }>;
  /** Null where no notices come. */
  readonly post: Post | null;
  /** Null where nobody can be booked. */
  readonly visitors: Visitors | null;
  readonly trace: (line: string) => void;
};

const scopes = ["calendars.read", "events.read", "events.write"];
const begin = Date.UTC(2026, 2, 1, 12);
const idOf = (kind: number, index: number) =>
  `51510000-0000-4000-9000-${String(kind).padStart(4, "0")}${String(index).padStart(8, "0")}`;

export async function openScene(
  plan: Plan,
  database: SimDatabase,
  { defect = {}, trace }: { readonly defect?: Defect; readonly trace: (line: string) => void },
): Promise<Scene> {
  await database.empty();
  const dice = createDice(plan.seed + 0.5);
  const timeline = new Timeline(begin + plan.startsAfterMs, trace);
  const outside: Mortal = { name: "provider", isDead: false, dying: null };
  const world = new FakeWorld({
    ...{ now: timeline.theirNow, style: plan.style, pageSize: plan.pageSize, rotation: plan.rotation },
    sleep: timeline.sleepOf(outside),
  });
  const witness = openWitness(world, timeline, plan.callsPerMinute);
  const weather: Weather = { losses: 0, how: "unreached" };
  const surroundings: Surroundings = {
    ...{ timeline, world, weather, base: database.base, planting: defect, callsPerMinute: plan.callsPerMinute },
    onBug: witness.bug,
    onLoss: witness.noteLoss,
    watch: witness.watch,
  };
  const { accounts, calendars } = furnish(plan, world, timeline);
  const fleet = openFleet(plan, surroundings, dice);
  await connectAll({ database, timeline, world, fleet }, accounts, calendars);
  const post =
    plan.post === undefined
      ? null
      : openPost({ plan, world, timeline, witness, web: fleet.web }, createDice(plan.seed + 0.125));
  return {
    post,
    ...{ plan, database, timeline, world, witness, accounts, calendars, trace, weather },
    ended: new Map(),
    visitors: plan.takesBookings === true ? await openVisitors({ database, calendars }) : null,
    person: personOf(database),
    handlers: watchSyncs(witness, fleet, defect.handlers?.(workHandlers) ?? workHandlers),
    ...fleet,
  };
}

function watchSyncs(witness: Witness, { workers }: Fleet, handlers: WorkHandlers): WorkHandlers {
  return {
    ...handlers,
    // Messages leave the house by other ways.
    "delivery.send": () => Promise.resolve(),
    "calendar.sync": async (deps, claim, signal) => {
      const by = workers().find((each) => each.deps === deps);
      const end = by === undefined ? () => undefined : witness.beginSync(by, claim, signal);
      let outcome: SyncEnd["outcome"] = "aborted";
      try {
        const ended = await handlers["calendar.sync"](deps, claim, signal);
        outcome = ended.outcome;
        return ended;
      } finally {
        end(outcome);
      }
    },
  };
}

function furnish(plan: Plan, world: FakeWorld, timeline: Timeline) {
  const accounts = plan.accounts.map((_, index): SimAccount => ({
    email: `person${index}@example.com`,
    connectionId: idOf(1, index),
    scopes,
  }));
  const calendars = accounts.flatMap((account, index) => {
    const first = world.addAccount(account.email, plan.zone).remoteCalendarId;
    const more = Array.from({ length: (plan.accounts[index] ?? 1) - 1 }, (_, extra) => `${account.email}/more${extra}`);
    for (const id of more)
      world.calendars.set(
        id,
        new FakeCalendar({ id, ownerEmail: account.email, zone: plan.zone, now: timeline.theirNow }),
      );
    for (const id of [first, ...more]) fill(world, id, { plan, now: timeline.theirNow() });
    return [first, ...more].map((remoteId, place) => ({ id: idOf(2, index * 10 + place), remoteId, account }));
  });
  return { accounts, calendars };
}

function fill(world: FakeWorld, id: string, { plan, now }: { readonly plan: Plan; readonly now: Date }): void {
  const dice = createDice(plan.seed + 0.25);
  const calendar = world.calendars.get(id);
  for (let left = plan.already; left > 0 && calendar !== undefined; left -= 1)
    editBy(dice.pick(["create", "create", "create_series", "create_outside"]), world, {
      calendar,
      pick: dice.roll(),
      now,
    });
}

type Fleet = Pick<Scene, "web" | "worker" | "workers" | "restart" | "deploy">;

function openFleet(plan: Plan, surroundings: Surroundings, dice: Dice): Fleet {
  let serial = 0;
  const start = (kind: string) =>
    startProcess(`${kind}${(serial += 1)}`, surroundings, createDice(dice.below(2 ** 30)));
  const fleet: SimProcess[] = Array.from({ length: plan.workers }, () => start("worker"));
  /** Of the version before: they take nothing new. */
  const leaving: SimProcess[] = [];
  let web = start("web");
  installDeps(web.deps);
  const renew = (index: number): SimProcess => {
    const process = fleet[index % fleet.length];
    if (process === undefined) throw new Error("There is no worker.");
    if (!process.isDead) return process;
    return (fleet[index % fleet.length] = start("worker"));
  };
  return {
    web: () => {
      if (web.isDead) {
        web = start("web");
        installDeps(web.deps);
      }
      return web;
    },
    worker: renew,
    workers: () => [...fleet, ...leaving],
    deploy: () => {
      for (const [index, process] of fleet.entries()) {
        process.leaving.abort();
        if (process.running !== null) leaving.push(process);
        fleet[index] = start("worker");
      }
    },
    restart: (process) => {
      const index = fleet.indexOf(process);
      return index < 0 ? process : (fleet[index] = start("worker"));
    },
  };
}

type Ground = Pick<Scene, "database" | "timeline" | "world"> & { readonly fleet: Fleet };

async function connectAll(
  { database, timeline, world, fleet }: Ground,
  accounts: readonly SimAccount[],
  calendars: readonly SimCalendar[],
): Promise<void> {
  const { workspaceId, userId, base } = database;
  const { deps } = fleet.web();
  await base.db.inWorkspace({ workspaceId }, async (tx) => {
    for (const { email, connectionId } of accounts) {
      const tokens = world.signIn.grant(email, scopes);
      await tx.connection.create({
        data: {
          ...{ workspaceId, id: connectionId, userId, provider: facts.id, accountEmail: email },
          ...{ remoteAccountId: accountIdOf(email), grantedScopes: scopes, connectedAt: timeline.now() },
        },
      });
      await storeGrant(tx, deps, { workspaceId, connectionId }, grantFrom(tokens, timeline));
    }
    await tx.calendar.createMany({
      data: calendars.map(({ id, remoteId, account }) => ({
        ...{ workspaceId, id, connectionId: account.connectionId, remoteId, name: "Calendar", isSelected: true },
        timeZone: world.calendars.get(remoteId)?.zone ?? "UTC",
      })),
    });
    await tx.calendarSyncState.createMany({
      data: calendars.map(({ id }, index) => ({
        ...{ workspaceId, calendarId: id, provider: facts.id },
        nextSyncAt: new Date(timeline.nowMs + index),
      })),
    });
  });
}

const accountIdOf = (email: string): string => `https://fake.example subject-of-${email}`;

export function grantFrom(tokens: ReturnType<FakeWorld["signIn"]["grant"]>, timeline: Timeline) {
  return {
    accessToken: new Secret(tokens.accessToken),
    refreshToken: new Secret(tokens.refreshToken),
    accessExpiresAt: new Date(timeline.nowMs + 60 * minuteMs),
    refreshExpiresAt: null,
    scopes,
  };
}

const personOf = ({ workspaceId, userId }: SimDatabase): Person => ({
  kind: "person",
  user: {
    ...{ id: userId, name: "Alice", email: "alice@example.test", locale: "en", timeZone: "Europe/Berlin" },
    ...{ isInstanceAdmin: false, isDemo: false },
  },
  workspace: { id: workspaceId, name: "Home", slug: "home", role: "admin" },
  role: "admin",
  isInstanceAdmin: false,
  sessionId: idOf(3, 1),
});
