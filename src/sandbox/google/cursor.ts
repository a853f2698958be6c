import { createHash } from "node:crypto";

/**
 * Page and sync tokens: opaque to clients, self-contained here. They carry what they are bound to, and a checksum, so a
 * token of another calendar, query or list is told apart from a broken one.
 */
export interface SyncCursor {
  readonly kind: "sync";
  readonly list: string;
  readonly bind: string;
  readonly revision: number;
  readonly issuedAt: number;
  /** Window of the first query: [timeMin, timeMax, how far series are expanded]. */
  readonly window: readonly [number | null, number | null, number];
}

export interface PageCursor {
  readonly kind: "page";
  readonly list: string;
  readonly bind: string;
  /** The revision the first page was read at: what the sync token at the end will stand for. */
  readonly base: number;
  /** The last row given: rows after it come next. */
  readonly after: readonly [number, number, string];
  readonly horizon: number;
}

export type Cursor = SyncCursor | PageCursor;

export function encodeCursor(cursor: Cursor): string {
  const text = JSON.stringify(cursor);
  // The equals sign at the end is there on purpose: clients must encode tokens in URLs.
  return `C${checksum(text)}${Buffer.from(text).toString("base64url")}=`;
}

export function decodeCursor<K extends Cursor["kind"]>(token: string, kind: K): Extract<Cursor, { kind: K }> | null {
  if (token.length > 4_096 || !token.startsWith("C")) return null;
  const text = Buffer.from(token.slice(9).replace(/=$/, ""), "base64url").toString("utf8");
  if (checksum(text) !== token.slice(1, 9)) return null;
  const cursor = JSON.parse(text) as Cursor;
  return cursor.kind === kind ? (cursor as Extract<Cursor, { kind: K }>) : null;
}

/** A short fingerprint of the parameters a token belongs to. */
export function bindingOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 10);
}

function checksum(text: string): string {
  return createHash("sha256").update(`sandbox:${text}`).digest("base64url").slice(0, 8);
}
