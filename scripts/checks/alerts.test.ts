import { describe, expect, it } from "vitest";
import { findAlertProblems } from "./alerts.ts";

const metrics = `new Gauge({ name: "daykeeper_workers_alive" })`;
const rules = `
      - alert: NoWorker
        expr: daykeeper_workers_alive == 0
`;
const line = (value: number) => `
      - expr: count(ALERTS{alertname="NoWorker",alertstate="firing"}) or vector(0)
        eval_time: 8m
        exp_samples: [{ labels: "{}", value: ${value} }]`;
const sound = { metrics, rules, tests: line(1) + line(0) };

const planted: readonly [string, Parameters<typeof findAlertProblems>[0], RegExp][] = [
  ["a metric that nobody counts", { ...sound, rules: `${rules} and daykeeper_gone` }, /nobody counts daykeeper_gone/],
  ["an alert that nobody sees fire", { ...sound, tests: line(0) }, /nobody sees NoWorker fire/],
  ["an alert that nobody sees clear", { ...sound, tests: line(1) }, /nobody sees NoWorker clear/],
];

describe("the alerts for Prometheus", () => {
  it.each(planted)("rule alerts fires on %s", (_, texts, problem) => {
    expect(findAlertProblems(texts).join("\n")).toMatch(problem);
  });

  it("finds nothing in alerts that are sound", () => {
    expect(findAlertProblems(sound)).toEqual([]);
  });
});
