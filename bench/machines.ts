// Several worker machines over one PostgreSQL, each a network namespace of its own, one of which is cut off in the middle and
// comes back. Needs Linux, root and iproute2. Run: node --import tsx bench/machines.ts
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

import pg from "pg";

import { openBenchDatabase } from "./own-database";
import { reporter } from "./report";

const database = await openBenchDatabase();
const { openDatabase } = await import("../src/server/db/open-database");
const { depsWithoutDatabase } = await import("../src/testing/deps");
const { testEnv } = await import("../src/testing/env");
const { addDueCalendars, openWorkScene } = await import("../src/testing/work-scene");

const figure = reporter("machines");
const machines = [1, 2, 3].map((number) => ({
  name: `dk-m${number}`,
  address: `10.77.${number}.2`,
  gate: `10.77.${number}.1`,
}));
const calendars = 600;
const speed = 10;
const origin = Date.now();

const ip = (...args: string[]) => execFileSync("ip", args, { stdio: ["ignore", "ignore", "ignore"] });
const link = (name: string) => `${name}h`;

/** The server listens on this machine only: whoever comes from a machine of its own is led there. */
const { hostname, port } = new URL(database.url);
const door = createServer((socket: Socket) => {
  const inner = connect({ host: hostname, port: Number(port) });
  for (const [from, to] of [
    [socket, inner],
    [inner, socket],
  ] as const)
    from.on("error", () => to.destroy()).pipe(to);
});
await new Promise<void>((resolve) => door.listen(0, "0.0.0.0", resolve));
const doorPort = (door.address() as AddressInfo).port;

const deps = { ...depsWithoutDatabase(testEnv(database.url)).deps, db: openDatabase({ url: database.url }) };
const client = new pg.Client({ connectionString: database.url });
await client.connect();
await client.query(`create table ledger (key text not null, fence bigint not null, is_done boolean not null);
  grant select, insert, delete on ledger to daykeeper_app`);
const scene = await openWorkScene(deps);
await addDueCalendars(deps, scene, { count: calendars, dueAt: deps.now() });

function plugIn({ name, address, gate }: (typeof machines)[number]): void {
  ip("netns", "add", name);
  ip("link", "add", link(name), "type", "veth", "peer", "name", "eth0", "netns", name);
  ip("addr", "add", `${gate}/24`, "dev", link(name));
  ip("link", "set", link(name), "up");
  ip("-n", name, "addr", "add", `${address}/24`, "dev", "eth0");
  ip("-n", name, "link", "set", "eth0", "up");
  ip("-n", name, "link", "set", "lo", "up");
}

function startMachine({ name, gate }: (typeof machines)[number]): ChildProcess {
  const { sessions, encryption, cronSecret } = deps.env;
  const url = new URL(database.url);
  url.host = `${gate}:${doorPort}`;
  return spawn("ip", ["netns", "exec", name, process.execPath, "--import", "tsx", "src/testing/work-child.ts"], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "test", DEMO: "0", DATABASE_URL: url.href, LOG_LEVEL: "error" },
      ...{ NEXTAUTH_SECRET: sessions.secret.reveal(), ENCRYPTION_KEY: encryption.current.reveal() },
      ...{ CRON_SECRET: cronSecret.reveal(), TEST_SPEED: String(speed), TEST_ORIGIN: String(origin) },
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

type Row = { readonly key: string; readonly done: number; readonly begun: number };
const ledger = async () =>
  (
    await client.query<Row>(`select key, (count(*) filter (where is_done))::int as done,
      (count(*) filter (where not is_done))::int as begun from ledger group by key`)
  ).rows;
const doneNow = async () => (await ledger()).filter(({ done }) => done > 0).length;
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 110_000; Date.now() < end && !(await isSo());) await wait(200);
}

const children: ChildProcess[] = [];
try {
  for (const machine of machines) plugIn(machine);
  for (const machine of machines) children.push(startMachine(machine));
  await until(async () => (await doneNow()) >= calendars / 6);
  const [lost] = machines;
  if (lost !== undefined) ip("link", "set", link(lost.name), "down");
  const before = await doneNow();
  await until(async () => (await doneNow()) === calendars);
  if (lost !== undefined) ip("link", "set", link(lost.name), "up");
  await wait(10_000);
  const rows = await ledger();
  figure("done_before_the_cut", before, { least: 1 });
  figure("calendars_not_synced", calendars - rows.filter(({ done }) => done > 0).length, { most: 0 });
  figure("calendars_synced_twice", rows.filter(({ done }) => done > 1).length, { most: 0 });
  figure("begun_again_after_the_cut", rows.filter(({ begun }) => begun > 1).length, { least: 1 });
} finally {
  for (const child of children) child.kill("SIGKILL");
  for (const { name } of machines) ip("netns", "del", name);
  door.close();
  await client.end();
  await deps.db.close();
  await database.close();
}
