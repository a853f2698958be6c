import { isZone, withOffset } from "../kernel/zone";
import { atInstant, atWall, onDate, type When } from "../world/when";
import { failInvalid } from "./errors";

export interface EventDateTime {
  readonly date?: string;
  readonly dateTime?: string;
  readonly timeZone?: string;
}

/** Google renders every time in one zone and names the event's own beside it. */
export function toEventDateTime(when: When, renderZone: string): EventDateTime {
  if (when.kind === "date") return { date: when.date };
  return { dateTime: withOffset(when.ms, renderZone), timeZone: when.zone };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?$/;

/** Reads `{date}` or `{dateTime, timeZone}` (fact sheet 2.5); `field` names it in the error. */
export function fromEventDateTime(value: unknown, zone: string, field: string): When {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const { date, dateTime, timeZone } = given;
  if (isPresent(date) === isPresent(dateTime)) return failInvalid(field, `Invalid ${field} time.`);
  if (isPresent(timeZone) && !isIanaZone(timeZone)) return failInvalid(`${field}.timeZone`, "Invalid time zone.");
  if (isPresent(date)) return isRealDate(date) ? onDate(date) : failInvalid(`${field}.date`);
  return fromDateTime(String(dateTime), isPresent(timeZone) ? String(timeZone) : null, { zone, field });
}

function fromDateTime(text: string, own: string | null, at: { readonly zone: string; readonly field: string }): When {
  const bad = (): never => failInvalid(`${at.field}.dateTime`, "Invalid value for a time.");
  if (!DATE_TIME.test(text) || !isRealDate(text.slice(0, 10))) return bad();
  const hasOffset = /[Zz]|[+-]\d{2}:\d{2}$/.test(text.slice(16));
  const ms = Date.parse(hasOffset ? text.toUpperCase() : `${text.toUpperCase()}Z`);
  if (Number.isNaN(ms)) return bad();
  const whole = Math.floor(ms / 1_000) * 1_000;
  if (hasOffset) return atInstant(whole, own ?? at.zone);
  // Without an offset the wall clock counts, so the zone must be said.
  if (own === null) return failInvalid(at.field, "Missing time zone definition for a time without offset.");
  return atWall(new Date(whole).toISOString().slice(0, 19), own);
}

/** RFC 3339 with an offset, as timeMin and the like must be; milliseconds do not count. */
export function fromTimestamp(text: string, parameter: string): number {
  const complete =
    DATE_TIME.test(text) && /([Zz]|[+-]\d{2}:\d{2})$/.test(text.slice(16)) && isRealDate(text.slice(0, 10));
  const ms = complete ? Date.parse(text.toUpperCase()) : Number.NaN;
  return Number.isNaN(ms) ? failInvalid(parameter, "Bad Request", "badRequest") : Math.floor(ms / 1_000) * 1_000;
}

export function isIanaZone(value: unknown): value is string {
  return typeof value === "string" && value.length < 64 && /^[A-Za-z]/.test(value) && isZone(value);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function isRealDate(value: unknown): value is string {
  if (typeof value !== "string" || !DATE.test(value)) return false;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === value && Number(value.slice(0, 4)) >= 1;
}
