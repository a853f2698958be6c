// One seed from its beginning to its end: steps and checks, then everything heals, comes to rest and has to agree.
import { createHash } from "node:crypto";

import { hourMs, minuteMs } from "@/core/time/wall-time";

import { carryOut, live, tend } from "./acts";
import { readLedgers, type Ledger } from "./audit";
import { checkBookings, checkSettledBookings, isAnyHeld } from "./bookings";
import { checkChannels, checkNotices, checkRenewed, checkServed, probeSilence } from "./channels";
import { createDice } from "./dice";
import { checkHealthCounts } from "./health-counts";
import { replaySetAside } from "./set-aside";
import { checkAlerts, checkTold } from "./open-alerts";
import { checkStep, findDifferences, isAtRest, isCrashed, newMemory, wasLiedAbout, type Memory } from "./invariants";
import { openScene, type Defect, type Scene } from "./scene";
import type { SimDatabase } from "./sim-database";
import { planSeed, type Plan } from "./steps";
import { Restless } from "./timeline";
import { Broken, type Violation } from "./witness";

export type SeedResult = {
  readonly plan: Plan;
  readonly violation: Violation | null;
  /** The same for the same plan, on every machine. */
  readonly trace: string;
  /** What was done: each edit and other step, each transaction, each request to a provider and each answer of one. */
  readonly operations: number;
  readonly story: readonly string[];
};

type Options = { readonly defect?: Defect; readonly tells?: boolean };

export const runSeed = (database: SimDatabase, seed: number, options: Options = {}): Promise<SeedResult> =>
  runPlan(database, planSeed(seed), options);

export async function runPlan(database: SimDatabase, plan: Plan, options: Options = {}): Promise<SeedResult> {
  const hash = createHash("sha256");
  const story: string[] = [];
  const trace = (line: string) => {
    hash.update(line);
    if (options.tells === true) story.push(line);
  };
  const scene = await openScene(plan, database, { trace, ...(options.defect && { defect: options.defect }) });
  const violation = await plantedIn(database, options.defect?.schema, () => playOut(scene));
  trace(JSON.stringify(await readLedgers(scene)));
  for (const process of [...scene.workers(), scene.web()]) scene.timeline.bury(process);
  return { plan, violation, trace: hash.digest("hex"), operations: scene.timeline.turns + countSteps(plan), story };
}

const countSteps = ({ steps, already, accounts }: Plan): number =>
  steps.reduce((sum, step) => sum + (step.do === "edit" ? step.edits.length : 1), 0) +
  already * accounts.reduce((sum, calendars) => sum + calendars, 0);

/** A mistake in the schema is there for one story. */
async function plantedIn<T>(database: SimDatabase, schema: Defect["schema"], run: () => Promise<T>): Promise<T> {
  if (schema === undefined) return run();
  await database.change(schema.plant);
  try {
    return await run();
  } finally {
    await database.change(schema.mend);
  }
}

async function playOut(scene: Scene): Promise<Violation | null> {
  const memory = newMemory();
  try {
    for (const step of scene.plan.steps) {
      await carryOut(scene, step);
      await check(scene, memory);
    }
    await heal(scene, memory);
    return null;
  } catch (error) {
    if (error instanceof Broken) return error.violation;
    if (error instanceof Restless) return { invariant: "I16", what: error.message };
    throw error;
  }
}

async function check(scene: Scene, memory: Memory): Promise<readonly Ledger[]> {
  // Whatever stands in the database was written in a turn.
  if (memory.readAtTurn !== scene.timeline.turns)
    Object.assign(memory, {
      ...{ before: memory.ledgers, ledgers: await readLedgers(scene), readAtTurn: scene.timeline.turns },
    });
  const { ledgers } = memory;
  const more = (
    await Promise.all([checkBookings(scene, memory), checkHealthCounts(scene), checkNotices(scene)])
  ).flat();
  const [first] = [...scene.witness.violations, ...checkStep(scene, ledgers, memory), ...more];
  if (first !== undefined) throw new Broken(first);
  return ledgers;
}

/** From here on nothing goes wrong any more. Longer than the longest wait that anybody has asked for or was promised. */
const longestRestMs = 9 * hourMs;
const longestPauseMs = 6.5 * hourMs;

