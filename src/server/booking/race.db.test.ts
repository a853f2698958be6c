// Bookings of different lengths, buffers and teams that want the same people at once.
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { withBuffers } from "@/core/availability/open-slots";
import { minuteMs } from "@/core/time/wall-time";
import type { Arranged } from "@/server/availability/arrange-hosts";
import { findConfiguration, type Configuration } from "@/server/db/booking/configurations";
import { openDatabase, type Database } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { makeConfiguration } from "@/testing/booking-rows";
import { addMember, createCast, createPerson, testNow, type Cast } from "@/testing/cast";
import { useTestDatabase } from "@/testing/database";
import { depsWithoutDatabase } from "@/testing/deps";
import { testEnv } from "@/testing/env";

import { holdTime } from "./hold";

const database = useTestDatabase();
const runs = Number(process.env.PROVE_WHOLE ?? 12);
let cast: Cast;
let many: Database;
let deps: Deps;
let configurations: readonly Configuration[] = [];
let mornings = 0;

type Plan = {
  readonly mode: string;
  readonly hosts: readonly string[];
  readonly minutes: readonly [number, number, number];
};

async function make({ mode, hosts, minutes }: Plan): Promise<Configuration> {
  const [durationMinutes, bufferBeforeMinutes, bufferAfterMinutes] = minutes;
  const configurationId = await makeConfiguration(database.db, {
    ...{ workspaceId: cast.home, hosts: hosts.map((userId) => ({ userId, calendars: [] })) },
    data: { mode, durationMinutes, bufferBeforeMinutes, bufferAfterMinutes },
  });
  const found = await database.db.inWorkspace({ workspaceId: cast.home }, (tx) =>
    findConfiguration(tx, { workspaceId: cast.home, configurationId }),
  );
  if (found === null) throw new Error("What was made is not there.");
  return found;
}

beforeAll(async () => {
  cast = await createCast(database.db);
  many = openDatabase({ url: database.url, maxConnections: 16 });
  deps = { ...depsWithoutDatabase(testEnv(database.url)).deps, db: many, now: () => testNow };
  const carol = await createPerson(database.db, "Carol");
  await addMember(database.db, { workspaceId: cast.home, userId: carol, role: "member" });
  const { alice, bob } = cast;
  const plans: readonly Plan[] = [
    { mode: "single", hosts: [alice], minutes: [30, 0, 0] },
    { mode: "single", hosts: [alice], minutes: [45, 10, 5] },
    { mode: "single", hosts: [bob], minutes: [15, 0, 20] },
    { mode: "collective", hosts: [bob, alice], minutes: [60, 0, 15] },
    { mode: "collective", hosts: [alice, carol], minutes: [20, 5, 0] },
    { mode: "round_robin", hosts: [alice, bob, carol], minutes: [30, 15, 15] },
  ];
  configurations = await Promise.all(plans.map(make));
});
afterAll(() => many.close());

type Wish = { readonly which: number; readonly step: number };
type Taken = { readonly hosts: readonly string[]; readonly from: number; readonly to: number };

/** What somebody wants, as it would take its hosts' time. */
function spanOf({ which, step }: Wish, morning: number) {
  const configuration = configurations[which] as Configuration;
  const from = morning + step * 5 * minuteMs;
  const { rules } = configuration;
  return {
    configuration,
    from,
    ...{ span: withBuffers(rules, { from, to: from + rules.durationMinutes * minuteMs }) },
  };
}

async function want(wish: Wish, morning: number): Promise<Taken | null> {
  const { configuration, from, span } = spanOf(wish, morning);
  const need = configuration.mode === "round_robin" ? "any" : "all";
  const hosts = configuration.hosts.map(({ userId }) => userId);
  const held = await holdTime(deps, {
    ...{ configuration, startsAt: new Date(from), key: null },
    visitor: { name: "Victor", email: "victor@northwind.example", zone: "UTC", locale: "en", notes: "" },
    guests: [],
    verdict: {
      ...{ is: "bookable", hosts, mode: "by_request", cause: "by_host" },
      arranged: { question: { need } } as Arranged,
    },
  });
  return held.is === "held" ? { hosts: held.booking.hosts, ...span } : null;
}

const meet = (one: Omit<Taken, "hosts">, other: Omit<Taken, "hosts">) => one.from < other.to && other.from < one.to;
const isBusy = (taken: readonly Taken[], host: string, span: Omit<Taken, "hosts">) =>
  taken.some((each) => each.hosts.includes(host) && meet(each, span));

it("F90 S53 BKG-3 nobody is booked twice, whatever lengths, buffers and teams want them at once, and nobody is refused for nothing", async () => {
  const wish = fc.record({ which: fc.nat(5), step: fc.nat(40) });
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 12, maxLength: 32 }), async (wishes) => {
      // A morning of its own for each run: what was booked before stands in nobody's way.
      const morning = testNow.getTime() + (mornings += 1) * 24 * 60 * minuteMs;
      const heard = await Promise.all(wishes.map((each) => want(each, morning)));
      const taken = heard.filter((each) => each !== null);
      for (const [index, one] of taken.entries())
        for (const other of taken.slice(index + 1))
          expect(meet(one, other) && one.hosts.some((host) => other.hosts.includes(host))).toBe(false);
      for (const [index, each] of heard.entries()) {
        if (each !== null) continue;
        const { configuration, span } = spanOf(wishes[index] as Wish, morning);
        const busy = configuration.hosts.filter(({ userId }) => isBusy(taken, userId, span));
        // Of a team nobody may be free; of those who all must, one is enough. Somebody else's time of a moment is none.
        expect(busy.length).toBeGreaterThanOrEqual(
          configuration.mode === "round_robin" ? configuration.hosts.length : 1,
        );
      }
    }),
    { numRuns: runs },
  );
});
