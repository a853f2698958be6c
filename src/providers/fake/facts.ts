import { dayMs } from "@/core/time/wall-time";
import type { ProviderFacts } from "../provider-facts";

export const facts = {
  id: "fake",
  party: "The fake",
  product: "Fake Calendar",
  limits: {
    readsPerMinute: 6_000,
    writesPerMinute: 6_000,
    concurrentCalls: 100,
    pageSize: 250,
    longestWindowMs: 3_660 * dayMs,
  },
  abilities: { hasDelta: true, updatedAtOnlyGrows: true, replacesSeries: true },
  needs: [
    { feature: "list_calendars", anyOf: ["calendars.read"] },
    { feature: "read_events", anyOf: ["events.read"] },
    { feature: "write_events", anyOf: ["events.write"] },
    { feature: "free_busy", anyOf: ["events.read"] },
  ],
  spelling: { prefixes: [], unlisted: [] },
  signInScopes: [],
  signInBecause: "",
  grantIdleMs: null,
  push: { longestChannelMs: 7 * dayMs, covers: "calendar", mayOverlap: true, canExtend: true },
  freeBusy: { by: "calendar", mostCalendars: 10, longestWindowMs: 60 * dayMs },
  canRevoke: true,
  registration: { at: "nowhere", clientId: /^.+$/, looksLike: "anything" },
  notes: [],
} as const satisfies ProviderFacts;
