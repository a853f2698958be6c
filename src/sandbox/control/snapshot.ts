import type { SavedFaults } from "../faults/rules";
import type { ProviderId } from "../kernel/provider";
import { Random } from "../kernel/random";
import type { AccessToken, AuthCode, Grant, OAuthClient, RefreshToken } from "../kernel/vault";
import type { Sandbox } from "../sandbox";
import type { AccountFacts, Company } from "../world/account";
import type { Calendar, ListEntry, Role } from "../world/calendar";
import type { SavedEvents } from "../world/event-store";
import { refuse } from "./input";

type Flat<T extends { grant: Grant }> = Omit<T, "grant"> & { readonly grant: string };
type SavedGrant = Omit<Grant, "scopes"> & { readonly scopes: readonly string[] };

interface SavedCalendar extends Omit<Calendar, "events" | "acl"> {
  readonly events: SavedEvents;
  readonly acl: readonly (readonly [string, Role])[];
}

interface SavedAccount {
  readonly facts: AccountFacts;
  readonly entries: readonly ListEntry[];
  readonly listRevision: number;
  readonly oldestListToken: number;
  readonly extra: Readonly<Record<string, unknown>>;
}

interface Snapshot {
  readonly format: 1;
  readonly now: number;
  readonly companies: readonly Company[];
  readonly accounts: readonly SavedAccount[];
  readonly calendars: readonly SavedCalendar[];
  readonly clients: readonly OAuthClient[];
  readonly grants: readonly (readonly [string, SavedGrant])[];
  readonly codes: readonly AuthCode[];
  readonly access: readonly Flat<AccessToken>[];
  readonly refresh: readonly Flat<RefreshToken>[];
  readonly providers: Readonly<Record<string, unknown>>;
  readonly switches: Readonly<Record<string, Record<string, unknown>>>;
  readonly faults?: SavedFaults;
}

/** Everything but the ledger, as plain data. */
export function takeSnapshot(sandbox: Sandbox): Snapshot {
  const { world, vault, clock, switches, faults } = sandbox.ground;
  const keys = new Map([...vault.grants].map(([key, grant]) => [grant, key]));
  const flat = <T extends { grant: Grant }>(token: T): Flat<T> => ({ ...token, grant: keys.get(token.grant) ?? "" });
  return {
    format: 1,
    now: clock.now(),
    companies: [...world.companies.values()],
    accounts: [...world.accounts.values()].map((account) => ({
      facts: account.facts,
      entries: account.entries(),
      listRevision: account.listRevision,
      oldestListToken: account.oldestListToken,
      extra: account.extra,
    })),
    calendars: [...world.calendars.values()].map((calendar) => ({
      ...calendar,
      events: calendar.events.save(),
      acl: [...calendar.acl],
    })),
    clients: [...vault.clients.values()],
    grants: [...vault.grants].map(([key, grant]) => [key, { ...grant, scopes: [...grant.scopes] }]),
    codes: [...vault.codes.values()],
    access: [...vault.access.values()].map(flat),
    refresh: [...vault.refresh.values()].map(flat),
    providers: Object.fromEntries([...sandbox.plugs].map(([id, plug]) => [id, plug.provider.save()])),
    switches: structuredClone(switches) as unknown as Snapshot["switches"],
    faults: faults.save(),
  };
}

/** Puts a snapshot in place of everything; the ledger starts empty. */
export function restoreSnapshot(sandbox: Sandbox, state: unknown): void {
  const saved = state as Partial<Snapshot> | null;
  if (saved?.format !== 1 || !Array.isArray(saved.accounts)) refuse("That is not a snapshot of the sandbox.");
  const snapshot = saved as Snapshot;
  sandbox.empty();
  // What was drawn before the snapshot is in it, and must not be drawn again.
  sandbox.ground.ids.drawFrom(new Random(`after the snapshot of ${snapshot.now}`));
  sandbox.ground.clock.jump(snapshot.now);
  restoreWorld(sandbox, snapshot);
  restoreVault(sandbox, snapshot);
  for (const [id, own] of Object.entries(snapshot.providers)) sandbox.plugs.get(id as ProviderId)?.provider.load(own);
  for (const [id, own] of Object.entries(snapshot.switches))
    Object.assign(sandbox.ground.switches[id as ProviderId] ?? {}, own);
  if (snapshot.faults) sandbox.ground.faults.load(snapshot.faults);
}

function restoreWorld(sandbox: Sandbox, snapshot: Snapshot): void {
  const { world } = sandbox.ground;
  for (const company of snapshot.companies) world.addCompany(company);
  for (const saved of snapshot.accounts) world.addAccount(saved.facts);
  for (const { events, acl, ...facts } of snapshot.calendars) {
    const calendar = world.addCalendar({
      id: facts.id,
      ownerId: facts.ownerId,
      name: facts.name,
      zone: facts.zone,
      primary: facts.primary,
      pushable: facts.pushable,
    });
    Object.assign(calendar, facts);
    calendar.acl.clear();
    for (const [scope, role] of acl) calendar.acl.set(scope, role);
    calendar.events.load(events);
  }
  for (const { facts, entries, listRevision, oldestListToken, extra } of snapshot.accounts) {
    const account = world.addAccount(facts);
    for (const entry of entries.toSorted((a, b) => a.ordinal - b.ordinal)) account.loadEntry(entry);
    Object.assign(account, { listRevision, oldestListToken, extra });
  }
}

function restoreVault(sandbox: Sandbox, snapshot: Snapshot): void {
  const { vault } = sandbox.ground;
  for (const client of snapshot.clients) vault.clients.set(`${client.provider}/${client.id}`, client);
  for (const [key, grant] of snapshot.grants) vault.grants.set(key, { ...grant, scopes: new Set(grant.scopes) });
  for (const code of snapshot.codes) vault.codes.set(code.value, code);
  const whole = <T extends { grant: Grant }>(token: Flat<T>): T =>
    ({ ...token, grant: vault.grants.get(token.grant) }) as unknown as T;
  for (const token of snapshot.access) vault.putAccess(whole<AccessToken>(token));
  for (const token of snapshot.refresh) vault.putRefresh(whole<RefreshToken>(token));
}
