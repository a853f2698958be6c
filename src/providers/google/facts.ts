import type { ProviderAbilities, ProviderLimits } from "@/core/ports/calendar-provider";
import type { ScopeNeed, ScopeSpelling } from "@/core/tokens/scopes";
import { dayMs } from "@/core/time/wall-time";
import type { ProviderFacts } from "../provider-facts";

const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;

const needs: readonly ScopeNeed[] = [
  {
    feature: "list_calendars",
    anyOf: [
      scope("calendar.calendarlist.readonly"),
      scope("calendar.calendarlist"),
      scope("calendar.readonly"),
      scope("calendar"),
    ],
  },
  // The scope that changes events also reads them: one box on the consent page instead of two.
  {
    feature: "read_events",
    anyOf: [scope("calendar.events"), scope("calendar.events.readonly"), scope("calendar.readonly"), scope("calendar")],
  },
  { feature: "write_events", anyOf: [scope("calendar.events"), scope("calendar")] },
  {
    feature: "free_busy",
    anyOf: [
      scope("calendar.freebusy"),
      scope("calendar.events.freebusy"),
      scope("calendar.readonly"),
      scope("calendar"),
    ],
  },
];
const spelling: ScopeSpelling = { prefixes: [scope("")], unlisted: [] };

const limits: ProviderLimits = {
  readsPerMinute: 500,
  writesPerMinute: 200,
  concurrentCalls: 10,
  pageSize: 2_500,
  longestWindowMs: 3_660 * dayMs,
  project: { callsPerMinute: 10_000, callsPerDay: 1_000_000 },
};
/** `updated` follows every change but those of reminders. */
const abilities: ProviderAbilities = { hasDelta: true, updatedAtOnlyGrows: true, replacesSeries: false };

export const facts = {
  id: "google",
  party: "Google",
  product: "Google Calendar",
  limits,
  abilities,
  needs,
  spelling,
  /** Asked for besides: who connects. */
  signInScopes: ["openid", "email"],
  signInBecause: "to know which account was connected, by its id and address",
  grantIdleMs: 182 * dayMs,
  push: { longestChannelMs: 30 * dayMs, covers: "calendar", mayOverlap: true, canExtend: false },
  freeBusy: { by: "calendar", mostCalendars: 50, longestWindowMs: 60 * dayMs },
  canRevoke: true,
  registration: {
    at: "https://console.cloud.google.com/apis/credentials",
    clientId: /^[0-9]{6,20}-[a-z0-9]{10,64}\.apps\.googleusercontent\.com$/,
    looksLike: "numbers-letters.apps.googleusercontent.com",
  },
  notes: [
    "An occurrence counts as an exception when it was moved: Google marks no other.",
    "A tentative or out-of-office time is written as busy: an ordinary event of Google knows only busy and free.",
    "Time zones are written and read by their IANA names.",
  ],
} as const satisfies ProviderFacts;
