// What people may send. Nothing that is not named here is accepted, so that no field can be smuggled into a row.
import { z } from "zod";

import { locales } from "@/lib/i18n/locales";

import { roles, scopeNames } from "./roles";

/** No control characters, no text that turns around what follows it, no half characters. */
const isPlain = (text: string) =>
  text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(text);

export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, { error: "Write at least one character." })
    .max(max, { error: `At most ${max} characters.` })
    .refine(isPlain, { error: "No line breaks or invisible characters." });

/** Compared without case everywhere, so stored without. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, { error: "At most 254 characters." })
  .pipe(z.email({ error: "Write an address such as bob@meridian.test." }));

export const role = z.enum(roles, { error: "Choose member, manager or admin." });

export const token = z.string().max(200);

/** Also the names a zone had before: what a browser reports depends on its age. An offset is not a zone. */
function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false; // A RangeError is how Intl says that there is no such zone.
  }
}

const timeZone = z.string().max(64).refine(isTimeZone, { error: "Choose a time zone such as Europe/Berlin." });

export const profileInput = z.strictObject({
  name: line(120).optional(),
  locale: z.enum(locales).optional(),
  timeZone: timeZone.optional(),
});
export type ProfileInput = z.infer<typeof profileInput>;

export const invitationInput = z.strictObject({ email, role });
export type InvitationInput = z.infer<typeof invitationInput>;

export const keyInput = z.strictObject({
  name: line(80),
  scopes: z
    .array(z.enum(scopeNames))
    .min(1, { error: "Choose at least one." })
    .max(scopeNames.length)
    .refine((names) => new Set(names).size === names.length, { error: "Name each scope once." }),
  expiresInDays: z.int().min(1).max(730).optional(),
});
export type KeyInput = z.infer<typeof keyInput>;

export const auditQuery = z.strictObject({
  actor: z.string().max(100).optional(),
  action: z
    .string()
    .max(60)
    .regex(/^[a-z_-]+(\.[a-z_-]+)?$/, { error: "Write an action such as key.created, or a family such as key." })
    .optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, { error: "Take it from nextCursor of the page before." })
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof auditQuery>;
