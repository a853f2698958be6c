import { z } from "zod";

/** As on the wire and in rows; whether there is such a provider is looked up. */
export const providerId = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/);

/** A page of ours to come back to: a path, never an address, so that nobody is led elsewhere. */
const returnTo = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\x21-\x7e]*$/, { error: "Write a path of ours such as /sales/settings/calendar." })
  .refine((path) => !path.includes("\\") && !path.startsWith("/api/"), {
    error: "Write a path of ours such as /sales/settings/calendar.",
  });

export const connectInput = z.strictObject({
  /** The connection to repair; without it a new account is connected. */
  connectionId: z.uuid().optional(),
  /** S6: false asks for reading only. Without it: as the connection has it, and for a new one writing too. */
  mayWrite: z.boolean().optional(),
  returnTo: returnTo.optional(),
});
export type ConnectInput = z.infer<typeof connectInput>;

const days = (least: number, most: number) =>
  z
    .int({ error: "Write a whole number of days." })
    .min(least, { error: `At least ${least}.` })
    .max(most, { error: `At most ${most}.` });

export const calendarInput = z.strictObject({
  isSelected: z.boolean().optional(),
  isPaused: z.boolean().optional(),
  windowPastDays: days(0, 3_660).optional(),
  windowFutureDays: days(1, 3_660).optional(),
  meetingsOnly: z.boolean().optional(),
  /** SYN-5: "read" keeps us from writing anything new into it. */
  syncDirection: z.enum(["read", "two_way"]).optional(),
});
export type CalendarInput = z.infer<typeof calendarInput>;

export const connectionInput = z.strictObject({ isPaused: z.boolean() });

/** Chosen by the person: there is no default for whether their events stay. */
export const disconnectQuery = z.strictObject({
  keepEvents: z.enum(["true", "false"], { error: "Choose true or false: whether the copied events stay." }),
});

export const connectionsQuery = z.strictObject({ userId: z.uuid().optional() });
