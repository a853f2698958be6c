import { createHash } from "node:crypto";
import type { Calendar } from "../world/calendar";

/**
 * Ids as Outlook writes them: long, opaque, case-sensitive. The plain form names the folder and so changes when an event
 * moves to another calendar; the immutable form names the item only. `core` is the id inside the world.
 */
export type ItemName = { readonly core: string; readonly folder: string | null };

const plainMark = "AAMkA";
const immutableMark = "AAkALgAAAAAAH";
const folders = new WeakMap<Calendar, string>();
const mailboxes = new Map<string, string>();

export function folderOf(calendar: Calendar): string {
  let folder = folders.get(calendar);
  if (!folder)
    folders.set(calendar, (folder = createHash("sha256").update(calendar.id).digest("base64url").slice(0, 12)));
  return folder;
}

/** The part all ids of a mailbox share. */
function mailboxPart(ownerId: string): string {
  let part = mailboxes.get(ownerId);
  if (!part) {
    part = createHash("sha256").update(`mailbox/${ownerId}`).digest("base64url").padEnd(60, "BGAAAAAA");
    mailboxes.set(ownerId, part);
  }
  return part;
}

const encode = (core: string): string => Buffer.from(core, "utf8").toString("base64url");

function decode(text: string): string | null {
  const core = Buffer.from(text, "base64url").toString("utf8");
  return core !== "" && encode(core) === text ? core : null;
}

export function writeItemId(calendar: Calendar, core: string, immutable: boolean): string {
  const mailbox = mailboxPart(calendar.ownerId);
  return immutable
    ? `${immutableMark}${mailbox}${encode(core)}=`
    : `${plainMark}${mailbox}${folderOf(calendar)}${encode(core)}=`;
}

/** Null when it is no id at all. */
export function readItemId(text: string): ItemName | null {
  if (text.length > 1_024 || !/^[A-Za-z0-9_-]+=$/.test(text)) return null;
  const inner = text.slice(0, -1);
  if (inner.startsWith(plainMark) && inner.length > plainMark.length + 72) {
    const rest = inner.slice(plainMark.length + 60);
    const core = decode(rest.slice(12));
    return core === null ? null : { core, folder: rest.slice(0, 12) };
  }
  if (!inner.startsWith(immutableMark) || inner.length <= immutableMark.length + 60) return null;
  const core = decode(inner.slice(immutableMark.length + 60));
  return core === null ? null : { core, folder: null };
}

/** Occurrences have no record of their own: their name is the series and which one. */
export function occurrenceCore(masterId: string, key: string): string {
  return `${masterId}.${key}`;
}

export function splitOccurrence(core: string): { masterId: string; key: string } | null {
  const match = /^(.+)\.(\d{8}(?:T\d{6}Z)?)$/.exec(core);
  return match ? { masterId: match[1] as string, key: match[2] as string } : null;
}

/** `040000008200E00074C5B7101A82E008`, then the date of the occurrence, then what the series shares. */
export function writeUid(seed: string): string {
  return `040000008200E00074C5B7101A82E00800000000${createHash("sha256").update(seed).digest("hex").toUpperCase()}`;
}

/** Every occurrence has an iCalUId of its own: the date stands in the middle of the series' one. */
export function occurrenceUid(uid: string, date: string): string {
  if (!/^040000008200E00074C5B7101A82E008[0-9A-F]{8}/i.test(uid)) return uid;
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, "0");
  return `${uid.slice(0, 32)}${hex(year, 4)}${hex(month, 2)}${hex(day, 2)}${uid.slice(40)}`;
}
