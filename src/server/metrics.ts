import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Labels are names of ours (a route, a status, a class), never anything a request carries. */
type Metrics = {
  readonly registry: Registry;
  readonly requests: Counter<"method" | "route" | "status">;
  readonly durations: Histogram<"method" | "route">;
  readonly refusals: Counter<"code">;
  readonly workersAlive: Gauge;
  readonly dueWork: Gauge;
  readonly due: Gauge<"kind">;
  readonly oldestDue: Gauge<"kind">;
  readonly running: Gauge<"kind">;
  readonly worked: Counter<"kind" | "outcome">;
  readonly providerCalls: Counter<"provider" | "endpoint" | "outcome">;
  readonly runs: Gauge<"provider" | "window">;
  readonly failedRuns: Gauge<"provider" | "window">;
  readonly burnRate: Gauge<"provider" | "window">;
  readonly budgetLeft: Gauge<"provider">;
};

function createWorkMetrics(
  registers: Registry[],
): Pick<Metrics, "due" | "oldestDue" | "running" | "worked" | "providerCalls"> {
  const labelNames = ["kind"] as const;
  return {
    due: new Gauge({ name: "daykeeper_work_due", help: "Due and not begun, counted to 3,000", labelNames, registers }),
    oldestDue: new Gauge({
      name: "daykeeper_work_oldest_due_seconds",
      help: "How long the oldest due work has waited",
      labelNames,
      registers,
    }),
    running: new Gauge({
      name: "daykeeper_work_running",
      help: "Held by a worker at this moment",
      labelNames,
      registers,
    }),
    worked: new Counter({
      name: "daykeeper_work_total",
      help: "Work by how it ended, of all processes since the beginning; claimed counts each beginning",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    providerCalls: new Counter({
      name: "daykeeper_provider_calls_total",
      help: "Calls to calendar providers by how they ended, of all processes since the beginning",
      labelNames: ["provider", "endpoint", "outcome"],
      registers,
    }),
  };
}

function createObjectiveMetrics(
  registers: Registry[],
): Pick<Metrics, "runs" | "failedRuns" | "burnRate" | "budgetLeft"> {
  const labelNames = ["provider", "window"] as const;
  return {
    runs: new Gauge({ name: "daykeeper_runs", help: "Runs that ended in the window until now", labelNames, registers }),
    failedRuns: new Gauge({
      name: "daykeeper_runs_failed",
      help: "Runs of the window that did not end well",
      labelNames,
      registers,
    }),
    burnRate: new Gauge({
      name: "daykeeper_error_budget_burn_rate",
      help: "How fast the budget for errors burns, as a multiple of what uses it up in 30 days",
      labelNames,
      registers,
    }),
    budgetLeft: new Gauge({
      name: "daykeeper_error_budget_left",
      help: "Share of the budget for errors of 30 days that is left; below zero it is overdrawn",
      labelNames: ["provider"],
      registers,
    }),
  };
}

function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "daykeeper_" });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: "daykeeper_http_requests_total",
      help: "Answered requests",
      labelNames: ["method", "route", "status"],
      registers,
    }),
    durations: new Histogram({
      name: "daykeeper_http_request_seconds",
      help: "Time to answer",
      labelNames: ["method", "route"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    refusals: new Counter({
      name: "daykeeper_refusals_total",
      help: "Requests refused for lack of rights",
      labelNames: ["code"],
      registers,
    }),
    workersAlive: new Gauge({ name: "daykeeper_workers_alive", help: "Workers whose heartbeat is fresh", registers }),
    dueWork: new Gauge({ name: "daykeeper_due_work", help: "Work that is due and not done", registers }),
    ...createWorkMetrics(registers),
    ...createObjectiveMetrics(registers),
  };
}

const holder = globalThis as { [metricsKey]?: Metrics };
const metricsKey = Symbol.for("daykeeper.metrics");

export function getMetrics(): Metrics {
  return (holder[metricsKey] ??= createMetrics());
}
