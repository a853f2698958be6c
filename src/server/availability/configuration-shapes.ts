import { z } from "zod";

import { readDay } from "@/core/time/date-text";
import { isZone } from "@/core/time/zones";

import { dayHours, weekly } from "./hours-shapes";

const zone = z.string().max(80).refine(isZone, "This must be a time zone, such as Europe/Berlin.");
const exceptions = z
  .array(
    z.strictObject({
      date: z.string().refine((text) => readDay(text) !== null, "This must be a day, such as 2026-12-24."),
      hours: dayHours,
    }),
  )
  .max(400, "At most 400 days.");
const minutes = (most: number) => z.int().min(0).max(most);
const origin = z
  .string()
  .max(200)
  .regex(/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, "This must be an origin, such as https://www.example.com.");

export const configurationInput = z.strictObject({
  slug: z
    .string()
    .min(3, "At least 3 characters.")
    .max(80)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Small letters, digits and single hyphens.")
    .refine((slug) => slug !== "manage", "This address is ours."),
  title: z.string().trim().min(1, "This must not be empty.").max(120),
  description: z.string().trim().max(2_000).default(""),
  mode: z.enum(["single", "collective", "round_robin"]).default("single"),
  is_active: z.boolean().default(true),
  timezone: zone,
  duration_minutes: z.int().min(5).max(720),
  slot_step_minutes: z.int().min(5).max(720).optional(),
  buffer_before_minutes: minutes(240).default(0),
  buffer_after_minutes: minutes(240).default(0),
  minimum_notice_minutes: minutes(60 * 24 * 60).default(60),
  horizon_days: z.int().min(1).max(365).default(60),
  daily_cap: z.int().min(1).max(1_000).nullable().default(null),
  weekly_cap: z.int().min(1).max(5_000).nullable().default(null),
  weekly_hours: weekly,
  date_exceptions: exceptions.default([]),
  busy_policy: z
    .strictObject({ allDay: z.boolean(), tentative: z.boolean(), unanswered: z.boolean() })
    .default({ allDay: true, tentative: true, unanswered: true }),
  location: z
    .strictObject({ kind: z.enum(["conference", "place", "phone", "none"]), text: z.string().max(500) })
    .default({ kind: "conference", text: "" }),
  confirmation: z.enum(["automatic", "by_host"]).default("automatic"),
  allowed_origins: z.array(origin).max(20).default([]),
  hosts: z
    .array(
      z.strictObject({
        user_id: z.uuid(),
        main_calendar_id: z.uuid(),
        priority: z.int().min(-100).max(100).default(0),
        hours: z
          .strictObject({ zone, weekly, exceptions: exceptions.default([]) })
          .nullable()
          .default(null),
      }),
    )
    .min(1, "Somebody must host.")
    .max(50, "At most 50 hosts."),
  /** Beside the hosts' main calendars, which always block. */
  calendars: z
    .array(z.strictObject({ calendar_id: z.uuid(), is_optional: z.boolean().default(false) }))
    .max(200)
    .default([]),
});
export type ConfigurationInput = z.output<typeof configurationInput>;

export const configurationShape = z.object({
  id: z.string(),
  /** Where visitors book. */
  url: z.string(),
  ...configurationInput.shape,
  weekly_hours: z.record(z.string(), z.array(z.object({ from: z.string(), until: z.string() }))),
  hosts: z.array(
    z.object({
      user_id: z.string(),
      name: z.string(),
      main_calendar_id: z.string().nullable(),
      priority: z.int(),
      hours: z
        .object({
          zone: z.string(),
          weekly: z.record(z.string(), z.array(z.object({ from: z.string(), until: z.string() }))),
          exceptions,
        })
        .nullable(),
    }),
  ),
});
export type ConfigurationShape = z.output<typeof configurationShape>;
