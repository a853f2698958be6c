import { z } from "zod";

import { isZone } from "@/core/time/zones";
import { locales } from "@/lib/i18n/locales";

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "This must not be empty.")
    .max(most, `At most ${most} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text), "This must be one line.");
const instant = z.iso.datetime({ offset: true, error: "This must be an instant, such as 2026-03-08T09:00:00+01:00." });

/** S54. */
const mostGuests = 10;

export const bookingInput = z.strictObject({
  start: instant,
  name: line(120),
  email: z.email("This must be an e-mail address.").max(254),
  timezone: z.string().max(80).refine(isZone, "This must be a time zone, such as Europe/Berlin.").optional(),
  /** The language of the mails to the visitor. */
  locale: z.enum(locales).optional(),
  notes: z.string().trim().max(2_000, "At most 2,000 characters.").optional(),
  /** Invited when the visitor has followed the link that is mailed to them, and not before. */
  guests: z
    .array(z.email("This must be an e-mail address.").max(254).toLowerCase())
    .max(mostGuests, `At most ${mostGuests} guests.`)
    .optional(),
  /** Where not every calendar can be looked at: hold the time and let the host confirm. */
  accept_request: z.boolean().optional(),
  /** The same as the header Idempotency-Key, for those who cannot set one. */
  idempotency_key: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, "Between 8 and 200 visible characters.")
    .optional(),
});
export type BookingInput = z.infer<typeof bookingInput>;
