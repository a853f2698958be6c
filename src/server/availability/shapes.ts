import { z } from "zod";

import { readDay } from "@/core/time/date-text";
import { isZone } from "@/core/time/zones";

const day = z.string().refine((text) => readDay(text) !== null, "This must be a day, such as 2026-03-08.");
const zone = z.string().max(80).refine(isZone, "This must be a time zone, such as Europe/Berlin.");

/** Everything may be left out: two weeks from today, in the zone of the configuration, from what we know. */
export const availabilityInput = z.strictObject({
  start_date: day.optional(),
  end_date: day.optional(),
  timezone: zone.optional(),
  /** Asks the providers now. Only for those who are signed in or have a key. */
  fresh: z.boolean().optional(),
});
export type AvailabilityInput = z.infer<typeof availabilityInput>;

/** Who is signed in or has a key reads names; everybody else how many there are. */
const named = z.union([z.array(z.string()), z.int()]);

export const calendarHealthShape = z.object({
  status: z.enum(["healthy", "partial", "critical"]),
  total_calendars: z.int(),
  successful_calendars: z.int(),
  failed_calendars: named,
  token_issues: named,
  message: z.string(),
});
export type CalendarHealthShape = z.infer<typeof calendarHealthShape>;

export const errorCategory = z.enum(["rules_violation", "token_issues", "system_error"]);
export type ErrorCategory = z.infer<typeof errorCategory>;

const evidence = z.object({
  calendar_id: z.string(),
  name: z.string(),
  host: z.string(),
  required: z.boolean(),
  state: z.enum(["fresh", "older", "unreadable"]),
  because: z.string().nullable(),
  read_at: z.string().nullable(),
  age_seconds: z.int().nullable(),
  live: z.boolean(),
});

export const availabilityShape = z.object({
  configuration_id: z.string(),
  timezone: z.string(),
  /** The days that were looked at, the last one included. */
  first_day: z.string(),
  last_day: z.string(),
  duration_minutes: z.int(),
  /** instant: book and it is yours. request_only: a time is held until the host confirms. none: nothing can be offered. */
  mode: z.enum(["instant", "request_only", "none"]),
  /** What the slots rest on: all anew; older readings, see evidence_from; not every calendar; too little to promise; nothing. */
  soundness: z.enum(["fresh", "older", "partial", "request_only", "closed"]),
  message: z.string().nullable(),
  error_category: errorCategory.nullable(),
  available_slots: z.array(z.object({ start: z.string(), end: z.string(), host_ids: z.array(z.string()).optional() })),
  calendar_health: calendarHealthShape,
  warnings: z.array(z.string()),
  /** The oldest reading that the slots rest on. */
  evidence_from: z.string().nullable(),
  /** Nothing is offered beyond it, because nothing is known. */
  covered_until: z.string().nullable(),
  malformed_periods: z.int(),
  /** Only for those who are signed in or have a key. */
  calendars: z.array(evidence).optional(),
});
export type AvailabilityShape = z.infer<typeof availabilityShape>;
