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
