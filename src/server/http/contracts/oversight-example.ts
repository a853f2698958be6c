import { providerFacts } from "@/providers/catalog";
import type {
  HealthHistoryShape,
  OverseenCalendarsShape,
  OverseenPageShape,
  OverviewShape,
} from "@/server/admin/shapes";

import { ids } from "./examples";

/** The first of the catalog: an example needs some name. */
const [shown] = providerFacts;
const { id: provider = "", party = "", product = "" } = shown ?? {};

const workspaceId = "5b6c7d8e-9fa0-41b2-83c4-d5e6f7081900";
const connectionId = "2f1e0d3c-4b5a-4687-9716-051423324100";
const freshness = { calendars: 84, within: 82, p50Ms: 95_000, p95Ms: 610_000, p99Ms: 5_340_000 };
const states = [
  { state: "healthy" as const, connections: 39 },
  { state: "needs_reconnecting" as const, connections: 2 },
];

export const overviewExample: OverviewShape = {
  checkedAt: "2026-11-21T09:02:00.000Z",
  workspace: { id: workspaceId, name: "Meridian" },
  mayAct: true,
  connections: 41,
  states,
  freshness,
  providers: [
    {
      ...{ provider, party, product, connections: 41, states, freshness },
      outage: null,
      grants: { all: 41, lost: 2, failing: 0, endingSoon: 1 },
      calls: [{ day: "2026-11-21", calls: 8_412, failures: 12, rateLimited: 3 }],
      callsPerDay: null,
      ready: null,
      slowed: { count: 1, until: "2026-11-21T09:05:00.000Z" },
    },
  ],
  objectivePercent: 99,
  objectives: [
    {
      ...{ provider, product, runs: 118_000, failures: 410, availability: 0.9965, budgetLeft: 0.65 },
      burns: [{ rate: 14.4, longMinutes: 60, burn: 0.4, isBurning: false }],
    },
  ],
  anomalies: [
    {
      ...{ provider, product, metric: "duration", at: "2026-11-21T08:00:00.000Z" },
      ...{ value: 4_200, usual: 900, spread: 80, score: 27.8, samples: 167 },
    },
  ],
  ways: [
    {
      ...{ channel: "webhook", addresses: 2, failing: 1, disabled: 0, code: null },
      ...{ workedAt: "2026-11-21T08:30:00.000Z", testedAt: "2026-11-21T02:10:00.000Z" },
    },
  ],
  workspaces: [],
  machinery: null,
  breakers: [
    {
      workspaceId,
      key: `read:${connectionId}`,
      ...{ provider, product, connectionId, userName: "Alice Berg", state: "open" },
      openedAt: "2026-11-21T08:40:00.000Z",
      until: "2026-11-21T09:10:00.000Z",
      cause: "unavailable",
    },
  ],
  dead: [
    {
      id: "0b4f8a52-1c1e-4f0e-9d55-6a1f0e7c2d10",
      ...{ workspaceId, workspaceName: "Meridian", kind: "connection.discover", attempts: 8, code: "unavailable" },
      deadAt: "2026-11-21T09:00:00.000Z",
    },
  ],
  drift: [{ day: "2026-11-20", reads: 12, missing: 0, extra: 0, stale: 1 }],
  transitions: [
    {
      at: "2026-11-21T08:41:00.000Z",
      ...{ subject: "connection", connectionId, userName: "Alice Berg", workspaceName: "Meridian", product },
      ...{ from: "healthy", to: "needs_reconnecting", cause: "access_ended" },
    },
  ],
};

export const overseenExample: OverseenPageShape = {
  connections: [
    {
      ...{ connectionId, workspaceId, workspaceName: "Meridian", userId: ids.alice, userName: "Alice Berg" },
      userEmail: "alice@meridian.test",
      ...{ provider, product, state: "needs_reconnecting", badge: "Needs reconnecting", cause: "access_ended" },
      code: "grant_lost",
      sentence: `${party} ended our access, most likely because the password was changed.`,
      since: "2026-11-21T08:41:00.000Z",
      lastProven: "2026-11-21T08:40:00.000Z",
      calendars: 2,
      score: 40,
      remindedAt: null,
    },
  ],
  total: 1,
  isTotalExact: true,
  nextCursor: null,
};

export const overseenCalendarsExample: OverseenCalendarsShape = {
  calendars: [
    {
      calendarId: "5c4b3a29-1807-4f6e-8d5c-4b3a29180716",
      isPrimary: true,
      ...{ state: "late", badge: "Late", cause: "failing", code: "rate_limited" },
      since: "2026-11-21T08:41:00.000Z",
      lastProven: "2026-11-21T08:40:00.000Z",
      nextSyncAt: "2026-11-21T09:02:00.000Z",
      failures: 2,
    },
  ],
};

export const historyExample: HealthHistoryShape = {
  range: "24h",
  bucket: "hour",
  scores: [{ day: "2026-11-21", provider, product, score: 97 }],
  calls: [{ day: "2026-11-21", provider, product, calls: 8_140, failures: 12, rateLimited: 3, callsPerDay: 800_000 }],
  demoUntil: null,
  points: [
    { at: "2026-11-21T09:00:00.000Z", ages: freshness, p50Ms: 180, p95Ms: 920, p99Ms: 2_400, runs: 334, failures: 2 },
  ],
};
