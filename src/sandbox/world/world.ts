import type { VirtualClock } from "../kernel/clock";
import type { Ids } from "../kernel/ids";
import { Account, type AccountFacts, type Company } from "./account";
import { atLeast, type Calendar, type Role } from "./calendar";
import type { EventRecord } from "./event";
import { EventStore } from "./event-store";

export interface NewCalendar {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly zone: string;
  readonly primary?: boolean;
  readonly description?: string;
  readonly color?: string;
  readonly pushable?: boolean;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export type ChangeListener = (calendar: Calendar, record: EventRecord) => void;
export type ListListener = (account: Account) => void;

/** Everybody and everything that exists at the two providers. */
export class World {
  readonly companies = new Map<string, Company>();
  readonly accounts = new Map<string, Account>();
  readonly calendars = new Map<string, Calendar>();
  readonly clock: VirtualClock;
  readonly ids: Ids;
  readonly #byEmail = new Map<string, Account>();
  readonly #changeListeners = new Set<ChangeListener>();
  readonly #aclListeners = new Set<(calendar: Calendar) => void>();
  readonly #listListeners = new Set<ListListener>();

  constructor(clock: VirtualClock, ids: Ids) {
    this.clock = clock;
    this.ids = ids;
  }

  addCompany(company: Company): Company {
    this.companies.set(company.id, company);
    return company;
  }

  addAccount(facts: AccountFacts): Account {
    const account = new Account(facts);
    this.accounts.set(facts.id, account);
    this.#byEmail.set(facts.email.toLowerCase(), account);
    return account;
  }

  /** By id or e-mail address. */
  findAccount(idOrEmail: string): Account | undefined {
    return this.accounts.get(idOrEmail) ?? this.#byEmail.get(idOrEmail.toLowerCase());
  }

  addCalendar(facts: NewCalendar): Calendar {
    const owner = this.accounts.get(facts.ownerId);
    if (!owner) throw new Error(`no account ${facts.ownerId}`);
    const calendar: Calendar = {
      id: facts.id,
      ownerId: facts.ownerId,
      primary: facts.primary ?? false,
      events: new EventStore(this.clock, (record) => this.#changed(calendar, record)),
      acl: new Map([[`user:${owner.email}`, "owner"]]),
      name: facts.name,
      description: facts.description ?? null,
      location: null,
      zone: facts.zone,
      color: facts.color ?? "14",
      pushable: facts.pushable ?? true,
      version: 1,
      deletedAt: null,
      extra: facts.extra ?? {},
    };
    this.calendars.set(calendar.id, calendar);
    this.listChanged(owner, () => owner.putEntry(calendar.id));
    return calendar;
  }

  /** Gives, changes or (with "none") takes away a person's access. */
  share(calendar: Calendar, scope: string, role: Role): void {
    if (role === "none") calendar.acl.delete(scope);
    else calendar.acl.set(scope, role);
    // Changed access ends sync tokens (fact sheet 2.3).
    calendar.events.expireTokens();
    for (const listener of this.#aclListeners) listener(calendar);
    const account = scope.startsWith("user:") ? this.findAccount(scope.slice(5)) : undefined;
    if (!account || account.id === calendar.ownerId) return;
    const known = account.entry(calendar.id);
    if (role === "none" && known) this.listChanged(account, () => account.putEntry(calendar.id, { deleted: true }));
    // A changed role alone does not bring the line again (GD, calendarList): only a new line does.
    if (role !== "none" && (!known || known.deleted)) {
      this.listChanged(account, () => account.putEntry(calendar.id, { deleted: false }));
    }
  }

  roleOf(account: Account, calendar: Calendar): Role {
    if (calendar.deletedAt !== null) return "none";
    const domain = account.email.slice(account.email.indexOf("@") + 1);
    const given = [
      calendar.acl.get(`user:${account.email}`),
      calendar.acl.get(`domain:${domain}`),
      calendar.acl.get("default"),
    ];
    return given.reduce<Role>((best, role) => (role && atLeast(role, best) ? role : best), "none");
  }

  deleteCalendar(calendar: Calendar): void {
    calendar.deletedAt = this.clock.now();
    for (const account of this.accounts.values()) {
      if (account.entry(calendar.id)) this.listChanged(account, () => account.putEntry(calendar.id, { deleted: true }));
    }
  }

  calendarsOf(accountId: string): Calendar[] {
    return [...this.calendars.values()].filter(
      (calendar) => calendar.ownerId === accountId && calendar.deletedAt === null,
    );
  }

  primaryOf(account: Account): Calendar {
    for (const entry of account.entries()) {
      const calendar = this.calendars.get(entry.calendarId);
      if (calendar?.primary && calendar.ownerId === account.id) return calendar;
    }
    throw new Error(`${account.email} has no primary calendar`);
  }

  /** Runs a change of somebody's calendar list and tells those who watch it. */
  listChanged(account: Account, change: () => void): void {
    change();
    for (const listener of this.#listListeners) listener(account);
  }

  onEventChange(listener: ChangeListener): void {
    this.#changeListeners.add(listener);
  }

  onAclChange(listener: (calendar: Calendar) => void): void {
    this.#aclListeners.add(listener);
  }

  onListChange(listener: ListListener): void {
    this.#listListeners.add(listener);
  }

  /** Empties the world; listeners stay. */
  clear(): void {
    this.companies.clear();
    this.accounts.clear();
    this.calendars.clear();
    this.#byEmail.clear();
  }

  #changed(calendar: Calendar, record: EventRecord): void {
    for (const listener of this.#changeListeners) listener(calendar, record);
  }
}
