import { z } from "zod";

import {
  configurationInput,
  configurationShape,
  type ConfigurationShape,
} from "@/server/availability/configuration-shapes";
import { availabilityShape } from "@/server/availability/shapes";
import { bookingInput } from "@/server/booking/inputs";
import {
  bookedShape,
  bookingRefusal,
  bookingsQuery,
  guestsShape,
  hostBookingShape,
  managedShape,
  movedShape,
  type BookedShape,
  type BookingRefusal,
  type GuestsShape,
  type HostBookingShape,
  type ManagedShape,
} from "@/server/booking/shapes";

import { contract } from "../contract";
import { availabilityExample, configurationParams } from "./availability";

const { calendar_health: health, warnings } = availabilityExample;

const bookedExample: BookedShape = {
  status: "confirmed",
  message: "Booked. The invitation is on its way.",
  booking: {
    ...{ id: "7e8f9001-1223-4445-8566-778899aabb00", state: "confirmed", title: "Product demo" },
    ...{ start: "2026-11-30T09:00:00+01:00", end: "2026-11-30T09:30:00+01:00", timezone: "Europe/Berlin" },
    ...{ hosts: ["Alice"], join_url: "https://meet.google.com/abc-defg-hij" },
  },
  manage_url: "https://daykeeper.example/book/manage#…",
  calendar_health: health,
  warnings,
};

const refusedExample: BookingRefusal = {
  ...{ status: "error", error_category: "rules_violation", rule: "slot_taken", requires_reauth: false },
  ...{ can_request: false, message: "Somebody else has this time now. Choose another one." },
  ...{ calendar_health: health, warnings },
};

export const bookContract = contract({
  id: "bookAppointment",
  method: "POST",
  path: "/api/calendars/configurations/{id}/book-appointment",
  tag: "Booking",
  summary: "Book a slot; with an Idempotency-Key it is booked once, however often it is asked for",
  access: { to: "anybody" },
  rate: "book",
  params: configurationParams,
  body: bookingInput,
  bodyExample: {
    start: "2026-11-30T09:00:00+01:00",
    name: "Victor Hale",
    email: "victor@northwind.example",
    timezone: "Europe/Berlin",
    guests: ["mara@northwind.example"],
  },
  answer: { status: 201, body: bookedShape, example: bookedExample },
  furtherAnswers: [
    {
      status: 202,
      body: bookedShape,
      description: "Held: the host confirms, or the provider has not answered yet",
      example: { ...bookedExample, status: "requested", booking: { ...bookedExample.booking, state: "requested" } },
    },
    {
      status: 401,
      body: bookingRefusal,
      description: "The calendar the event would be made in has to be connected again",
      example: {
        ...refusedExample,
        error_category: "token_issues",
        rule: null,
        requires_reauth: true,
        can_request: true,
      },
    },
    { status: 409, body: bookingRefusal, description: "A rule does not allow it; which one", example: refusedExample },
    {
      status: 503,
      body: bookingRefusal,
      description: "A calendar cannot be looked at or written to",
      example: { ...refusedExample, error_category: "system_error", rule: null, can_request: true },
    },
  ],
  problems: ["idempotency_key_reused", "still_booking", "too_many_bookings", "calendar_is_read_only"],
});

const token = z.string().max(200);
const instant = z.iso.datetime({ offset: true });
const tokenExample = "the-unguessable-part-of-the-link-in-the-mail";
const managedExample: ManagedShape = {
  booking: bookedExample.booking,
  configuration_id: availabilityExample.configuration_id,
  ...{ may_move: true, may_cancel: true },
};
const refusals = [
  { status: 401, body: bookingRefusal, description: "The calendar has to be connected again", example: refusedExample },
  { status: 409, body: bookingRefusal, description: "A rule does not allow it; which one", example: refusedExample },
  { status: 503, body: bookingRefusal, description: "A calendar cannot be looked at", example: refusedExample },
] as const;

