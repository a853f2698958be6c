import { jsonBody, type Call } from "../kernel/call";
import { json, Refusal } from "../kernel/reply";
import { isZone } from "../kernel/zone";
import type { Sandbox } from "../sandbox";
import type { Account } from "../world/account";
import type { Calendar } from "../world/calendar";
import { atInstant, atWall, onDate, type When } from "../world/when";

export type Input = Readonly<Record<string, unknown>>;

export function bodyOf(call: Call): Input {
  const body = jsonBody(call);
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return refuse("The body must be a JSON object.");
  return body as Input;
}

export function refuse(message: string, status = 400): never {
  throw new Refusal(json(status, { error: message }));
}

export function textOf(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : refuse(`${name} must be text.`);
}

export function numberOf(input: Input, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "number" && Number.isFinite(value) ? value : refuse(`${name} must be a number.`);
}

/** A moment as epoch milliseconds or ISO text. */
export function momentOf(input: Input, name: string): number | undefined {
  const value = input[name];
  if (typeof value !== "string") return numberOf(input, name);
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? refuse(`${name} is not a moment.`) : ms;
}

export function accountOf(sandbox: Sandbox, idOrEmail: string): Account {
  return sandbox.ground.world.findAccount(idOrEmail) ?? refuse(`No account ${idOrEmail}.`, 404);
}

export function calendarOf(sandbox: Sandbox, account: Account, id: string): Calendar {
  const { world } = sandbox.ground;
  const calendar = id === "primary" ? world.primaryOf(account) : world.calendars.get(id);
  return calendar ?? refuse(`No calendar ${id}.`, 404);
}

/** `"2026-01-26"`, `{ "at": "2026-01-26T09:00:00", "zone": "Europe/Berlin" }` or an instant `"2026-01-26T09:00:00Z"`. */
export function whenOf(value: unknown, zone: string): When {
  if (typeof value === "object" && value !== null && "at" in value) {
    const inner = value as { at: unknown; zone?: unknown };
    const own = typeof inner.zone === "string" && isZone(inner.zone) ? inner.zone : zone;
    return whenOf(inner.at, own);
  }
  return typeof value === "string" ? timeOf(value, zone) : refuse("A time is a date, a date-time or { at, zone }.");
}

function timeOf(text: string, zone: string): When {
  const local = !text.endsWith("Z") && !/[+-]\d\d:\d\d$/.test(text);
  const ms = Date.parse(local && text.length > 10 ? `${text}Z` : text);
  if (Number.isNaN(ms)) return refuse(`${text.slice(0, 40)} is not a time.`);
  if (text.length === 10) return onDate(text);
  return local ? atWall(new Date(ms).toISOString().slice(0, 19), zone) : atInstant(ms, zone);
}
