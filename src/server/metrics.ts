import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Labels are names of ours (a route, a status, a class), never anything a request carries. */
type Metrics = {
  readonly registry: Registry;
  readonly requests: Counter<"method" | "route" | "status">;
  readonly durations: Histogram<"method" | "route">;
  readonly refusals: Counter<"code">;
  readonly workersAlive: Gauge;
  readonly dueWork: Gauge;
};

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
  };
}

const holder = globalThis as { [metricsKey]?: Metrics };
const metricsKey = Symbol.for("daykeeper.metrics");

export function getMetrics(): Metrics {
  return (holder[metricsKey] ??= createMetrics());
}
