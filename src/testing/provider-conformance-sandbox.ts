import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { QuarantineReason } from "@/core/calendar/quarantine";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { DeliveryRequest } from "@/core/ports/provider-push";
import { Secret } from "@/lib/secret";
import type { Bed, BedPerson, Listener, PersonEdit, Trouble, TroubledCall } from "./provider-conformance-bed";
import { decideConsent } from "./consent-page";
import { openSandbox, type TestSandbox } from "../sandbox/testing/open-sandbox";

type Fault = { readonly fault: string; readonly params?: Record<string, unknown>; readonly operation?: string };
export type SandboxBedOptions = {
  /** The sandbox's word for the provider. */
  readonly name: "google" | "microsoft";
  readonly makeProvider: (endpoints: Readonly<Record<string, string>>) => CalendarProvider;
  /** The sandbox's operations behind calls of the port. */
  readonly operations: Readonly<Record<TroubledCall, string>>;
  /** The provider's documented errors, by trouble. */
  readonly errors: Readonly<
    Record<
      "slow_down" | "scope_missing" | "grant_dead" | "client_refused" | "token_refused" | "forbidden" | "gone_calendar",
      string
    >
  >;
  /** A change that leaves an event that cannot be kept, and why not. */
  readonly spoiled: Record<string, unknown>;
  readonly spoiledBecause: QuarantineReason;
  /** What closes what `makeProvider` opened. */
  readonly close?: () => void;
};

const status = (error: string): Fault => ({ fault: "status", params: { error } });

const faults: Readonly<Partial<Record<Trouble, Fault>>> = {
  rate_limited: { fault: "rate-limited", params: { seconds: 30 } },
  outage: { fault: "outage" },
  server_error: { fault: "status", params: { status: 500 } },
  login_page: { fault: "html-page" },
  empty_answer: { fault: "empty-answer" },
  cut_answer: { fault: "truncated-json" },
  trailing_garbage: { fault: "trailing-garbage" },
  wrong_charset: { fault: "wrong-charset" },
  redirect: { fault: "redirect" },
  huge_answer: { fault: "oversized", params: { bytes: 40_000_000 } },
  reset: { fault: "reset-before" },
  reset_in_body: { fault: "reset-mid-body" },
  silence: { fault: "no-answer" },
  drip: { fault: "slow-drip" },
  page_circle: { fault: "page-loop" },
  lost_answer: { fault: "answer-lost" },
  cursor_expired: { fault: "sync-token-loop" },
  token_endpoint_down: { fault: "outage" },
};

/** Of the event that is spoiled on purpose: no description allows it. */
export const impossibleDate = "2026-02-30T";

let serial = 0;

/** The real adapter against the sandbox's real HTTP servers, on ports of its own. */
export async function openSandboxBed(options: SandboxBedOptions): Promise<Bed> {
  const sandbox = await openSandbox({ planted: impossibleDate });
  const endpoints = sandbox.endpoints[options.name] ?? {};
  const secrets = ["sandbox-secret", "Secret plan", "channel-secret-of-this-test"];
  return {
    provider: options.makeProvider(endpoints),
    other: options.makeProvider(endpoints),
    secrets,
    spoiledBecause: options.spoiledBecause,
    makePerson: () => makePerson(sandbox, options, secrets),
    play: async (trouble, at, count) => {
      const { [trouble as keyof typeof options.errors]: error } = options.errors;
      const fault = error === undefined ? faults[trouble] : status(error);
      if (fault === undefined) throw new Error(`The sandbox cannot play ${trouble}.`);
      await sandbox.control("POST", "faults", {
        ...fault,
        provider: options.name,
        operation: options.operations[at],
        ...(count === undefined ? {} : { count }),
      });
    },
    mend: async () => {
      await sandbox.control("DELETE", "faults");
    },
    revoke: async ({ email }) => {
      await sandbox.control("POST", "faults", { fault: "revoke-grants", account: email });
    },
    consent: (address, { person, ...choice }) => decideConsent(address, { email: person.email, ...choice }),
    allowPartialConsent: async () => {
      if (options.name === "microsoft")
        await sandbox.control("POST", "switches", { microsoft: { partialConsent: true } });
    },
    listen: () => openListener(sandbox),
    settle: async () => {
      await sandbox.control("POST", "clock/advance", { ms: 5_000 });
    },
    close: async () => {
      options.close?.();
      await sandbox.stop();
    },
  };
}

