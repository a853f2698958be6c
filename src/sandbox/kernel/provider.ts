import type { Call, RawRequest, Route } from "./call";
import type { Account } from "../world/account";
import type { Calendar } from "../world/calendar";
import type { EventRecord, Person } from "../world/event";
import type { When } from "../world/when";
import type { Dispatch } from "./dispatch";
import type { Reply } from "./reply";
import type { Router } from "./router";

export type ProviderId = "google" | "microsoft";

/** Documented error bodies by name: what a fault may choose and what the coverage report counts. */
export type ErrorCatalog = Readonly<Record<string, Reply>>;

/** Trouble the kernel meets before a handler runs; each provider words it in its own way. */
export type Problem = "no-path" | "no-method" | "malformed" | "too-large" | "internal";

/** The answer of the quota check: refused, or let in with something to give back at the end. */
export type Admission = { readonly refused: Reply } | { readonly release: () => void } | null;

/** What a provider plugs into the kernel. */
export interface Provider {
  readonly id: ProviderId;
  readonly router: Router<Route>;
  /** Names of all operations, for choosing where a fault strikes. */
  readonly operations: readonly string[];
  readonly errors: ErrorCatalog;
  /** Names in `errors` that the general faults use unless told otherwise. */
  readonly rateLimitError: string;
  readonly quotaError: string;
  readonly goneError: string;
  /** The documented body for a bare status. */
  errorOf(status: number): Reply;
  wordProblem(problem: Problem, request: RawRequest): Reply;
  /** Whose credentials these are, whether they still work or not. */
  identify(request: RawRequest, operation: string): string | null;
  /** Quotas and concurrency; runs after the faults, before the handler. */
  admit(call: Call): Admission;
  /** Base URLs a client configures, by name. */
  endpoints(base: string): Readonly<Record<string, string>>;
  readonly actions: ProviderActions;
  readonly naming: Naming;
  /** Called once with the provider's own door, for requests inside a batch. */
  useDispatch?(dispatch: Dispatch): void;
  /** State beyond the world and the vault (channels, quota use), for snapshots. */
  save(): unknown;
  load(state: unknown): void;
}

/** Identifiers in the provider's own shapes. */
export interface Naming {
  accountId(): string;
  /** The primary calendar's id may follow from the account (Google: the address). */
  calendarId(account: Account, primary: boolean): string;
  /** Who organizes what is made on this calendar; absent = its owner. */
  organizer?(calendar: Calendar, owner: Account): Person;
  eventId(): string;
  eventUid(eventId: string): string;
  /** Id of the exception of a series at one occurrence. */
  exceptionId(master: EventRecord, original: When): string;
}

/** What the control API can do to an account at this provider. */
export interface ProviderActions {
  /** Ends sync tokens or delta links given out so far. */
  expireSyncState(accountId: string): void;
  /** Ends push channels or subscriptions; returns how many. */
  expireChannels(accountId: string): number;
  /** Tells subscribers what becomes of their subscriptions (Microsoft); returns how many were told. */
  sendLifecycle?(accountId: string, event: string): number;
  /** Tokens as after a consent, without one: for tests and benchmarks. Absent scopes = all calendar scopes. */
  mintTokens(accountId: string, clientId: string, scopes: readonly string[] | null): MintedTokens;
  /** Channels or subscriptions that are alive, for the control page and tests. */
  channels(accountId: string): readonly ChannelInfo[];
}

export interface MintedTokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly scope: string;
}

export interface ChannelInfo {
  readonly id: string;
  readonly resource: string;
  readonly address: string;
  readonly expiresAt: number;
}
