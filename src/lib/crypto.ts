import { createCipheriv, createDecipheriv, createHash } from "node:crypto";

import type { RandomBytes } from "./ids";
import { Secret } from "./secret";

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const version = "v1";

/**
 * Random 96-bit nonces are safe for 2^32 values under one key (NIST SP 800-38D, 8.3). The count here is of one
 * process, so the alarm rings sixteen times earlier: enough room for sixteen processes that never restart.
 */
const alarmAfterSeals = 2 ** 28;

/** Where a value is kept. It is sealed together with the value: copied to another row, it does not open. */
export type Place = {
  readonly table: string;
  readonly rowId: string;
  readonly workspaceId: string;
  readonly column: string;
};

export type KeyRing = { readonly current: Secret; readonly retired: readonly Secret[] };

export type Seal = {
  /** Names the key that seals from now on; kept beside a sealed value, so that old ones can be found. */
  readonly keyId: string;
  readonly seal: (plain: Secret, place: Place) => string;
  /** Throws SealBroken for a value that was altered, moved, or sealed under a key we no longer have. */
  readonly open: (sealed: string, place: Place) => Secret;
  /** True when the value was sealed under a retired key, and should be sealed anew. */
  readonly isOutdated: (sealed: string) => boolean;
};

export class SealBroken extends Error {
  override readonly name = "SealBroken";
  readonly reason: "malformed" | "unknown key" | "altered or moved";

  constructor(reason: SealBroken["reason"], place: Place) {
    super(`A sealed value of ${place.table}.${place.column} does not open: ${reason}.`);
    this.reason = reason;
  }

  /** By its name: the parts of one server are bundled apart, and a seal made in one is opened by another. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "SealBroken" && "reason" in value;
  }
}

/** Reads 32 bytes written as 64 hex digits or as base64, or null. */
export function readKey(text: string): Uint8Array | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === keyBytes ? bytes : null;
}

/** Derived from the key itself, so that a key cannot be filed under another's name. */
function keyIdOf(key: Uint8Array): string {
  return createHash("sha256").update("daykeeper key id").update(key).digest("hex").slice(0, 8);
}

function requireKey(secret: Secret): { readonly id: string; readonly key: Uint8Array } {
  const key = readKey(secret.reveal());
  if (key === null) throw new Error("An encryption key is 32 random bytes, as 64 hex digits or base64.");
  return { id: keyIdOf(key), key };
}

/** Length before each part: no two places, and no two splits of the same text, give the same bytes. */
function boundTo(place: Place, keyId: string): Buffer {
  const parts = [version, keyId, place.table, place.rowId, place.workspaceId, place.column];
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, "utf8");
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

type Making = {
  readonly ring: KeyRing;
  readonly random: RandomBytes;
  readonly onAlarm: (keyId: string) => void;
  readonly alarmAfter?: number;
};

/** AES-256-GCM under the current key. Each value names its key, so that keys can change while everything runs. */
export function createSeal({ ring, random, onAlarm, alarmAfter = alarmAfterSeals }: Making): Seal {
  const current = requireKey(ring.current);
  const keys = new Map([current, ...ring.retired.map(requireKey)].map(({ id, key }) => [id, key]));
  let sealed = 0;

  return {
    keyId: current.id,
    seal: (plain, place) => {
      sealed += 1;
      if (sealed === alarmAfter) onAlarm(current.id);
      const nonce = random(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", current.key, nonce).setAAD(boundTo(place, current.id));
      const body = Buffer.concat([nonce, cipher.update(plain.reveal(), "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${version}.${current.id}.${body.toString("base64url")}`;
    },
    open: (text, place) => {
      const { keyId, body } = takeApart(text, place);
      const key = keys.get(keyId);
      if (key === undefined) throw new SealBroken("unknown key", place);
      const decipher = createDecipheriv("aes-256-gcm", key, body.subarray(0, nonceBytes), { authTagLength: tagBytes })
        .setAAD(boundTo(place, keyId))
        .setAuthTag(body.subarray(-tagBytes));
      const start = decipher.update(body.subarray(nonceBytes, -tagBytes));
      try {
        return new Secret(Buffer.concat([start, decipher.final()]).toString("utf8"));
      } catch {
        // Node says no more than that the tag does not fit, and neither may we.
        throw new SealBroken("altered or moved", place);
      }
    },
    isOutdated: (text) => text.split(".")[1] !== current.id,
  };
}

function takeApart(text: string, place: Place): { readonly keyId: string; readonly body: Buffer } {
  const match = /^v1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/.exec(text);
  const body = Buffer.from(match?.[2] ?? "", "base64url");
  if (match?.[1] === undefined || body.length < nonceBytes + tagBytes) throw new SealBroken("malformed", place);
  return { keyId: match[1], body };
}
