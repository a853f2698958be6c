import { inspect } from "node:util";
import { toFingerprintText } from "@/core/calendar/event-fingerprint";
import type { QuarantineReason } from "@/core/calendar/quarantine";
import { spanOf } from "@/core/calendar/event-times";
import type { RemoteEvent } from "@/core/calendar/event";
import { isProviderError, type ProviderError } from "@/core/errors/provider-error";
import type { CalendarProvider, ChangePage, RemoteChange, SyncCursor } from "@/core/ports/calendar-provider";
import type { Access, CalendarCall, CallFact } from "@/core/ports/provider-call";
import type { DeliveryRequest } from "@/core/ports/provider-push";
import { isInWindow, type Interval } from "@/core/time/interval";

/** What a person does in the provider's own application. Series repeat every day at the same time. */
export type PersonEdit =
  | {
      readonly do: "create";
      readonly title: string;
      readonly start: string;
      readonly end: string;
      readonly attendees?: readonly string[];
    }
  | {
      readonly do: "create_series";
      readonly title: string;
      readonly start: string;
      readonly end: string;
      readonly count: number;
    }
  | { readonly do: "change"; readonly id: string; readonly title: string }
  | { readonly do: "move"; readonly id: string; readonly start: string; readonly end: string }
  | { readonly do: "delete"; readonly id: string }
  | { readonly do: "shorten_series"; readonly id: string; readonly count: number }
  | { readonly do: "change_occurrence"; readonly id: string; readonly original: string; readonly title: string }
  | {
      readonly do: "move_occurrence";
      readonly id: string;
      readonly original: string;
      readonly start: string;
      readonly end: string;
    }
  | { readonly do: "cancel_occurrence"; readonly id: string; readonly original: string }
  | { readonly do: "split"; readonly id: string; readonly original: string; readonly title: string }
  /** Leaves an event that cannot be kept. */
  | { readonly do: "spoil"; readonly id: string };

/** Trouble that a provider, or the way to it, can be in. */
export type Trouble =
  | "rate_limited"
  | "slow_down"
  | "outage"
  | "server_error"
  | "login_page"
  | "empty_answer"
  | "cut_answer"
  | "trailing_garbage"
  | "wrong_charset"
  | "redirect"
  | "huge_answer"
  | "reset"
  | "reset_in_body"
  | "silence"
  | "drip"
  | "token_refused"
  | "scope_missing"
  | "forbidden"
  | "gone_calendar"
  | "page_circle"
  | "lost_answer"
  | "cursor_expired"
  | "grant_dead"
  | "client_refused"
  | "token_endpoint_down";
export type TroubledCall = "listChanges" | "saveEvent" | "refresh";

export type BedPerson = {
  readonly email: string;
  readonly access: Access;
  readonly remoteCalendarId: string;
  readonly zone: string;
  /** Words that may be in no error and no fact. */
  readonly secrets: readonly string[];
  edit(edit: PersonEdit): Promise<{ readonly id: string }>;
};
export type Listener = {
  readonly url: string;
  /** The next delivery that is no handshake. */
  next(): Promise<DeliveryRequest>;
  close(): Promise<void>;
};
export type ConsentChoice = {
  readonly person: BedPerson;
  readonly withhold?: readonly string[];
  readonly deny?: boolean;
};

