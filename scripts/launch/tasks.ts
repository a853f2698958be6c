// The parts of `npm test`: commands with a name, run two at a time, each with what it counted.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

import { inRoot } from "./paths.ts";
import { forSpawn, type Env } from "./env.ts";

export type Count = {
  readonly passed: number;
  readonly failed: number;
  /** What passed only when it was told a second time, by name. */
  readonly again?: readonly string[];
};
export type Outcome = Count & { readonly name: string; readonly seconds: number; readonly output: string };
export type Task = {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Env;
  readonly after?: readonly string[];
  /** How much of the machine it keeps busy by itself; one where nothing is said. */
  readonly lanes?: number;
  /** A JSON report to read counts from; without one the command counts as one. */
  readonly report?: string;
  /** How test files that failed are run once more, after the rest: the command, which takes the files, and its report. */
  readonly anew?: { readonly command: readonly string[]; readonly report: string };
  readonly before?: () => Promise<Env>;
  readonly cleanUp?: () => Promise<void>;
};

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  testResults?: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
};
type Suite = { specs?: { title: string; tests: { status: string }[] }[]; suites?: Suite[] };
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites?: Suite[];
};

/** Of the stories in a browser and of the files of other tests, how many may need a second telling: see decision 160. */
const mostAgain = 2;

const toldAgain = ({ specs = [], suites = [] }: Suite): string[] => [
  ...specs.filter(({ tests }) => tests.some(({ status }) => status === "flaky")).map(({ title }) => title),
  ...suites.flatMap(toldAgain),
];

/** A skipped test is not a pass; one that passed the second time is, named, as long as there are few of them. */
export function countReport(report: VitestReport | PlaywrightReport): Count {
  if ("stats" in report) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    const failed = unexpected + skipped;
    if (flaky === 0) return { passed: expected, failed };
    const again = toldAgain(report);
    return flaky > mostAgain
      ? { passed: expected, failed: failed + flaky, again }
      : { passed: expected + flaky, failed, again };
  }
  const failed = report.numFailedTests > 0 ? report.numFailedTests : report.numFailedTestSuites;
  return { passed: report.numPassedTests, failed };
}

const readReport = <T>(file: string) => JSON.parse(readFileSync(inRoot(file), "utf8")) as T;

function readCount(task: Task, status: number | null): Count {
  const plain = status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (!task.report || !existsSync(inRoot(task.report))) return plain;
  const count = countReport(readReport<VitestReport | PlaywrightReport>(task.report));
  return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** What is run once more: nothing when too many files failed. Those without a failed test could not even begin. */
function findAnew({ testResults = [] }: VitestReport) {
  const files = testResults.filter(({ status }) => status === "failed");
  if (files.length === 0 || files.length > mostAgain) return null;
  const titlesOf = ({ name, assertionResults }: (typeof files)[number]) => {
    const failed = assertionResults.filter(({ status }) => status === "failed");
    return failed.length === 0 ? [path.basename(name)] : failed.map(({ fullName }) => fullName);
  };
  return {
    files: files.map(({ name }) => name),
    titles: files.flatMap(titlesOf),
    passed: files.flatMap((file) => file.assertionResults).filter(({ status }) => status === "passed").length,
  };
}

const running = new Set<ChildProcess>();

/** For Ctrl-C: what runs now is told to end. */
export function endRunning(): void {
  for (const child of running) child.kill("SIGTERM");
}

type Ended = { readonly status: number | null; readonly output: string };

function execute([command = "", ...args]: readonly string[], env: Env): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: inRoot(), env: forSpawn(env), stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    running.add(child);
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.once("error", (error) => resolve({ status: 1, output: error.message }));
    child.once("close", (status) => {
      running.delete(child);
      resolve({ status, output });
    });
  });
}

/** Few failed files are run once more by themselves. What passes then counts as passed, and is named. */
async function executeCounted(task: Task, env: Env): Promise<Count & Pick<Outcome, "output">> {
  const { status, output } = await execute(task.command, env);
  const count = readCount(task, status);
  const { anew, report } = task;
  if (count.failed === 0 || !anew || !report || !existsSync(inRoot(report))) return { ...count, output };
  const again = findAnew(readReport(report));
  if (again === null) return { ...count, output };
  rmSync(inRoot(anew.report), { force: true });
  const told = await execute([...anew.command, ...again.files], env);
  const second = readCount({ ...task, report: anew.report }, told.status);
  if (second.failed > 0) return { ...count, output: `${output}\n${told.output}` };
  return { passed: count.passed - again.passed + second.passed, failed: 0, again: again.titles, output };
}

async function runTask(task: Task): Promise<Outcome> {
  const startedAt = Date.now();
  if (task.report) rmSync(inRoot(task.report), { force: true });
  let result: Count & Pick<Outcome, "output">;
  try {
    const extra = (await task.before?.()) ?? {};
    const pathWithTools = [inRoot("node_modules", ".bin"), process.env.PATH].join(path.delimiter);
    result = await executeCounted(task, {
      ...process.env,
      FORCE_COLOR: "0",
      NO_COLOR: "1",
      PATH: pathWithTools,
      ...task.env,
      ...extra,
    });
  } catch (error) {
    result = { passed: 0, failed: 1, output: error instanceof Error ? error.message : String(error) };
  } finally {
    await task.cleanUp?.();
  }
  return { name: task.name, ...result, seconds: (Date.now() - startedAt) / 1000 };
}

const notRun = (task: Task, because: string): Outcome => ({
  name: task.name,
  passed: 0,
  failed: 1,
  seconds: 0,
  output: `not run, because "${because}" failed`,
});

/** In the given order, as many at a time as there are lanes; a task waits for those it comes after. */
export async function runTasks(
  tasks: readonly Task[],
  lanes: number,
  onDone: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const waiting = [...tasks];
  const outcomes = new Map<string, Outcome>();
  const inLane = new Map<Task, Promise<void>>();
  const widthOf = (task: Task) => Math.min(task.lanes ?? 1, lanes);
  const taken = () => [...inLane.keys()].reduce((sum, task) => sum + widthOf(task), 0);
  const finish = (outcome: Outcome) => {
    outcomes.set(outcome.name, outcome);
    onDone(outcome);
  };
  while (waiting.length > 0 || inLane.size > 0) {
    const next = waiting.find((task) => (task.after ?? []).every((name) => outcomes.has(name)));
    if (!next || taken() + widthOf(next) > lanes) {
      await Promise.race(inLane.values());
      continue;
    }
    waiting.splice(waiting.indexOf(next), 1);
    const broken = (next.after ?? []).find((name) => outcomes.get(name)?.failed);
    if (broken) finish(notRun(next, broken));
    else {
      const run = runTask(next).then(finish);
      inLane.set(
        next,
        run.finally(() => inLane.delete(next)),
      );
    }
  }
  return [...outcomes.values()];
}
