import { z } from "zod";

import { availabilityInput, availabilityShape, type AvailabilityShape } from "@/server/availability/shapes";

import { contract } from "../contract";

export const configurationParams = z.object({ id: z.uuid() });

export const availabilityExample: AvailabilityShape = {
  configuration_id: "5d6e7f80-9102-4a3b-8c4d-5e6f70819200",
  timezone: "Europe/Berlin",
  ...{ first_day: "2026-11-30", last_day: "2026-12-04" },
  duration_minutes: 30,
  mode: "instant",
  soundness: "partial",
  message: null,
  error_category: null,
  available_slots: [
    { start: "2026-11-30T09:00:00+01:00", end: "2026-11-30T09:30:00+01:00" },
    { start: "2026-11-30T09:30:00+01:00", end: "2026-11-30T10:00:00+01:00" },
  ],
  calendar_health: {
    status: "partial",
    total_calendars: 5,
    successful_calendars: 4,
    failed_calendars: 1,
    token_issues: 1,
    message: "4/5 calendars checked successfully. 1 needs re-authorization.",
  },
  warnings: ["Could not check availability for 1 calendar"],
  evidence_from: "2026-11-26T09:58:12.000Z",
  covered_until: "2027-05-26T00:00:00.000Z",
  malformed_periods: 0,
};

export const checkAvailabilityContract = contract({
  id: "checkAvailability",
  method: "POST",
  path: "/api/calendars/configurations/{id}/check-availability",
  tag: "Booking",
  summary: "The free slots, and how sound that answer is; with and without a slash at the end",
  access: { to: "anybody" },
  rate: "read",
  params: configurationParams,
  body: availabilityInput,
  bodyExample: { start_date: "2026-11-30", end_date: "2026-12-04", timezone: "Europe/Berlin" },
  isBodyOptional: true,
  answer: { status: 200, body: availabilityShape, example: availabilityExample },
});
