import type { Hidden } from "../ports/provider-call";
import { readScopes, type ScopeSpelling } from "./scopes";

/** A token endpoint's answer as it came: nothing in it is trusted. */
export type TokenAnswer = {
  readonly accessToken: unknown;
  readonly tokenType: unknown;
  readonly expiresInSeconds: unknown;
  readonly refreshToken?: unknown;
  readonly refreshTokenExpiresInSeconds?: unknown;
  readonly scope?: unknown;
};

/** What is kept of a grant. */
export type StoredGrant = {
  readonly accessToken: Hidden;
  readonly accessExpiresAt: Date;
  /** Null when the provider never gave one: this grant cannot be renewed. */
  readonly refreshToken: Hidden | null;
  /** When the refresh token itself dies, if the provider says so. */
  readonly refreshExpiresAt: Date | null;
  readonly scopes: readonly string[];
};

export type AnswerFault = "no_access_token" | "wrong_token_type" | "bad_expiry" | "bad_refresh_token" | "bad_scope";
export type AnswerReading =
  | { readonly kind: "grant"; readonly grant: StoredGrant; readonly isRotated: boolean }
  | { readonly kind: "refused"; readonly fault: AnswerFault };

/** What the answer is to be read against. */
export type AnswerContext = {
  readonly previous: StoredGrant | null;
  readonly now: Date;
  readonly spelling: ScopeSpelling;
  readonly grantLifeMs: number | null;
  /** Wraps a token, so that nothing prints it from here on. */
  readonly hide: (token: string) => Hidden;
};

const shortestLifeSeconds = 30;
/** Continuous access evaluation gives 28 hours. */
const longestLifeSeconds = 48 * 3_600;
const longestRefreshLifeSeconds = 10 * 366 * 86_400;
const token = /^[\x21-\x7e]{8,16384}$/;

/**
 * S13. Reads an answer and joins it to what we have: Google leaves the refresh token out, Microsoft sends a new one each
 * time, both may leave the scopes out. What is not sound is refused whole, and nothing of it is stored.
 */
export function readTokenAnswer(answer: TokenAnswer, context: AnswerContext): AnswerReading {
  const sound = readSound(answer);
  if (typeof sound === "string") return { kind: "refused", fault: sound };
  const { previous, now, spelling, hide } = context;
  const given = sound.refreshToken;
  const grant: StoredGrant = {
    accessToken: hide(sound.accessToken),
    accessExpiresAt: new Date(now.getTime() + sound.lifeSeconds * 1_000),
    refreshToken: given === null ? (previous?.refreshToken ?? null) : hide(given),
    refreshExpiresAt: readRefreshExpiry(answer, context),
    // RFC 6749 5.1: left out means "as asked for", and a refresh asks for what it has.
    scopes: sound.scope === null ? (previous?.scopes ?? []) : readScopes(sound.scope, spelling),
  };
  return {
    kind: "grant",
    grant,
    isRotated: previous !== null && given !== null && given !== previous.refreshToken?.reveal(),
  };
}

type Sound = {
  readonly accessToken: string;
  readonly lifeSeconds: number;
  readonly refreshToken: string | null;
  readonly scope: string | null;
};

function readSound({
  accessToken,
  tokenType,
  expiresInSeconds,
  refreshToken,
  scope,
}: TokenAnswer): Sound | AnswerFault {
  if (!isToken(accessToken)) return "no_access_token";
  if (typeof tokenType !== "string" || tokenType.toLowerCase() !== "bearer") return "wrong_token_type";
  const lifeSeconds = readSeconds(expiresInSeconds, shortestLifeSeconds, longestLifeSeconds);
  if (lifeSeconds === null) return "bad_expiry";
  const renewal = refreshToken ?? null;
  if (renewal !== null && !isToken(renewal)) return "bad_refresh_token";
  const scopes = scope ?? null;
  if (scopes !== null && typeof scopes !== "string") return "bad_scope";
  return { accessToken, lifeSeconds, refreshToken: renewal, scope: scopes };
}

function readRefreshExpiry(
  { refreshTokenExpiresInSeconds: given }: TokenAnswer,
  { previous, now, grantLifeMs }: AnswerContext,
): Date | null {
  const seconds = readSeconds(given, 0, longestRefreshLifeSeconds);
  if (seconds !== null) return new Date(now.getTime() + seconds * 1_000);
  if (previous !== null) return previous.refreshExpiresAt;
  return grantLifeMs === null ? null : new Date(now.getTime() + grantLifeMs);
}

const isToken = (value: unknown): value is string => typeof value === "string" && token.test(value);

function readSeconds(value: unknown, least: number, most: number): number | null {
  const seconds = typeof value === "string" && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds >= least && seconds <= most
    ? Math.floor(seconds)
    : null;
}
