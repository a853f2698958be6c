import { ChangeLog } from "../kernel/change-log";
import type { ProviderId } from "../kernel/provider";
import type { ListEntry } from "./calendar";

export interface Company {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

export interface AccountFacts {
  /** Stable id: Google's `sub`, Microsoft's object id. */
  readonly id: string;
  readonly provider: ProviderId;
  readonly email: string;
  readonly name: string;
  readonly companyId: string;
  readonly zone: string;
  readonly locale: string;
  /** Built-in trouble of the seeded world, in words for the control page. */
  readonly trouble?: string;
}

/** A person's mailbox at one provider with their list of calendars. */
export class Account {
  readonly facts: AccountFacts;
  readonly #list = new Map<string, ListEntry>();
  readonly #order: ListEntry[] = [];
  readonly #log = new ChangeLog();
  listRevision = 0;
  /** Calendar-list tokens from before this revision are dead. */
  oldestListToken = 0;
  extra: Readonly<Record<string, unknown>> = {};

  constructor(facts: AccountFacts) {
    this.facts = facts;
  }

  get id(): string {
    return this.facts.id;
  }

  get email(): string {
    return this.facts.email;
  }

  entries(): readonly ListEntry[] {
    return this.#order;
  }

  entry(calendarId: string): ListEntry | undefined {
    return this.#list.get(calendarId);
  }

  entriesSince(revision: number): ListEntry[] {
    return this.#log.since(revision).map((ordinal) => this.#order[ordinal] as ListEntry);
  }

  /** Puts a saved line back, with its own revision. Lines come in the order of their ordinals. */
  loadEntry(entry: ListEntry): void {
    const own = { ...entry };
    this.#list.set(own.calendarId, own);
    this.#order.push(own);
    this.#log.load(this.#order.map(({ ordinal, revision }) => [ordinal, revision]));
  }

  /** Adds a calendar to the list, or changes its line. */
  putEntry(
    calendarId: string,
    change: Partial<Omit<ListEntry, "calendarId" | "ordinal" | "revision">> = {},
  ): ListEntry {
    const revision = ++this.listRevision;
    let entry = this.#list.get(calendarId);
    if (!entry) {
      entry = { ...NEW_ENTRY, calendarId, ordinal: this.#order.length, revision };
      this.#list.set(calendarId, entry);
      this.#order.push(entry);
    }
    Object.assign(entry, change, { revision });
    this.#log.note(entry.ordinal, revision);
    return entry;
  }
}

const NEW_ENTRY = {
  nameOverride: null,
  color: null,
  hidden: false,
  selected: true,
  deleted: false,
  extra: {},
};
