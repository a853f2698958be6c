// The overview of whoever looks after others on the worst of days, made from a real answer by changing what differs.
type Json = Record<string, unknown>;
export type OverviewAnswer = Json & { providers: (Json & { provider: string; product: string })[]; ways: Json[] };

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const longName = "Wilhelmina Featherstonehaugh-Cholmondeley of the northern region";
const longWorkspace = "Hinterland Manufacturing and Sons, Sales and Distribution";
const id = (index: number) => `00000000-0000-4000-8000-00000000000${index}`;

/** Everything that can go wrong does, each in its longest words. */
export function toBadDay(answer: OverviewAnswer): OverviewAnswer {
  const product = answer.providers[0]?.product ?? "";
  const provider = answer.providers[0]?.provider ?? "";
  return {
    ...answer,
    providers: answer.providers.map((each) => ({
      ...each,
      outage: { since: minutesAgo(200), cause: "unavailable" },
      slowed: { count: 1_234, until: minutesAgo(-40) },
    })),
    objectives: answer.providers.map((each) => ({
      ...{ provider: each.provider, product: each.product, runs: 1_234_567, failures: 98_765 },
      ...{ availability: 0.92, budgetLeft: -7.25 },
      burns: [14.4, 6, 1].map((rate) => ({ rate, longMinutes: 60, burn: 123.4, isBurning: true })),
    })),
    anomalies: [
      {
        ...{ provider, product, metric: "error_rate", at: minutesAgo(30) },
        ...{ value: 0.734, usual: 0.004, spread: 0.002, score: 99, samples: 168 },
      },
    ],
    ways: ["email", "slack", "teams", "sms", "webhook"].map((channel) => ({
      ...{ channel, addresses: 1_200, failing: 1, disabled: 1, code: "redirected" },
      ...{ workedAt: minutesAgo(9_000), testedAt: minutesAgo(700) },
    })),
    machinery: {
      ...(answer.machinery as Json),
      queue: ["calendar_sync", "notification_process"].map((kind) => ({
        ...{ kind, due: 1_234_567, running: 1_234, oldestDueAt: minutesAgo(500) },
      })),
      workers: [1, 2].map((index) => ({
        ...{ id: id(index), kind: "worker", name: "ip-10-200-130-240.eu-central-1.compute.internal-48213" },
        ...{ version: "0.1.0-5f0c2ab81d", startedAt: minutesAgo(9_000), lastBeatAt: minutesAgo(300) },
        ...{ stoppedAt: null, alive: false },
      })),
    },
    breakers: [null, id(3)].map((connectionId) => ({
      ...{ workspaceId: id(4), key: `breaker ${connectionId}`, provider, product, connectionId, userName: longName },
      ...{ state: "half_open", openedAt: minutesAgo(300), until: minutesAgo(-5), cause: "project_misconfigured" },
    })),
    dead: [5, 6].map((index) => ({
      ...{ id: id(index), workspaceId: id(4), workspaceName: longWorkspace, kind: "connection_refresh_token" },
      ...{ attempts: 120, code: "project_misconfigured", deadAt: minutesAgo(1_000) },
    })),
    transitions: [7, 8].map((index) => ({
      ...{ at: minutesAgo(index), subject: "connection", connectionId: id(index), userName: longName },
      ...{ workspaceName: longWorkspace, product, from: "healthy", to: "needs_reconnecting", cause: "deletion_held" },
    })),
  };
}
