// A process of its own that syncs one calendar and kills itself at a chosen place: what tests about crashes fork.
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { readEnv } from "@/lib/env";
import { systemRandom } from "@/lib/ids";
import { createLog } from "@/lib/log";
import { Secret } from "@/lib/secret";
import { sleepFor } from "@/lib/sleep";
import { createProviders, readAddresses } from "@/providers/catalog";
import { createTransport } from "@/providers/transport";
import { openDatabase, type Database, type Tx } from "@/server/db/open-database";
import { installDeps, type Deps } from "@/server/deps";
import { syncCalendar } from "@/server/sync/sync-calendar";

import type { KillPlace, SyncChildSetup } from "./kill-places";
import { sealWith } from "./sandbox-providers";

const setup = JSON.parse(process.argv[2] ?? "{}") as SyncChildSetup;
const dieAt = (place: KillPlace) => {
  if (setup.place === place) process.kill(process.pid, "SIGKILL");
};

let fetched = 0;
let isLast = false;
const mortalProvider = (inner: CalendarProvider): CalendarProvider => ({
  ...inner,
  listChanges: async (call, request) => {
    if (fetched === 0) dieAt("before the first call");
    if (fetched === 1) dieAt("after a page was committed");
    const page = await inner.listChanges(call, request);
    fetched += 1;
    isLast = page.next.kind === "end";
    dieAt("after a page was fetched");
    return page;
  },
});

/** Only what is stored after a page counts: the facts of a run are read before one. */
const mortalDatabase = (inner: Database): Database => ({
  ...inner,
  inWorkspace: async <T>(...[scope, run]: Parameters<typeof inner.inWorkspace<T>>) => {
    let writes = 0;
    const watched = (tx: Tx) =>
      run(
        new Proxy(tx, {
          get: (target, name, receiver) => {
            if (name === "$executeRaw" && fetched > 0 && (writes += 1) === 2)
              dieAt(isLast ? "inside the last transaction" : "inside the transaction of a page");
            return Reflect.get(target, name, receiver) as unknown;
          },
        }),
      );
    return inner.inWorkspace(scope, watched);
  },
});

const env = readEnv(setup.settings);
const now = () => new Date();
const addresses = readAddresses(setup.endpoints);
const client = { clientId: "sandbox-client", clientSecret: new Secret("sandbox-secret"), pageSize: setup.pageSize };
const providers = createProviders(
  { google: { ...client, addresses: addresses.google }, outlook: { ...client, addresses: addresses.outlook } },
  { now, transport: createTransport() },
);
const mortal = new Map([...providers].map(([id, provider]) => [id, mortalProvider(provider)]));
const deps: Deps = {
  env,
  db: mortalDatabase(openDatabase({ url: env.database.url.reveal(), maxConnections: 3 })),
  ...{ now, random: systemRandom, chance: Math.random, sleep: sleepFor },
  log: createLog({ level: "error", service: "child", known: [] }),
  seal: sealWith(env.encryption),
  providers: () => Promise.resolve(mortal),
};
installDeps(deps);
await syncCalendar(
  deps,
  { ...setup.claim, fence: BigInt(setup.claim.fence), wasDueAt: now() },
  AbortSignal.timeout(60_000),
);
dieAt("after the last transaction");
process.exit(0);