/** A provider to try things on, and somebody who uses it. Pages are small, so that there are several. */
export type Bed = {
  readonly provider: CalendarProvider;
  /** Made apart from the first: they share nothing, like two processes. */
  readonly other: CalendarProvider;
  readonly secrets: readonly string[];
  /** Why an event that was spoiled is set aside. */
  readonly spoiledBecause: QuarantineReason;
  makePerson(): Promise<BedPerson>;
  play(trouble: Trouble, at: TroubledCall, count?: number): Promise<void>;
  mend(): Promise<void>;
  revoke(person: BedPerson): Promise<void>;
  /** Goes through the consent page as a browser would; answers where it sends the browser. */
  consent(address: string, choice: ConsentChoice): Promise<URL>;
  /** Lets the person choose what to allow, where the provider can. */
  allowPartialConsent(): Promise<void>;
  listen(): Promise<Listener>;
  /** Makes push messages that wait go out. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

/** Beginning and end of what is read; the tests' events lie in March 2026. */
export const window: Interval = { from: new Date("2026-02-20T00:00:00Z"), to: new Date("2026-04-20T00:00:00Z") };

/** Everything the provider let out: facts and errors. Checked for secrets after each test. */
export class Heard {
  readonly facts: CallFact[] = [];
  readonly errors: ProviderError[] = [];

  call(person: BedPerson, more: Partial<CalendarCall> = {}): CalendarCall {
    return {
      signal: new AbortController().signal,
      timeoutMs: 10_000,
      attempt: 1,
      onCall: (fact) => this.facts.push(fact),
      access: person.access,
      remoteCalendarId: person.remoteCalendarId,
      calendarZone: person.zone,
      ...more,
    };
  }

  /** The error that a call ends in; one that succeeds, or that throws anything else, is a failed test. */
  async failure(run: Promise<unknown>): Promise<ProviderError> {
    const outcome = await run.then(
      (value) => new Error(`It succeeded: ${inspect(value)}`),
      (error: unknown) => error,
    );
    if (!isProviderError(outcome)) throw outcome;
    this.errors.push(outcome);
    return outcome;
  }

  text(): string {
    return inspect([this.facts, this.errors], { depth: 12, showHidden: true });
  }
}

export type Reading = {
  readonly changes: readonly RemoteChange[];
  readonly cursor: SyncCursor | null;
  readonly pages: number;
};

/** Reads to the last page, each page by the other process than the one before. */
export async function readAll(bed: Bed, call: CalendarCall, cursor: SyncCursor | null = null): Promise<Reading> {
  const changes: RemoteChange[] = [];
  let from: Parameters<CalendarProvider["listChanges"]>[1]["from"] =
    cursor === null ? { kind: "start" } : { kind: "cursor", cursor };
  for (let pages = 1; ; pages += 1) {
    const provider = pages % 2 === 1 ? bed.provider : bed.other;
    const page: ChangePage = await provider.listChanges(call, { window, from });
    changes.push(...page.changes);
    if (page.next.kind === "end") return { changes, cursor: page.next.cursor, pages };
    from = { kind: "page", mark: JSON.parse(JSON.stringify(page.next.mark)) as string };
  }
}

/** What somebody who follows the port's rules knows after some readings. */
export class Mirror {
  readonly events = new Map<string, RemoteEvent>();
  readonly setAside = new Map<string, string>();
  readonly #zone: string;

  constructor(zone: string) {
    this.#zone = zone;
  }

  apply({ changes }: Pick<Reading, "changes">): this {
    const said = new Set<string>();
    const replaced = new Set<string>();
    for (const change of changes) this.#applyOne(change, said, replaced);
    for (const [id, event] of this.events) {
      if (event.series !== null && replaced.has(event.series.seriesId) && !said.has(id)) this.events.delete(id);
    }
    return this;
  }

  #applyOne(change: RemoteChange, said: Set<string>, replaced: Set<string>): void {
    if (change.kind === "series") replaced.add(change.seriesId);
    if (change.kind === "set_aside") this.setAside.set(change.setAside.remoteId ?? "", change.setAside.reason);
    if (change.kind === "unresolved") throw new Error(`Nobody said what became of ${change.remoteId}.`);
    if (change.kind === "removed") {
      for (const [id, event] of this.events) {
        if (id === change.remoteId || event.series?.seriesId === change.remoteId) this.events.delete(id);
      }
    }
    if (change.kind !== "event") return;
    const { event } = change;
    said.add(event.remoteId);
    if (isInWindow(spanOf(event.times, this.#zone), window)) this.events.set(event.remoteId, event);
    else this.events.delete(event.remoteId);
  }

  /** Everything that is kept of every event, in order. */
  text(): readonly string[] {
    return [...this.events.values()].map((event) => `${event.remoteId} ${toFingerprintText(event)}`).sort();
  }

  titles(): readonly string[] {
    return [...this.events.values()].map(({ title }) => title).sort();
  }
}
