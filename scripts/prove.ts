// `npm run prove`: the heavy proofs with their full counts. Stop it whenever you like; it goes on where it was.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { fingerprint, inRoot, stateDir } from "./launch/paths.ts";
import { proofs } from "./launch/proof-catalog.ts";
import { nextSlice, noProgress, progressFor, renderProofs, type Progress, type Proof } from "./launch/proofs.ts";
import { openCluster, type Cluster } from "./launch/postgres.ts";
import { explain } from "./launch/say.ts";

const { values: options } = parseArgs({
  options: { only: { type: "string" }, restart: { type: "boolean", default: false } },
});
const stateFile = path.join(stateDir(), "prove.json");
type State = { progress: Record<string, Progress> };

function readState(): State {
  if (options.restart || !existsSync(stateFile)) return { progress: {} };
  return JSON.parse(readFileSync(stateFile, "utf8")) as State;
}

const state = readState();
const progressOf = ({ id }: Proof) => state.progress[id] ?? noProgress;

function keep(proof: Proof, progress: Progress): void {
  state.progress[proof.id] = progress;
  writeFileSync(stateFile, JSON.stringify(state, null, 2));
  writeFileSync(
    inRoot("docs/proof.md"),
    renderProofs(proofs.map((each) => ({ proof: each, progress: progressOf(each) }))),
  );
}

function runSlice(proof: Proof, slice: { first: number; count: number }, databaseUrl: string): boolean {
  const startedAt = Date.now();
  const run = spawnSync(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--testTimeout=3600000", ...proof.tests],
    {
      cwd: inRoot(),
      encoding: "utf8",
      env: { ...process.env, TEST_DATABASE_SERVER_URL: databaseUrl, ...proof.env(slice.first, slice.count) },
    },
  );
  const before = progressOf(proof);
  const ok = run.status === 0;
  const seconds = before.seconds + (Date.now() - startedAt) / 1000;
  keep(proof, {
    done: before.done + (ok ? slice.count : 0),
    failed: before.failed + (ok ? 0 : 1),
    seconds,
    date: new Date().toISOString().slice(0, 10),
    source: before.source,
  });
  console.log(
    `  ${ok ? "ok    " : "FAILED"}  ${proof.id}: seeds ${slice.first} to ${slice.first + slice.count - 1}, ${((Date.now() - startedAt) / 1000).toFixed(0)} s`,
  );
  if (!ok) console.log((run.stdout + run.stderr).trimEnd().split("\n").slice(-60).join("\n"));
  return ok;
}

function prove(proof: Proof, databaseUrl: string): boolean {
  const kept = state.progress[proof.id];
  const own = progressFor(kept, fingerprint(...proof.sources, ...proof.tests));
  if (kept && kept.source !== own.source) console.log(`${proof.claim}: its sources changed, starting over`);
  state.progress[proof.id] = own;
  console.log(`${proof.claim}: ${progressOf(proof).done} of ${proof.goal} done`);
  for (let slice = nextSlice(proof, progressOf(proof)); slice; slice = nextSlice(proof, progressOf(proof))) {
    if (!runSlice(proof, slice, databaseUrl)) return false;
  }
  return true;
}

let cluster: Cluster | null = null;
try {
  cluster = await openCluster({ name: "test-postgres", settings: ["fsync=off", "max_connections=200"] });
  const { urlOf } = cluster;
  const chosen = proofs.filter(({ id }) => !options.only || id === options.only);
  const results = chosen.map((proof) => prove(proof, urlOf("postgres")));
  const held = results.filter(Boolean).length;
  console.log(`${held} passed, ${results.length - held} failed`);
  process.exitCode = held === results.length && results.length > 0 ? 0 : 1;
} catch (error) {
  console.error(`\nThe proofs cannot run: ${explain(error)}`);
  process.exitCode = 1;
} finally {
  if (cluster?.startedHere) cluster.stop();
}