export const lookUpBookingContract = contract({
  id: "lookUpBooking",
  method: "POST",
  path: "/api/v1/bookings/manage/look-up",
  tag: "Booking",
  summary: "The appointment that a link is for",
  access: { to: "anybody" },
  rate: "secret",
  body: z.strictObject({ token }),
  bodyExample: { token: tokenExample },
  answer: { status: 200, body: managedShape, example: managedExample },
  problems: ["not_found", "booking_link_over"],
});

export const cancelByLinkContract = contract({
  id: "cancelByLink",
  method: "POST",
  path: "/api/v1/bookings/manage/cancel",
  tag: "Booking",
  summary: "Cancel the appointment that a link is for",
  access: { to: "anybody" },
  rate: "secret",
  body: z.strictObject({ token }),
  bodyExample: { token: tokenExample },
  answer: { status: 200, body: managedShape, example: managedExample },
  problems: ["not_found", "booking_link_over", "booking_over", "still_booking"],
});

export const moveByLinkContract = contract({
  id: "moveByLink",
  method: "POST",
  path: "/api/v1/bookings/manage/move",
  tag: "Booking",
  summary: "Move the appointment that a link is for",
  access: { to: "anybody" },
  rate: "secret",
  body: z.strictObject({ token, start: instant }),
  bodyExample: { token: tokenExample, start: "2026-12-01T09:00:00+01:00" },
  answer: { status: 200, body: movedShape, example: { status: "moved", ...managedExample } },
  furtherAnswers: refusals,
  problems: ["not_found", "booking_link_over", "booking_over", "still_booking"],
});

const guestsExample: GuestsShape = {
  ...{ booking: bookedExample.booking, guests: ["mara@northwind.example"], invited: true },
};

export const lookUpGuestsContract = contract({
  id: "lookUpGuests",
  method: "POST",
  path: "/api/v1/bookings/guests/look-up",
  tag: "Booking",
  summary: "Whom a visitor named beside themselves, by the link that was mailed to them",
  access: { to: "anybody" },
  rate: "secret",
  body: z.strictObject({ token }),
  bodyExample: { token: tokenExample },
  answer: { status: 200, body: guestsShape, example: { ...guestsExample, invited: false } },
  problems: ["not_found", "booking_link_over"],
});

export const inviteGuestsContract = contract({
  id: "inviteGuests",
  method: "POST",
  path: "/api/v1/bookings/guests/invite",
  tag: "Booking",
  summary: "Have the guests invited: until then nobody mails them",
  access: { to: "anybody" },
  rate: "secret",
  body: z.strictObject({ token }),
  bodyExample: { token: tokenExample },
  answer: { status: 200, body: guestsShape, example: guestsExample },
  problems: ["not_found", "booking_link_over", "booking_over", "still_booking", "too_many_bookings"],
});

const hostExample: HostBookingShape = {
  ...bookedExample.booking,
  ...{ configuration_id: availabilityExample.configuration_id, cause: null, attention: null },
  visitor: { name: "Victor Hale", email: "victor@northwind.example", notes: "About the pilot" },
  ...{ guests: ["mara@northwind.example"], guests_invited_at: null },
  ...{ no_show: false, created_at: "2026-11-26T10:00:00.000Z" },
};

export const listBookingsContract = contract({
  id: "listBookings",
  method: "GET",
  path: "/api/v1/bookings",
  tag: "Booking",
  summary: "Bookings: of a member what they host, of those who manage all",
  access: { to: "workspace", role: "member", scope: "bookings:read" },
  rate: "read",
  query: bookingsQuery,
  answer: {
    status: 200,
    body: z.object({ bookings: z.array(hostBookingShape) }),
    example: { bookings: [hostExample] },
  },
});

export const exportBookingsContract = contract({
  id: "exportBookings",
  method: "GET",
  path: "/api/v1/bookings/export",
  tag: "Booking",
  summary: "The same as a table for spreadsheets, with nothing in it that one would run",
  access: { to: "workspace", role: "member", scope: "bookings:read" },
  rate: "read",
  query: bookingsQuery,
  answer: {
    status: 200,
    body: z.string(),
    contentType: "text/csv; charset=utf-8",
    example: '"start","visitor"\r\n"2026-11-30T09:00:00+01:00","Victor Hale"\r\n',
  },
});

