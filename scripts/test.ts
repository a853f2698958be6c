// `npm test`: everything, with its own databases and ports. `npm run check`: what is quick (types, rules, pure tests).
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";

import { checks } from "./checks/catalog.ts";
import { generateClient } from "./launch/build.ts";
import { startForBrowser } from "./launch/browser-target.ts";
import { inRoot } from "./launch/paths.ts";
import { openCluster, type Cluster } from "./launch/postgres.ts";
import { explain, step } from "./launch/say.ts";
import { findDebianPostgres, requireBrowser } from "./launch/system-packages.ts";
import { endRunning, runTasks, type Outcome, type Task } from "./launch/tasks.ts";

const { values: options } = parseArgs({
  options: { fast: { type: "boolean", default: false }, only: { type: "string" } },
});
const startedAt = Date.now();
const clusters: Cluster[] = [];
let stopTarget = (): Promise<void> => Promise.resolve();
const forSpeed = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];
const vitest = ["node", "node_modules/vitest/vitest.mjs", "run"];
const report = (name: string) => ["--reporter=json", `--outputFile.json=.artifacts/${name}.json`, "--reporter=default"];
const anew = (name: string) => ({
  command: [...vitest, ...report(`${name}-anew`)],
  report: `.artifacts/${name}-anew.json`,
});

async function openTestCluster(name: string, binaries?: string): Promise<Cluster> {
  const cluster = await openCluster({ name, settings: forSpeed, ...(binaries ? { binaries } : {}) });
  clusters.push(cluster);
  return cluster;
}

const quickTasks = (): Task[] => [
  ...checks.filter((check) => check.fast || !options.fast).map(({ name, command }) => ({ name, command })),
  {
    name: "types",
    command: [
      "tsc",
      "--noEmit",
      "--incremental",
      "--tsBuildInfoFile",
      ".data/types.tsbuildinfo",
      "-p",
      "tsconfig.json",
    ],
  },
];

const unitTask: Task = {
  name: "unit tests",
  command: [...vitest, "--project", "unit", ...report("unit")],
  report: ".artifacts/unit.json",
};

async function fullTasks(): Promise<Task[]> {
  const browser = await step("Chromium", requireBrowser, () => "found");
  const current = await step(
    "PostgreSQL for the tests",
    () => openTestCluster("test-postgres"),
    () => "started",
  );
  const debian = await step("PostgreSQL 15 of Debian", findDebianPostgres, (found) =>
    found ? "found" : "not to be had here: the tests run on the built-in one only",
  );
  const oldest = debian
    ? await step(
        "PostgreSQL 15 for the tests",
        () => openTestCluster("test-postgres-15", debian),
        () => "started",
      )
    : null;
  const target = startForBrowser({ cluster: current });
  stopTarget = target.stop;
  const tasks: Task[] = [
    { name: "production build", command: ["node", "scripts/build.ts", ".next-test"] },
    ...quickTasks(),
    {
      name: "unit and database tests",
      lanes: 2,
      command: [...vitest, "--coverage", ...report("tests")],
      report: ".artifacts/tests.json",
      anew: anew("tests"),
      env: { TEST_DATABASE_SERVER_URL: current.urlOf("postgres") },
    },
    { name: "coverage", after: ["unit and database tests"], command: ["node", "scripts/checks/coverage.ts"] },
    {
      name: "browser tests",
      lanes: 2,
      after: ["production build"],
      command: ["node", "node_modules/@playwright/test/cli.js", "test"],
      report: ".artifacts/e2e.json",
      env: { PW_CHROMIUM: browser, CI: "1" },
      before: target.start,
      cleanUp: target.stop,
    },
  ];
  if (oldest)
    tasks.push({
      name: "database tests on PostgreSQL 15",
      lanes: 2,
      command: [...vitest, "--project", "database", ...report("postgres-15")],
      report: ".artifacts/postgres-15.json",
      anew: anew("postgres-15"),
      env: { TEST_DATABASE_SERVER_URL: oldest.urlOf("postgres"), TEST_WITHOUT_STORIES: "1" },
    });
  return tasks;
}

function tell({ name, passed, failed, again = [], seconds, output }: Outcome): void {
  const counted = failed ? `${failed} failed, ${passed} passed` : `${passed} passed`;
  console.log(`  ${failed ? "FAILED" : "ok    "}  ${name.padEnd(34)} ${counted}, ${seconds.toFixed(1)} s`);
  for (const title of again) console.log(`          passed only the second time: ${title}`);
  if (failed || again.length > 0)
    console.log(
      output
        .trimEnd()
        .split("\n")
        .slice(-200)
        .map((line) => `      ${line}`)
        .join("\n"),
    );
}

async function run(): Promise<Outcome[]> {
  mkdirSync(inRoot(".artifacts"), { recursive: true });
  await step("Database client", generateClient, String);
  const all = options.fast ? [...quickTasks(), unitTask] : await fullTasks();
  const tasks = options.only
    ? all.filter(({ name }) => name.includes(options.only ?? "")).map((task) => ({ ...task, after: [] }))
    : all;
  if (!existsSync(inRoot("next-env.d.ts")))
    writeFileSync(
      inRoot("next-env.d.ts"),
      '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n',
    );
  console.log(`Running ${tasks.length} parts, ${Math.min(2, os.availableParallelism())} at a time`);
  return runTasks(tasks, 2, tell);
}

function stopClusters(): void {
  for (const cluster of clusters) if (cluster.startedHere) cluster.stop();
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    console.log("\nStopped. Ending what was started …");
    endRunning();
    void stopTarget().finally(() => {
      stopClusters();
      process.exit(130);
    });
  });
}

let outcomes: Outcome[] = [];
try {
  outcomes = await run();
} catch (error) {
  console.error(`\nThe tests cannot run: ${explain(error)}`);
  outcomes = [{ name: "set-up", passed: 0, failed: 1, seconds: 0, output: "" }];
} finally {
  stopClusters();
}
const sum = (pick: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + pick(outcome), 0);
const failed = sum((outcome) => outcome.failed);
console.log(
  `\nTook ${((Date.now() - startedAt) / 1000).toFixed(0)} s${
    failed
      ? `; failed: ${outcomes
          .filter((outcome) => outcome.failed)
          .map(({ name }) => name)
          .join(", ")}`
      : ""
  }`,
);
console.log(`${sum((outcome) => outcome.passed)} passed, ${failed} failed`);
process.exit(failed > 0 || outcomes.length === 0 ? 1 : 0);
