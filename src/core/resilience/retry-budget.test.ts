import fc from "fast-check";
import { expect, it } from "vitest";
import { countCall, newBudget, spendRetry } from "./retry-budget";

it("RES-2 retries are at most a tenth of the calls, and the few of a start", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 500 }), (wanted) => {
      let budget = newBudget;
      let retries = 0;
      wanted.forEach((tries) => {
        budget = countCall(budget);
        for (let retry = 0; retry < tries; retry += 1) {
          const spent = spendRetry(budget);
          if (spent === null) break;
          budget = spent;
          retries += 1;
        }
      });
      expect(retries).toBeLessThanOrEqual(wanted.length * 0.1 + newBudget.balance + 1e-6);
    }),
  );
});

it("RES-2 when everything fails, amplification stays at 1.1", () => {
  let budget = newBudget;
  let attempts = 0;
  for (let call = 0; call < 10_000; call += 1) {
    budget = countCall(budget);
    attempts += 1;
    for (let spent = spendRetry(budget); spent !== null; spent = spendRetry(budget)) {
      budget = spent;
      attempts += 1;
    }
  }
  expect(attempts / 10_000).toBeLessThanOrEqual(1.1005);
});

it("saves up for a bad minute, but not for a bad day", () => {
  const saved = Array.from({ length: 10_000 }).reduce<typeof newBudget>(countCall, newBudget);
  expect(saved.balance).toBe(20);
});
