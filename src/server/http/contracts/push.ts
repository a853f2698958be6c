import { providerFacts } from "@/providers/catalog";
import {
  personParams,
  pushHealth,
  pushLog,
  pushLogQuery,
  pushMetrics,
  pushQuery,
  pushResults,
  type ChannelDone,
  type PushHealthShape,
  type PushLogShape,
  type PushMetricsShape,
  type PushResultsShape,
} from "@/server/push/shapes";

import { contract } from "../contract";

const [shown] = providerFacts;
const place = {
  channelId: "5d3f0a7e-1c2b-4d85-9f60-3b2a1c0d9e8f",
  connectionId: "2f6e1c9a-4b7d-4e21-8c35-a90b1d2e3f60",
  calendarId: "9b1f7c30-6a54-4c1d-8e2f-0d9c8b7a6f51",
  provider: shown?.id ?? "",
  product: shown?.product ?? "",
};
const at = "2026-11-21T09:00:00.000Z";
const sentence = `${shown?.party ?? ""} tells us of each change at once.`;

const healthExample: PushHealthShape = {
  status: "delivering",
  advice: null,
  channels: [
    {
      ...place,
      ...{ state: "delivering", sentence, since: at, expiresAt: "2026-11-28T09:00:00.000Z", lastNotified: at },
      ...{ nextTry: null, failures: 0, code: null },
    },
  ],
  checkedAt: at,
};

const metricsExample: PushMetricsShape = {
  since: "2026-11-15T00:00:00.000Z",
  channels: [
    {
      ...place,
      ...{ received: 12, processed: 11, superseded: 1, waiting: 0, failed: 0, averageMs: 420, p95Ms: 900, lagMs: 0 },
      errors: [],
      days: [{ day: "2026-11-21", received: 12, failed: 0, averageMs: 420 }],
    },
  ],
};

const logExample: PushLogShape = {
  notices: [
    {
      id: "7a1c5e90-2b3d-4f64-9c10-5d4e3f2a1b00",
      channelId: place.channelId,
      connectionId: place.connectionId,
      ...{ kind: "change", outcome: "processed", receivedAt: at, tookMs: 420, attempts: 1, code: null },
    },
  ],
  nextCursor: null,
};

const resultExample = (result: ChannelDone, message: string, tookMs: number | null = null): PushResultsShape => ({
  message,
  results: [{ ...place, result, state: "delivering", sentence, tookMs, code: null }],
});

const common = {
  tag: "Push",
  access: { to: "person" },
  params: personParams,
  problems: ["no_workspace"],
} as const;

const look = { ...common, method: "GET", rate: "read" } as const;
const act = { ...common, method: "POST", rate: "write", query: pushQuery } as const;
const base = "/api/v1/calendar/webhook";

export const readPushHealthContract = contract({
  ...look,
  id: "readPushHealth",
  path: `${base}/health/{userId}`,
  summary: "How each channel is by which a provider tells of changes. One's own; managers those of their people",
  query: pushQuery,
  answer: { status: 200, body: pushHealth, example: healthExample },
});

export const readPushMetricsContract = contract({
  ...look,
  id: "readPushMetrics",
  path: `${base}/metrics/{userId}`,
  summary: "What came by each channel within seven days, how long it took and what failed",
  query: pushQuery,
  answer: { status: 200, body: pushMetrics, example: metricsExample },
});

export const readPushLogContract = contract({
  ...look,
  id: "readPushLog",
  path: `${base}/log/{userId}`,
  summary: "Every notification with what became of it and how long that took, newest first, for 30 days",
  query: pushLogQuery,
  answer: { status: 200, body: pushLog, example: logExample },
});

export const stopPushContract = contract({
  ...act,
  id: "stopPush",
  path: `${base}/stop/{userId}`,
  summary: "Close every channel and open none until somebody wants them again. Changes are found by asking meanwhile",
  answer: {
    status: 200,
    body: pushResults,
    example: resultExample("stopped", "Changes are found by asking from now on."),
  },
});

export const recreatePushContract = contract({
  ...act,
  id: "recreatePush",
  path: `${base}/recreate/{userId}`,
  summary: "Open a new channel in place of every one",
  answer: { status: 200, body: pushResults, example: resultExample("recreated", "All of them are in order.") },
});

export const verifyPushContract = contract({
  ...act,
  id: "verifyPush",
  path: `${base}/verify/{userId}`,
  summary: "Ask the provider whether it has each channel, where it can be asked; changes nothing",
  answer: { status: 200, body: pushResults, example: resultExample("confirmed", "All of them are in order.") },
});

export const testPushContract = contract({
  ...act,
  id: "testPush",
  path: `${base}/test/{userId}`,
  summary:
    "Put an event into the calendar, wait up to 20 s for its notification, take it out again, and say how long it took",
  answer: { status: 200, body: pushResults, example: resultExample("delivered", "Every change was announced.", 840) },
});

export const repairPushContract = contract({
  ...act,
  id: "repairPush",
  path: `${base}/auto-fix/{userId}`,
  summary: "Find what is wrong with the channels, open those anew, and process what was given up",
  answer: { status: 200, body: pushResults, example: resultExample("nothing_wrong", "Nothing is wrong.") },
});

export const pushContracts = [
  readPushHealthContract,
  readPushMetricsContract,
  readPushLogContract,
  stopPushContract,
  recreatePushContract,
  verifyPushContract,
  testPushContract,
  repairPushContract,
] as const;
