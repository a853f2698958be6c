import { providerFacts } from "@/providers/catalog";
import type { HealthShape, PastDaysShape } from "@/server/health/shapes";

import { ids } from "./examples";

/** The first of the catalog: an example needs some name. */
const [shown] = providerFacts;
const { id: provider = "", party = "", product = "" } = shown ?? {};

const calm = {
  state: "healthy" as const,
  badge: "Active",
  cause: "proven",
  sentence: `${party} was read to the end, and nothing is missing.`,
  since: "2026-11-21T08:00:00.000Z",
  means: `What you see here is what ${party} has.`,
  next: { sentence: "We read it again by ourselves.", at: "2026-11-21T09:15:00.000Z" },
  action: null,
};

export const healthExample: HealthShape = {
  status: "healthy",
  timestamp: "2026-11-21T09:02:00.000Z",
  syncs: [
    {
      provider,
      isActive: true,
      lastSync: "2026-11-21T09:00:00.000Z",
      consecutiveFailures: 0,
      metrics: { eventsSynced: 412, syncDuration: 840, lastError: null },
      tokenExpiry: "2026-11-21T09:55:00.000Z",
      connectionId: "2f1e0d3c-4b5a-4687-9716-051423324100",
      userId: ids.alice,
      userName: "Alice Berg",
      party,
      product,
      accountEmail: "alice@meridian.test",
      connectedAt: "2026-11-02T08:30:00.000Z",
      authStatus: "active",
      token: { health: "healthy", timeLeftMs: 3_180_000, reason: "It renews itself." },
      score: {
        score: 100,
        parts: [
          {
            id: "proof",
            points: 40,
            of: 40,
            sentence: "Every calendar was read within its bound.",
            isProviders: false,
          },
          {
            id: "steadiness",
            points: 30,
            of: 30,
            sentence: "The last read of every calendar succeeded.",
            isProviders: false,
          },
          { id: "access", points: 20, of: 20, sentence: "The sign-in renews itself.", isProviders: false },
          { id: "completeness", points: 10, of: 10, sentence: "No event is set aside.", isProviders: false },
        ],
      },
      ...calm,
      lastError: null,
      calendars: [
        {
          calendarId: "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718200",
          name: "Alice Berg",
          color: "#4285f4",
          isPrimary: true,
          ...calm,
          lastSuccess: "2026-11-21T09:00:00.000Z",
          lastTried: "2026-11-21T09:00:00.000Z",
          lastChange: "2026-11-21T07:41:00.000Z",
          isRunning: false,
          nextSync: {
            at: "2026-11-21T09:15:00.000Z",
            intervalSeconds: 900,
            because: "usual",
            sentence: "Nothing special: every quarter of an hour.",
          },
          delivery: {
            by: "polling",
            since: null,
            lastNotified: null,
            sentence: `We ask ${party}; it does not tell us of changes.`,
          },
          consecutiveFailures: 0,
          eventsSynced: 412,
          syncDuration: 840,
          quarantined: 0,
          progress: null,
          held: null,
          lastError: null,
          runs: [{ at: "2026-11-21T09:00:00.000Z", outcome: "succeeded", durationMs: 840, changes: 2, code: null }],
          saved: { runs: 59, calls: 118, events: 24_180 },
        },
      ],
    },
  ],
  summary: {
    totalSyncs: 1,
    activeSyncs: 1,
    syncsWithErrors: 0,
    connectedProviders: 1,
    totalCalendars: 1,
    level: "healthy",
    state: "healthy",
  },
  bookingPages: [
    {
      configurationId: "7b8c9d0e-1f2a-4b3c-8d4e-5f6071829301",
      title: "Product demo",
      url: "https://daykeeper.example/book/product-demo",
      effect: "unchecked",
      means: "It is left out: visitors may be offered times in which it holds something.",
      since: null,
      calendars: [
        {
          calendarId: "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718201",
          connectionId: "2f1e0d3c-4b5a-4687-9716-051423324100",
          name: "Trade fairs",
          provider,
          party,
          product,
          isRequired: false,
          because: "not_connected",
          sentence: "It is not read any more.",
          since: null,
          action: { id: "choose", label: "Choose it again" },
        },
      ],
    },
  ],
};

export const pastDaysExample: PastDaysShape = {
  connections: [
    {
      connectionId: "2f1e0d3c-4b5a-4687-9716-051423324100",
      days: [
        { day: "2026-11-19", state: null, lastedMs: 0 },
        { day: "2026-11-20", state: "late", lastedMs: 1_260_000 },
        { day: "2026-11-21", state: "healthy", lastedMs: 32_520_000 },
      ],
      provenShare: 0.9891,
      scores: [{ day: "2026-11-20", score: 93 }],
      demoUntil: null,
    },
  ],
};
