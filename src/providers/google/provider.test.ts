import { Secret } from "@/lib/secret";
import { describeProvider } from "@/testing/provider-conformance";
import { impossibleDate, openSandboxBed } from "@/testing/provider-conformance-sandbox";
import { createTransport } from "../transport";
import { createGoogle } from "./provider";
import type { GoogleAddresses } from "./wire";

const transport = createTransport();

describeProvider("PLT-1 Google Calendar", () =>
  openSandboxBed({
    name: "google",
    makeProvider: (endpoints) =>
      createGoogle(
        {
          clientId: "sandbox-client",
          clientSecret: new Secret("sandbox-secret"),
          addresses: endpoints as GoogleAddresses,
          pageSize: 4,
        },
        { now: () => new Date(), transport },
      ),
    operations: { listChanges: "events.list", saveEvent: "events.*", refresh: "oauth.refresh" },
    errors: {
      slow_down: "userRateLimitExceeded",
      scope_missing: "insufficientPermissions",
      grant_dead: "invalid_grant",
      client_refused: "invalid_client",
      token_refused: "authError",
      forbidden: "requiredAccessLevel",
      gone_calendar: "notFound",
    },
    spoiled: { extra: { start: { dateTime: `${impossibleDate}09:00:00+01:00` } } },
    spoiledBecause: "impossible_date",
    close: () => transport.close(),
  }),
);
