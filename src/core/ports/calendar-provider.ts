import type { RemoteEvent } from "../calendar/event";
import type { RemoteCalendar } from "../calendar/plan-calendars";
import type { SetAside } from "../calendar/quarantine";
import type { Interval } from "../time/interval";
import type { FreeBusyPort } from "./free-busy";
import type { OAuthPort } from "./provider-oauth";
import type { AccountCall, CalendarCall } from "./provider-call";
import type { PushPort } from "./provider-push";
import type { WritePort } from "./provider-write";

/** Says where a delta goes on. Ours to keep, the provider's to read: a sync token, a whole URL. */
export type SyncCursor = string;
/** Says where a listing goes on. Holds all that the next request needs, so that another process can make it. */
export type PageMark = string;

/**
 * What to read. The window holds for every read: an adapter that expands series itself needs it on a delta too.
 * A page is asked for with the window and the beginning that its first page had.
 */
export type ReadRequest = {
  readonly window: Interval;
  readonly from:
    | { readonly kind: "start" }
    | { readonly kind: "cursor"; readonly cursor: SyncCursor }
    | { readonly kind: "page"; readonly mark: PageMark };
};

export type RemoteChange =
  /** The event as it is now. The last word about an id in a round counts. */
  | { readonly kind: "event"; readonly event: RemoteEvent }
  /** An event that cannot be kept. Its old state stays, if there is one. */
  | { readonly kind: "set_aside"; readonly setAside: SetAside }
  /** An event, or a series with all its occurrences, that is gone. May name what we never had. */
  | { readonly kind: "removed"; readonly remoteId: string }
  /** What this round says of the series is all there is of it in the window: what is not said again is gone. */
  | { readonly kind: "series"; readonly seriesId: string }
  /** Something changed, and the provider does not say yet what it is. The cursor waits. */
  | { readonly kind: "unresolved"; readonly remoteId: string; readonly seriesId: string | null };

export type ChangePage = {
  readonly changes: readonly RemoteChange[];
  readonly next:
    | { readonly kind: "page"; readonly mark: PageMark }
    /** `null` when the provider gave no cursor: the next read is a full one. */
    | { readonly kind: "end"; readonly cursor: SyncCursor | null };
};

export type ProviderLimits = {
  readonly readsPerMinute: number;
  readonly writesPerMinute: number;
  readonly concurrentCalls: number;
  readonly pageSize: number;
  /** The longest window that a listing takes. */
  readonly longestWindowMs: number;
  /** What all accounts of our project may call together; absent where the provider counts each account alone. */
  readonly project?: { readonly callsPerMinute: number; readonly callsPerDay: number };
};

export type ProviderAbilities = {
  /** A delta after a full read, or a full read every time. */
  readonly hasDelta: boolean;
  /** `updatedAt` of an event id only grows: an older one is old news. */
  readonly updatedAtOnlyGrows: boolean;
  /** Sends `series` changes. */
  readonly replacesSeries: boolean;
};

/**
 * One kind of outside calendar. Optional groups are data: an absent one means that the provider cannot do it, and
 * whoever needs it looks there and never at the name. Every method throws ProviderError and nothing else.
 */
export interface CalendarProvider {
  /** As on the wire and in rows. */
  readonly id: string;
  /** Who is at fault: "Google". */
  readonly party: string;
  /** What the person connected: "Google Calendar". */
  readonly product: string;
  readonly limits: ProviderLimits;
  readonly abilities: ProviderAbilities;

  listCalendars(call: AccountCall): Promise<readonly RemoteCalendar[]>;
  /** One page. Occurrences in and around the window and removals; the engine drops what lies outside. */
  listChanges(call: CalendarCall, request: ReadRequest): Promise<ChangePage>;
  /** One event by its id, as a listing would give it. */
  readEvent(call: CalendarCall, remoteId: string): Promise<RemoteChange>;

  readonly write?: WritePort;
  readonly oauth?: OAuthPort;
  readonly push?: PushPort;
  readonly freeBusy?: FreeBusyPort;
}
