import type { ProviderErrorKind } from "../errors/kinds";

/** A secret that prints as nothing: only `reveal()` gives it, where it is put into a header. */
export type Hidden = { reveal(): string };

export type Access =
  | { readonly kind: "bearer"; readonly token: Hidden }
  | { readonly kind: "basic"; readonly username: string; readonly password: Hidden };

/** RES-7. What the request log keeps of one HTTP request: no token, no query, no id of a calendar or an event, no content. */
export type CallFact = {
  readonly provider: string;
  /** The member of the port, such as `listChanges`. */
  readonly operation: string;
  /** Method and path with names in place of ids: `GET /calendars/{calendar}/events`. */
  readonly endpoint: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly status: number | null;
  readonly outcome: "ok" | ProviderErrorKind;
  readonly attempt: number;
  /** The provider's own id of the request, for its support. */
  readonly requestId: string | null;
  readonly receivedBytes: number | null;
};

/** How a call is made, whoever it is for. An adapter makes one try and throws a ProviderError: it never retries. */
export type CallRules = {
  readonly signal: AbortSignal;
  /** For the whole call, not for a pause in it. */
  readonly timeoutMs: number;
  readonly attempt: number;
  /** Called once for every HTTP request, when it is over, however it ended. */
  readonly onCall: (fact: CallFact) => void;
};
export type AccountCall = CallRules & { readonly access: Access };
export type CalendarCall = AccountCall & {
  readonly remoteCalendarId: string;
  /** Floating times are meant in this zone. */
  readonly calendarZone: string;
};

/** RES-6. */
export const callTimeouts = { firstMs: 30_000, retryMs: 60_000 } as const;
export const longestAnswerBytes = 32 * 1024 * 1024;
