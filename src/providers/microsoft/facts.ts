import { dayMs, minuteMs } from "@/core/time/wall-time";
import type { ProviderFacts } from "../provider-facts";

const scope = (name: string) => `https://graph.microsoft.com/${name}`;
const read = [scope("Calendars.ReadWrite"), scope("Calendars.Read"), scope("Calendars.ReadWrite.Shared")] as const;

export const facts = {
  id: "outlook",
  party: "Microsoft",
  product: "Outlook Calendar",
  limits: {
    readsPerMinute: 900,
    writesPerMinute: 200,
    // Outlook refuses the fifth call to one mailbox.
    concurrentCalls: 4,
    pageSize: 500,
    longestWindowMs: 1_825 * dayMs,
  },
  abilities: { hasDelta: true, updatedAtOnlyGrows: true, replacesSeries: true },
  // One scope carries it all: Microsoft lets nobody allow a part.
  needs: [
    { feature: "list_calendars", anyOf: read },
    { feature: "read_events", anyOf: read },
    { feature: "write_events", anyOf: [scope("Calendars.ReadWrite"), scope("Calendars.ReadWrite.Shared")] },
    { feature: "free_busy", anyOf: read },
    { feature: "stay_connected", anyOf: ["offline_access"] },
  ],
  spelling: { prefixes: [scope("")], unlisted: ["offline_access"] },
  signInScopes: ["openid", "profile", "email", "offline_access", scope("MailboxSettings.Read")],
  signInBecause: "to know which account was connected, to stay connected, and the time zone of its mailbox",
  grantIdleMs: 90 * dayMs,
  push: { longestChannelMs: 10_070 * minuteMs, covers: "account", mayOverlap: false, canExtend: true },
  freeBusy: { by: "address", mostCalendars: 20, longestWindowMs: 60 * dayMs },
  canRevoke: false,
  registration: {
    at: "https://entra.microsoft.com, App registrations",
    clientId: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    looksLike: "an id such as 11111111-2222-4333-8444-555555555555",
  },
  notes: [
    "Outlook mails the attendees of an event itself: a change cannot be kept from them.",
    "An online meeting that was made cannot be taken away again.",
    "A calendar has no time zone of its own: the mailbox's is taken.",
    "Disconnecting deletes our tokens; Microsoft has no way to revoke them. The person can remove the application in their account.",
  ],
} as const satisfies ProviderFacts;
