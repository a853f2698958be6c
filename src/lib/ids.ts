import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

import { Secret } from "./secret";

/** A source of randomness fit for secrets. Passed in, so that a test can repeat itself. */
export type RandomBytes = (size: number) => Uint8Array;

export const systemRandom: RandomBytes = (size) => randomBytes(size);

/** A version 4 UUID. */
export function newId(random: RandomBytes): string {
  const bytes = Buffer.from(random(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const tokenBytes = 32;

/** 256 bits as 43 characters that survive a URL, a header and a cookie unescaped. */
export function newToken(random: RandomBytes): Secret {
  return new Secret(Buffer.from(random(tokenBytes)).toString("base64url"));
}

export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/**
 * What is stored in place of a token. A plain SHA-256 is enough, and a slow hash would not help: a token of 256
 * random bits cannot be guessed, and looking it up by its hash leaves nothing to compare byte by byte.
 */
export function hashToken(token: Secret): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(token.reveal()).digest());
}

/** Compares without telling by its duration how much of the guess, or even its length, was right. */
export function sameSecret(given: string, expected: Secret): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected.reveal()));
}
