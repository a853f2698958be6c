// What may be written down. Every log line, trace attribute and error report goes through redact().
import { Secret } from "./secret";

const shown = "[secret]";
const longestText = 8_192;
const longestList = 50;
const deepest = 6;

/** Shapes of secrets, ours and the providers', wherever they stand in a text. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${shown}`],
  [/\beyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*){1,4}/g, shown], // JSON web tokens, signed and encrypted
  [/\bdk_[A-Za-z0-9]+_[A-Za-z0-9_-]+/g, shown], // our API keys
  [/\bya29\.[\w-]+|\b1\/\/[\w-]{8,}|\b4\/0?[\w-]{16,}|\bGOCSPX-[\w-]+/g, shown], // Google
  [/\b[01]\.A[\w-]{16,}[\w.-]*|\bM\.[A-Z]\d+_[\w.!*$-]+|[\w.-]{3}\dQ~[\w.~-]{20,}/g, shown], // Microsoft
  [/(?<![\w-])[A-Za-z0-9_-]{43}(?![\w-])|\b[0-9a-f]{64}\b/gi, shown], // 256 bits, in base64url or hex
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, `$1:${shown}@`], // a password in an address
  [
    /([?&#;](?:code|state|nonce|key|sig|[\w-]*(?:token|secret|password|signature|assertion|verifier))=)[^&#\s"']+/gi,
    `$1${shown}`,
  ],
  [
    /((?:access|refresh|id|session|csrf|sync)[_-]?token|client[_-]?secret|password|api[_-]?key|cookie|authorization)(["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
    `$1$2${shown}`,
  ],
];

/** Names of fields whose text is a secret whatever it looks like; compared without case, dashes and underscores. */
const secretName =
  /(token|secret|password|passwd|passphrase|authorization|cookies?|apikey|assertion|verifier|credentials?|encryptionkey|privatekey)$/;
const secretAlone = new Set(["state", "nonce", "otp", "pin"]);

function isSecretField(name: string, value: unknown): boolean {
  if (typeof value !== "string" && typeof value !== "object") return false;
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, "");
  // `code` is a problem's name here and a grant at a provider: a name is made of words.
  if (plain === "code") return typeof value === "string" && !/^([a-z]+(_[a-z]+)*|[A-Z0-9_]{2,24})$/.test(value);
  return secretAlone.has(plain) || secretName.test(plain);
}

// Line ends stay, JSON escapes them. What moves a terminal's cursor, colours it or turns the text around does not.
const disguises = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

export function redactText(text: string, known: readonly Secret[] = []): string {
  const short = text.length > longestText ? `${text.slice(0, longestText)}… (${text.length} characters)` : text;
  const withoutKnown = known.reduce(
    (rest, secret) => (secret.reveal().length < 8 ? rest : rest.replaceAll(secret.reveal(), shown)),
    short,
  );
  return patterns
    .reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutKnown)
    .replace(disguises, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

type Walk = { readonly known: readonly Secret[]; readonly seen: ReadonlySet<object> };

function redactError(error: Error, walk: Walk): unknown {
  const more = error as Error & { code?: unknown; errors?: unknown };
  return {
    name: redactText(error.name, walk.known),
    message: redactText(error.message, walk.known),
    ...(typeof more.code === "string" || typeof more.code === "number"
      ? { code: redactText(String(more.code), walk.known) }
      : {}),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, walk) }),
    ...(Array.isArray(more.errors) ? { errors: redactValue(more.errors, walk) } : {}),
    stack: redactText(error.stack ?? "", walk.known),
  };
}

function entriesOf(value: object): [string, unknown][] {
  if (value instanceof Map || value instanceof Headers || value instanceof URLSearchParams) {
    return [...value].map(([name, item]): [string, unknown] => [String(name), item]);
  }
  return Object.entries(value);
}

function redactList(items: readonly unknown[], walk: Walk): unknown[] {
  const shownItems = items.slice(0, longestList).map((item) => redactValue(item, walk));
  return items.length > longestList ? [...shownItems, `[${items.length - longestList} more]`] : shownItems;
}

/** Things whose contents are not looked into; undefined for everything else. */
function redactWhole(value: object, { known }: Walk): unknown {
  if (value instanceof Secret) return shown;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  if (value instanceof URL) return redactText(value.href, known);
  if (value instanceof Request) return { method: value.method, url: redactText(value.url, known) };
  if (value instanceof Response) return { status: value.status };
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  return undefined;
}

function redactObject(value: object, walk: Walk): unknown {
  const whole = redactWhole(value, walk);
  if (whole !== undefined) return whole;
  if (walk.seen.has(value)) return "[circular]";
  if (walk.seen.size >= deepest) return "[deeper]";
  const inside: Walk = { known: walk.known, seen: new Set([...walk.seen, value]) };
  if (value instanceof Error) return redactError(value, inside);
  if (Array.isArray(value) || value instanceof Set) return redactList([...value], inside);
  const entries = entriesOf(value).slice(0, longestList);
  return Object.fromEntries(
    entries.map(([name, item]) => [
      redactText(name, walk.known),
      isSecretField(name, item) && item !== null ? shown : redactValue(item, inside),
    ]),
  );
}

function redactValue(value: unknown, walk: Walk): unknown {
  if (typeof value === "string") return redactText(value, walk.known);
  if (typeof value === "object" && value !== null) return redactObject(value, walk);
  if (typeof value === "bigint" || typeof value === "symbol") return redactText(String(value), walk.known);
  if (typeof value === "function") return "[function]";
  return value;
}

/** A copy that is safe to write down: secrets by type, by name, by shape and by value are gone, and it is bounded. */
export function redact(value: unknown, known: readonly Secret[] = []): unknown {
  try {
    return redactValue(value, { known, seen: new Set() });
  } catch {
    return "[unprintable]"; // A getter threw. Logging must not break what it reports on.
  }
}
