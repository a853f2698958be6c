import { Secret } from "@/lib/secret";
import { describeProvider } from "@/testing/provider-conformance";
import { openSandboxBed } from "@/testing/provider-conformance-sandbox";
import { createTransport } from "../transport";
import { createMicrosoft } from "./provider";
import type { MicrosoftAddresses } from "./wire";

const transport = createTransport();

describeProvider("PLT-2 Outlook Calendar", () =>
  openSandboxBed({
    name: "microsoft",
    makeProvider: (endpoints) =>
      createMicrosoft(
        {
          clientId: "sandbox-client",
          clientSecret: new Secret("sandbox-secret"),
          addresses: endpoints as MicrosoftAddresses,
          pageSize: 4,
        },
        { now: () => new Date(), transport },
      ),
    operations: { listChanges: "events.delta", saveEvent: "events.*", refresh: "oauth.exchange" },
    errors: {
      slow_down: "TooManyRequests",
      scope_missing: "Authorization_RequestDenied",
      grant_dead: "AADSTS50173",
      client_refused: "AADSTS7000215",
      token_refused: "InvalidAuthenticationToken",
      forbidden: "ErrorAccessDenied",
      gone_calendar: "ErrorItemNotFound",
    },
    // Graph checks every time it is given; only what Exchange kept from elsewhere can be this old.
    spoiled: { start: "1850-01-01T09:00:00Z", end: "2026-03-05T09:00:00Z" },
    spoiledBecause: "year_out_of_range",
    close: () => transport.close(),
  }),
);
