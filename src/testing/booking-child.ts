// A process of its own that books, told by messages what, and that kills itself at a chosen place: what tests about
// races and crashes of bookings fork.
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { readEnv } from "@/lib/env";
import { systemRandom } from "@/lib/ids";
import { createLog } from "@/lib/log";
import { sleepFor } from "@/lib/sleep";
import { createTransport } from "@/providers/transport";
import type { Arranged } from "@/server/availability/arrange-hosts";
import { findBookable, type Bookable } from "@/server/availability/find-bookable";
import { bookAppointment } from "@/server/booking/book";
import { holdTime } from "@/server/booking/hold";
import { openDatabase, type Database, type Tx } from "@/server/db/open-database";
import { installDeps, type Deps } from "@/server/deps";
import type { Caller } from "@/server/people/person";

import type { BookingChildAnswer, BookingChildOrder, BookingChildSetup, BookingPlaceToDie } from "./booking-places";
import { openSandboxProviders, sealWith } from "./sandbox-providers";

const setup = JSON.parse(process.argv[2] ?? "{}") as BookingChildSetup;
const dieAt = (place: BookingPlaceToDie) => {
  if (setup.place === place) process.kill(process.pid, "SIGKILL");
};

/** How far the booking is, as far as can be seen from outside. */
let step: "asking" | "held" | "taken" | "stored" | "confirmed" = "asking";
const mortalProvider = (inner: CalendarProvider): CalendarProvider => ({
  ...inner,
  ...(inner.write && {
    write: {
      ...inner.write,
      saveEvent: async (...args) => {
        step = "held";
        dieAt("after the time was held");
        const event = await inner.write?.saveEvent(...args);
        if (event === undefined) throw new Error("There is nothing to write with.");
        step = "taken";
        dieAt("after the provider took the event");
        return event;
      },
    },
  }),
});

const updates = (name: string) => name === "$executeRaw" || name === "$queryRaw";

/** Transactions are told apart by what they do: which table is written, and how far the booking is. */
const mortalDatabase = (inner: Database): Database => ({
  ...inner,
  inWorkspace: async <T>(...[scope, run]: Parameters<typeof inner.inWorkspace<T>>) => {
    const before = step;
    const seen = { booking: false, key: false };
    const watched = async (tx: Tx) => {
      const booking = new Proxy(tx.booking, {
        get: (target, name, receiver) => {
          if (name === "create") {
            seen.booking = true;
            dieAt("before the time is held");
          }
          if (name === "update" && before === "stored") {
            dieAt("before the booking is confirmed");
            seen.booking = true;
          }
          return Reflect.get(target, name, receiver) as unknown;
        },
      });
      const keys = new Proxy(tx.idempotencyKey, {
        get: (target, name, receiver) => {
          if (name === "updateMany") dieAt("before the answer is kept");
          return Reflect.get(target, name, receiver) as unknown;
        },
      });
      const tables = new Map<PropertyKey, unknown>([
        ["booking", booking],
        ["idempotencyKey", keys],
      ]);
      const done = await run(
        new Proxy(tx, {
          get: (target, name, receiver) => {
            if (before === "taken" && updates(String(name))) seen.key = true;
            return tables.get(name) ?? (Reflect.get(target, name, receiver) as unknown);
          },
        }),
      );
      if (seen.booking && before === "asking") dieAt("inside the transaction that holds it");
      if (seen.key) dieAt("inside the transaction that stores the event");
      if (seen.booking && before === "stored") dieAt("inside the transaction that confirms it");
      return done;
    };
    const result = await inner.inWorkspace(scope, watched);
    if (before === "taken" && seen.key) step = "stored";
    return result;
  },
});

const env = readEnv(setup.settings);
const now = () => new Date();
const given = openSandboxProviders(setup.endpoints, { now, transport: createTransport() });
const isMortal = setup.place !== null;
const providers = isMortal
  ? new Map([...given].map(([id, provider]) => [id, mortalProvider(provider)] as const))
  : given;
const opened = openDatabase({ url: env.database.url.reveal(), maxConnections: 8 });
const deps: Deps = {
  env,
  db: isMortal ? mortalDatabase(opened) : opened,
  ...{ now, random: systemRandom, chance: Math.random, sleep: sleepFor },
  log: createLog({ level: "error", service: "child", known: [] }),
  seal: sealWith(env.encryption),
  providers: () => Promise.resolve(providers),
};
installDeps(deps);

const tell = (answer: BookingChildAnswer) => process.send?.(answer);
const scopes = ["availability:read", "bookings:write"] as const;
/** Nobody's pace is limited here: what is looked at is the race. */
const caller: Caller = { kind: "key", keyId: "", name: "child", workspaceId: setup.workspaceId, scopes: [...scopes] };

type Asked = BookingChildOrder["asked"][number];

const ask = (id: string, { input, key }: Asked): Promise<string> =>
  bookAppointment(deps, caller, { id, input, idempotencyKey: key }).then(({ status, body }) =>
    "rule" in body ? `${status} ${body.rule}` : String(status),
  );

/** As after a look at the mirror and at the provider that found everybody free. */
async function hold({ configuration }: Bookable, { input }: Asked): Promise<string> {
  const hosts = configuration.hosts.map(({ userId }) => userId);
  const arranged = { question: { need: "all" } } as Arranged;
  const { name, email } = input;
  const held = await holdTime(deps, {
    ...{ configuration, startsAt: new Date(input.start), key: null },
    visitor: { name, email, zone: "UTC", locale: "en", notes: "" },
    guests: [],
    verdict: { is: "bookable", hosts, mode: "instant", cause: null, arranged },
  });
  return held.is;
}

async function run({ configurationId, does, asked }: BookingChildOrder): Promise<void> {
  const scope = { caller, scope: "bookings:write" } as const;
  const bookable = does === "hold" ? await findBookable(deps, { id: configurationId }, scope) : null;
  const outcomes = await Promise.all(
    asked.map((each) =>
      (bookable === null ? ask(configurationId, each) : hold(bookable, each)).catch(
        (error: unknown) => `thrown ${String(error)}`,
      ),
    ),
  );
  tell({ kind: "done", outcomes });
}

process.on("message", (order: BookingChildOrder) => {
  void run(order);
});
process.on("disconnect", () => process.exit(0));
tell({ kind: "ready" });
