// Cuts a failing story down to the steps without which it does not fail.
import { runPlan, type SeedResult } from "./run-seed";
import type { Defect } from "./scene";
import type { SimDatabase } from "./sim-database";
import type { Plan, Step } from "./steps";

const mostRuns = 120;

/** Delta debugging: leaves out ever smaller parts as long as the same invariant breaks. */
export async function shrink(
  database: SimDatabase,
  failed: SeedResult,
  options: { readonly defect?: Defect } = {},
): Promise<SeedResult> {
  let best = failed;
  let runs = 0;
  for (let size = Math.ceil(best.plan.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.plan.steps.length && runs < mostRuns;) {
      const steps = best.plan.steps.filter((_, index) => index < from || index >= from + size);
      const tried = await runPlan(database, { ...best.plan, steps }, options);
      runs += 1;
      if (tried.violation?.invariant === failed.violation?.invariant) best = tried;
      else from += size;
    }
  }
  return best;
}

const tellStep = ({ chance: _, ...step }: Step): string => JSON.stringify(step);

/** What somebody needs who wants to see it happen. */
export function tellFailure({ plan, violation }: SeedResult): string {
  const { steps, ...world }: Plan = plan;
  return [
    `seed ${plan.seed}: ${violation?.invariant}: ${violation?.what}`,
    JSON.stringify(world),
    ...steps.map((step) => `  ${tellStep(step)}`),
  ].join("\n");
}
