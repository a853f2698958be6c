import { z } from "zod";

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "This must be a time, such as 09:00.");
const hours = z
  .strictObject({ from: clock, until: clock })
  .refine(({ from, until }) => from < until, "This must end after it begins.");
export const dayHours = z.array(hours).max(12, "At most 12 a day.");
/** Monday is 1, as in ISO 8601. A day that is not there has none. */
export const weekly = z.record(z.enum(["1", "2", "3", "4", "5", "6", "7"]), dayHours.optional());
