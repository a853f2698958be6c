import type { CalendarCall, CallFact } from "@/core/ports/provider-call";
import { Secret } from "@/lib/secret";
import type { Surroundings } from "../providers/exchange";
import type { Outgoing } from "../providers/transport";

/** An answer of the script: a body to be sent with 200, or a status and a body. */
export type Scripted = { readonly status?: number; readonly json: unknown };

/** Surroundings in which each request gets the next answer of a script, for answers that no server would give. */
export function scripted(...answers: readonly Scripted[]): Surroundings & { readonly asked: readonly Outgoing[] } {
  const asked: Outgoing[] = [];
  return {
    asked,
    now: () => new Date("2026-03-01T00:00:00Z"),
    transport: {
      send: (request) => {
        asked.push(request);
        const { status = 200, json } = answers[asked.length - 1] ?? { status: 500, json: {} };
        const text = JSON.stringify(json);
        return Promise.resolve({ status, headers: new Headers(), text, bytes: text.length });
      },
      close: () => undefined,
    },
  };
}

export const client = { clientId: "our-client", clientSecret: new Secret("our-secret") };

export function scriptedCall(facts: CallFact[] = []): CalendarCall {
  return {
    signal: new AbortController().signal,
    timeoutMs: 1_000,
    attempt: 1,
    onCall: (fact) => facts.push(fact),
    access: { kind: "bearer", token: new Secret("access-token") },
    remoteCalendarId: "calendar@example.com",
    calendarZone: "Europe/Berlin",
  };
}
