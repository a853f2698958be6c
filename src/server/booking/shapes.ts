import { z } from "zod";

import { readDay } from "@/core/time/date-text";
import { calendarHealthShape, errorCategory } from "@/server/availability/shapes";

const bookingStates = ["held", "requested", "confirmed", "cancelled", "declined", "expired", "failed"] as const;
const bookingState = z.enum(bookingStates);

export const bookingShape = z.object({
  id: z.string(),
  state: bookingState,
  title: z.string(),
  start: z.string(),
  end: z.string(),
  timezone: z.string(),
  hosts: z.array(z.string()),
  join_url: z.string().nullable(),
});
export type BookingShape = z.infer<typeof bookingShape>;

export const guestsShape = z.object({
  booking: bookingShape,
  /** Whom the visitor named, and whether they have been invited. */
  guests: z.array(z.string()),
  invited: z.boolean(),
});
export type GuestsShape = z.infer<typeof guestsShape>;

export const bookedShape = z.object({
  /** confirmed: it stands. requested: the host confirms. pending: the provider has not answered yet; you are told. */
  status: z.enum(["confirmed", "requested", "pending"]),
  message: z.string(),
  booking: bookingShape,
  /** Moves and cancels it. A secret: whoever has it may. */
  manage_url: z.string(),
  calendar_health: calendarHealthShape,
  warnings: z.array(z.string()),
});
export type BookedShape = z.infer<typeof bookedShape>;

export const bookingRefusal = z.object({
  status: z.literal("error"),
  error_category: errorCategory,
  /** Which rule, when it is one. */
  rule: z.string().nullable(),
  requires_reauth: z.boolean(),
  /** Whether the same may be asked for with accept_request. */
  can_request: z.boolean(),
  message: z.string(),
  calendar_health: calendarHealthShape,
  warnings: z.array(z.string()),
});
export type BookingRefusal = z.infer<typeof bookingRefusal>;
export type BookingRefused = { readonly status: 401 | 409 | 503; readonly body: BookingRefusal };
export type BookingAnswer = { readonly status: 201 | 202; readonly body: BookedShape } | BookingRefused;

export const managedShape = z.object({
  booking: bookingShape,
  configuration_id: z.string(),
  may_move: z.boolean(),
  may_cancel: z.boolean(),
});
export type ManagedShape = z.infer<typeof managedShape>;
export const movedShape = managedShape.extend({ status: z.literal("moved") });
export type MovedShape = z.infer<typeof movedShape>;

export const hostBookingShape = bookingShape.extend({
  configuration_id: z.string(),
  /** Why it is only asked for, or what went wrong. */
  cause: z.string().nullable(),
  attention: z.string().nullable(),
  visitor: z.object({ name: z.string(), email: z.string(), notes: z.string() }),
  /** Whom the visitor named, and since when they are invited. */
  guests: z.array(z.string()),
  guests_invited_at: z.string().nullable(),
  no_show: z.boolean(),
  created_at: z.string(),
});
export type HostBookingShape = z.infer<typeof hostBookingShape>;

const day = z.string().refine((text) => readDay(text) !== null, "This must be a day, such as 2026-03-08.");

export const bookingsQuery = z.strictObject({
  view: z.enum(["upcoming", "past", "attention", "no_shows"]).default("upcoming"),
  /** Whoever hosts; a member sees their own alone, whatever is asked for. */
  host: z.uuid().optional(),
  configuration: z.uuid().optional(),
  state: bookingState.optional(),
  /** Days as they are lived where the caller is, the last one included. */
  from: day.optional(),
  until: day.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type BookingsQuery = z.infer<typeof bookingsQuery>;
