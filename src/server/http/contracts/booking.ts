import { bookedShape, bookingRefusal, type BookedShape, type BookingRefusal } from "@/server/booking/shapes";
import { bookingInput } from "@/server/booking/inputs";

import { contract } from "../contract";
import { availabilityExample, configurationParams } from "./availability";

const { calendar_health: health, warnings } = availabilityExample;

export const bookedExample: BookedShape = {
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
  problems: ["idempotency_key_reused", "still_booking", "too_many_bookings"],
});
