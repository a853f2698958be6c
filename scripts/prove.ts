// `npm run prove`: the heavy proofs with their full counts. Stop it whenever you like; it goes on where it was.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { generateClient } from "./launch/build.ts";
import { forSpawn, type Env } from "./launch/env.ts";
import { fingerprint, inRoot, stateDir } from "./launch/paths.ts";
import { proofs } from "./launch/proof-catalog.ts";
import {
  nextSlice,
  noProgress,
  progressFor,
  readTally,
  renderProofs,
  tellCounted,
  type Progress,
  type Proof,
} from "./launch/proofs.ts";
import { openCluster, type Cluster } from "./launch/postgres.ts";
import { explain, step } from "./launch/say.ts";

const { values: options } = parseArgs({
  options: { only: { type: "string" }, restart: { type: "boolean", default: false } },
});
/** Beside the page it is written out in, and kept with the code: a fresh clone goes on where the last one stopped. */
const stateFile = inRoot("docs/proof.json");
type Slice = { first: number; count: number };
type State = { progress: Record<string, Progress> };

const readState = (): State =>
  existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, "utf8")) as State) : { progress: {} };

let state = readState();
const progressOf = ({ id }: Proof) => state.progress[id] ?? noProgress;

function writePage(): void {
  const rows = proofs.map((proof) => ({ proof, progress: progressOf(proof) }));
  writeFileSync(inRoot("docs/proof.md"), renderProofs(rows));
}

/** Read again first: another run may have proved something else meanwhile. */
function keep(proof: Proof, progress: Progress): void {
  state = { progress: { ...readState().progress, [proof.id]: progress } };
  writeFileSync(stateFile, `${JSON.stringify(state, null, 2)}\n`);
  writePage();
}

/** The part that runs now; a signal ends it, and with it the whole. */
let running: ChildProcess | null = null;
let isStopped = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    isStopped = true;
    running?.kill("SIGTERM");
  });
}

async function runTests(proof: Proof, env: Env): Promise<{ status: number | null; output: string }> {
  const args = ["node_modules/vitest/vitest.mjs", "run", "--testTimeout=3600000", ...proof.tests];
  const child = spawn(process.execPath, args, { cwd: inRoot(), env: forSpawn(env), stdio: ["ignore", "pipe", "pipe"] });
  running = child;
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [status] = (await once(child, "close")) as [number | null];
  running = null;
  return { status, output };
}

/** False when it failed. One that was stopped says nothing and is done again the next time. */
async function runSlice(proof: Proof, slice: Slice, databaseUrl: string): Promise<boolean> {
  const startedAt = Date.now();
  const tally = path.join(stateDir(), `tally-${proof.id}-${process.pid}.txt`);
  writeFileSync(tally, "");
  const places = { TEST_DATABASE_SERVER_URL: databaseUrl, PROVE_TALLY: tally };
  const env = { ...process.env, ...places, ...proof.env(slice.first, slice.count) };
  const { status, output } = await runTests(proof, env);
  const counted = readTally(readFileSync(tally, "utf8"));
  rmSync(tally);
  if (isStopped) return false;
  const before = progressOf(proof);
  const ok = status === 0;
  const seconds = (Date.now() - startedAt) / 1000;
  keep(proof, {
    done: before.done + (ok ? slice.count : 0),
    failed: before.failed + (ok ? 0 : 1),
    seconds: before.seconds + seconds,
    date: new Date().toISOString().slice(0, 10),
    source: before.source,
    ...(proof.tells !== undefined && { counted: [...(before.counted ?? []), ...(ok ? counted : [])] }),
  });
  const seeds = `seeds ${slice.first} to ${slice.first + slice.count - 1}`;
  console.log(`  ${ok ? "ok    " : "FAILED"}  ${proof.id}: ${seeds}, ${seconds.toFixed(0)} s`);
  if (proof.tells !== undefined) console.log(`          ${tellCounted(proof, progressOf(proof))}`);
  if (!ok) console.log(output.trimEnd().split("\n").slice(-60).join("\n"));
  return ok;
}

/** What is left to do. Asked before each slice, because sources may change while the proof runs. */
function sliceOf(proof: Proof): Slice | null {
  const kept = state.progress[proof.id];
  const own = progressFor(kept, fingerprint(...proof.sources, ...proof.tests));
  if (kept && kept.source !== own.source) console.log(`${proof.claim}: its sources changed, starting over`);
  state.progress[proof.id] = own;
  return nextSlice(proof, own);
}

async function prove(proof: Proof, databaseUrl: string): Promise<boolean> {
  if (options.restart) delete state.progress[proof.id];
  let slice = sliceOf(proof);
  console.log(`${proof.claim}: ${progressOf(proof).done} of ${proof.goal} done`);
  for (; slice; slice = sliceOf(proof)) if (!(await runSlice(proof, slice, databaseUrl))) return false;
  return true;
}

let cluster: Cluster | null = null;
try {
  writePage();
  await step("Database client", generateClient, String);
  cluster = await openCluster({ name: "test-postgres", settings: ["fsync=off", "max_connections=200"] });
  const chosen = proofs.filter(({ id }) => !options.only || id === options.only);
  let held = 0;
  for (const proof of chosen) if (!isStopped && (await prove(proof, cluster.urlOf("postgres")))) held += 1;
  console.log(isStopped ? "Stopped. It goes on here the next time." : `${held} passed, ${chosen.length - held} failed`);
  process.exitCode = held === chosen.length && held > 0 ? 0 : 1;
} catch (error) {
  console.error(`\nThe proofs cannot run: ${explain(error)}`);
  process.exitCode = 1;
} finally {
  if (cluster?.startedHere) cluster.stop();
}