async function makePerson(
  sandbox: TestSandbox,
  { name, spoiled }: SandboxBedOptions,
  secrets: string[],
): Promise<BedPerson> {
  const zone = "Europe/Berlin";
  const email = `person${(serial += 1)}@meridian.example`;
  const account = await sandbox.control<{ calendars: { id: string; primary: boolean }[] }>("POST", "accounts", {
    provider: name,
    email,
    zone,
  });
  const tokens = await sandbox.control<{ access_token: string; refresh_token: string }>(
    "POST",
    `accounts/${email}/tokens`,
    {},
  );
  secrets.push(tokens.access_token, tokens.refresh_token);
  const edits = `accounts/${email}/calendars/primary/edits`;
  return {
    email,
    zone,
    secrets: [tokens.access_token, tokens.refresh_token],
    access: { kind: "bearer", token: new Secret(tokens.access_token) },
    remoteCalendarId: account.calendars.find(({ primary }) => primary)?.id ?? "",
    edit: (edit) => sandbox.control<{ id: string }>("POST", edits, toSandboxEdit(edit, spoiled)),
  };
}

function toSandboxEdit(edit: PersonEdit, spoiled: Record<string, unknown>): Record<string, unknown> {
  // To the end of the last day: a split makes two series of a count, and forgets it.
  const daily = (count: number) => [`RRULE:FREQ=DAILY;UNTIL=202603${String(count + 1).padStart(2, "0")}T215959Z`];
  switch (edit.do) {
    case "create":
      return {
        do: "create",
        event: { ...(edit.title === "" ? {} : { summary: edit.title }), start: edit.start, end: edit.end },
      };
    case "create_series":
      return {
        do: "create",
        event: { summary: edit.title, start: edit.start, end: edit.end, recurrence: daily(edit.count) },
      };
    case "change":
      return { do: "change", eventId: edit.id, fields: { summary: edit.title } };
    case "move":
      return { do: "move", eventId: edit.id, start: edit.start, end: edit.end };
    case "delete":
      return { do: "delete", eventId: edit.id };
    case "shorten_series":
      return { do: "change", eventId: edit.id, fields: { recurrence: daily(edit.count) } };
    case "change_occurrence":
      return { do: "change-occurrence", eventId: edit.id, original: edit.original, fields: { summary: edit.title } };
    case "move_occurrence":
      return {
        do: "change-occurrence",
        eventId: edit.id,
        original: edit.original,
        fields: { start: edit.start, end: edit.end },
      };
    case "cancel_occurrence":
      return { do: "cancel-occurrence", eventId: edit.id, original: edit.original };
    case "split":
      return { do: "split", eventId: edit.id, original: edit.original, fields: { summary: edit.title } };
    case "spoil":
      return { do: "change", eventId: edit.id, fields: spoiled };
  }
}

/** An address that notices are delivered to. Handshakes are answered as the port says. */
async function openListener(sandbox: TestSandbox): Promise<Listener> {
  const arrived: DeliveryRequest[] = [];
  let wake = (): void => undefined;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const echo = url.searchParams.get("validationToken");
      if (echo !== null) return response.writeHead(200, { "content-type": "text/plain" }).end(echo);
      if (url.pathname === "/hook") {
        const headers = new Headers(
          Object.entries(request.headersDistinct).map(([name, value]): [string, string] => [name, value?.[0] ?? ""]),
        );
        arrived.push({ query: url.searchParams, headers, body: Buffer.concat(chunks).toString() });
        wake();
      }
      return response.writeHead(url.pathname === "/hook" ? 202 : 404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    next: async () => {
      for (let tries = 0; arrived.length === 0; tries += 1) {
        if (tries > 20) throw new Error("Nothing was delivered.");
        await Promise.race([
          new Promise<void>((resolve) => (wake = resolve)),
          new Promise((resolve) => setTimeout(resolve, 100)),
        ]);
        await sandbox.control("POST", "clock/advance", { ms: 1_000 });
      }
      return arrived.shift() as DeliveryRequest;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