async function heal(scene: Scene, memory: Memory): Promise<void> {
  const { timeline, world, plan, weather } = scene;
  world.mend();
  weather.losses = 0;
  for (const process of [...scene.workers(), scene.web()]) process.dying = null;
  await timeline.go(4_000, { dice: createDice(plan.seed) });
  const healedMs = timeline.nowMs;
  scene.trace(`healed at ${healedMs}`);
  let ledgers = await readLedgers(scene);
  checkSchedule(ledgers, healedMs + timeline.setBackMs);
  await askForWhatIsWell(scene, ledgers);
  await live(scene, healedMs + longestRestMs + timeline.setBackMs, plan.seed, async () => {
    ledgers = await check(scene, memory);
    helpAlong(scene, ledgers);
    return ledgers.every((ledger) => isSettled(scene, ledger, healedMs)) && !(await isAnyHeld(scene, ledgers));
  });
  ledgers = await check(scene, memory);
  for (const ledger of ledgers) if (!isSettled(scene, ledger, healedMs)) throw new Broken(toUnsettled(scene, ledger));
  const [setAside] = await replaySetAside(scene);
  if (setAside !== undefined) throw new Broken(setAside);
  // An open alert is looked at again every few minutes, as the worker does beside its work. What was due before a clock was set
  // back is due later by that much.
  await live(scene, timeline.nowMs + 6 * minuteMs + timeline.setBackMs, plan.seed);
  const unrenewed = await checkRenewed(scene, ledgers);
  if (unrenewed !== null) throw new Broken(unrenewed);
  tend(scene);
  await live(scene, timeline.nowMs + minuteMs, plan.seed);
  ledgers = await check(scene, memory);
  const wrong =
    (await checkAlerts(scene)) ??
    (await checkTold(scene)) ??
    (await checkSettledBookings(scene, ledgers)) ??
    (await checkChannels(scene, ledgers)) ??
    (await checkServed(scene, ledgers, new Date(healedMs))) ??
    (await probeSilence(scene));
  if (wrong !== null) throw new Broken(wrong);
}

/** I16: whatever is to be read will be read, within the longest pause that there is. */
function checkSchedule(ledgers: readonly Ledger[], nowMs: number): void {
  const forgotten = ledgers.find(
    (ledger) =>
      !isAtRest(ledger) &&
      !isCrashed(ledger) &&
      (ledger.dueAt === null || ledger.dueAt.getTime() > nowMs + longestPauseMs),
  );
  if (forgotten === undefined) return;
  const { events: _, ...rest } = forgotten;
  throw new Broken({ invariant: "I16", what: `nobody will read it: ${JSON.stringify(rest)}` });
}

/**
 * What is on its schedule would be read within hours: a person is quicker. What failed has to come back by itself. What was
 * said to be empty, and was too small for anybody to doubt it, comes back with the next full read.
 */
async function askForWhatIsWell(scene: Scene, ledgers: readonly Ledger[]): Promise<void> {
  for (const [index, ledger] of ledgers.entries()) {
    const isFull = wasLiedAbout(scene, ledger);
    if (isFull || (ledger.status === "healthy" && ledger.failures === 0) || isCrashed(ledger))
      await carryOut(scene, { do: "resync", calendar: index, isFull, turns: 20, chance: index });
  }
}

function isSettled(scene: Scene, ledger: Ledger, sinceMs: number): boolean {
  if (isAtRest(ledger)) return true;
  const isRead = ledger.provenAt !== null && ledger.provenAt.getTime() >= sinceMs;
  return isRead && ledger.status === "healthy" && findDifferences(scene, ledger).length === 0;
}

function toUnsettled(scene: Scene, ledger: Ledger): Violation {
  const differences = findDifferences(scene, ledger);
  const { events: _, ...rest } = ledger;
  const invariant = ledger.status === "healthy" && differences.length > 0 ? "I1" : "I16";
  return { invariant, what: `${differences.slice(0, 4).join("; ")} ${JSON.stringify(rest)}` };
}

/** What is held waits for a person, who says yes; so does what was set aside, and is asked for again. */
function helpAlong(scene: Scene, ledgers: readonly Ledger[]): void {
  const nowMs = scene.timeline.nowMs;
  for (const [index, ledger] of ledgers.entries())
    if (isCrashed(ledger) && ledger.dueAt === null)
      void carryOut(scene, { do: "resync", calendar: index, isFull: false, turns: 0, chance: 1 });
  for (const [index, { heldAt }] of ledgers.entries())
    if (heldAt !== null && nowMs - heldAt.getTime() > 2 * minuteMs)
      void carryOut(scene, { do: "decide", calendar: index, approve: true, turns: 0, chance: 1 });
}
