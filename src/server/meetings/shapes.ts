import { z } from "zod";

export const nextMeeting = z.object({
  id: z.uuid(),
  title: z.string().nullable(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  attendeeCount: z.number().int(),
  joinUrl: z.string().nullable(),
  joinService: z.string().nullable(),
  calendarName: z.string().nullable(),
});
export type NextMeetingShape = z.infer<typeof nextMeeting>;

const outcomes = ["held", "no_show", "cancelled", "rescheduled"] as const;
const views = ["upcoming", "past"] as const;

/** What only the owner of the calendar reads. */
const content = z.object({
  title: z.string().nullable(),
  isPrivate: z.boolean(),
  guests: z.array(z.object({ name: z.string().nullable(), email: z.string(), isOutside: z.boolean() })),
  attendeeCount: z.number().int(),
  joinUrl: z.string().nullable(),
  joinService: z.string().nullable(),
  calendarName: z.string(),
  note: z.string().nullable(),
});

export const meeting = z.object({
  id: z.uuid(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  state: z.enum(["scheduled", "cancelled"]),
  outcome: z.enum(outcomes).nullable(),
  content: content.nullable(),
});
export type MeetingShape = z.infer<typeof meeting>;

export const meetingsQuery = z.strictObject({
  view: z.enum(views).default("upcoming"),
  userId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type MeetingsQuery = z.infer<typeof meetingsQuery>;

/** What is left out stays as it is; null takes it away. */
export const outcomeInput = z.strictObject({
  outcome: z.enum(outcomes).nullable().optional(),
  note: z.string().trim().max(1_000).nullable().optional(),
});
export type OutcomeInput = z.infer<typeof outcomeInput>;

export const noted = z.object({ id: z.uuid(), outcome: z.enum(outcomes).nullable(), note: z.string().nullable() });
export type NotedShape = z.infer<typeof noted>;