export const decideBookingContract = contract({
  id: "decideBooking",
  method: "POST",
  path: "/api/v1/bookings/{id}/decision",
  tag: "Booking",
  summary: "Confirm or decline what was asked for, cancel, or note who did not come",
  access: { to: "workspace", role: "member", scope: "bookings:write" },
  rate: "write",
  params: z.object({ id: z.uuid() }),
  body: z.strictObject({ decision: z.enum(["confirm", "decline", "cancel", "no_show", "showed"]) }),
  bodyExample: { decision: "confirm" },
  answer: { status: 200, body: hostBookingShape, example: hostExample },
  problems: ["booking_over", "still_booking", "calendar_is_read_only"],
});

const configurationBody = {
  slug: "product-demo",
  title: "Product demo",
  timezone: "Europe/Berlin",
  duration_minutes: 30,
  weekly_hours: { "1": [{ from: "09:00", until: "17:00" }] },
  hosts: [
    { user_id: "1c2d3e4f-5061-4728-8394-a5b6c7d8e9f0", main_calendar_id: "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718200" },
  ],
};
const configurationExample: ConfigurationShape = {
  ...{ id: availabilityExample.configuration_id, url: "https://daykeeper.example/book/product-demo" },
  ...{ slug: "product-demo", title: "Product demo", description: "", mode: "single", is_active: true },
  ...{ timezone: "Europe/Berlin", duration_minutes: 30, slot_step_minutes: 30, buffer_before_minutes: 0 },
  ...{ buffer_after_minutes: 0, minimum_notice_minutes: 60, horizon_days: 60, daily_cap: null, weekly_cap: null },
  weekly_hours: configurationBody.weekly_hours,
  ...{ date_exceptions: [], busy_policy: { allDay: true, tentative: true, unanswered: true } },
  ...{ location: { kind: "conference", text: "" }, confirmation: "automatic", allowed_origins: [] },
  hosts: configurationBody.hosts.map((host) => ({ ...host, name: "Alice", priority: 0, hours: null })),
  calendars: [{ calendar_id: "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718200", is_optional: false }],
};

export const listConfigurationsContract = contract({
  id: "listConfigurations",
  method: "GET",
  path: "/api/calendars/configurations",
  tag: "Booking",
  summary: "What can be booked",
  access: { to: "workspace", role: "member", scope: "availability:read" },
  rate: "read",
  answer: {
    status: 200,
    body: z.object({ configurations: z.array(configurationShape) }),
    example: { configurations: [configurationExample] },
  },
});

const writing = {
  tag: "Booking",
  access: { to: "workspace", role: "manager", scope: "bookings:write" },
  rate: "write",
} as const;

export const createConfigurationContract = contract({
  id: "createConfiguration",
  method: "POST",
  path: "/api/calendars/configurations",
  summary: "Let something be booked",
  ...writing,
  body: configurationInput,
  bodyExample: configurationBody,
  answer: { status: 201, body: configurationShape, example: configurationExample },
  problems: ["booking_address_taken", "calendar_is_read_only"],
});

export const previewConfigurationContract = contract({
  id: "previewConfiguration",
  method: "POST",
  path: "/api/calendars/configurations/preview",
  summary: "What visitors would be offered with these settings; stores nothing",
  ...writing,
  body: configurationInput,
  bodyExample: configurationBody,
  answer: { status: 200, body: availabilityShape, example: availabilityExample },
});

export const replaceConfigurationContract = contract({
  id: "replaceConfiguration",
  method: "PUT",
  path: "/api/calendars/configurations/{id}",
  summary: "Change what can be booked",
  ...writing,
  params: configurationParams,
  body: configurationInput,
  bodyExample: configurationBody,
  answer: { status: 200, body: configurationShape, example: configurationExample },
  problems: ["booking_address_taken", "calendar_is_read_only"],
});

export const removeConfigurationContract = contract({
  id: "removeConfiguration",
  method: "DELETE",
  path: "/api/calendars/configurations/{id}",
  summary: "Let something be booked no more; what was booked stays",
  ...writing,
  params: configurationParams,
  answer: { status: 204, body: null },
});
