import { createTranslator } from "next-intl";
import { z } from "zod";

import { writeInvitation } from "@/core/calendar/write-invitation";
import type { Message } from "@/core/ports/alert-channel";
import { dayMs } from "@/core/time/wall-time";
import { loadTexts } from "@/lib/i18n/load-texts";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { hashToken, newToken } from "@/lib/ids";
import { addLink, findBooking, type BookingRow, type LinkPurpose } from "@/server/db/booking/bookings";
import { countMailsTo, loadMailFacts, type MailFacts } from "@/server/db/booking/mail-facts";
import type { DeliveryRow } from "@/server/db/notifications/deliveries";
import { findAddress } from "@/server/db/notifications/preferences";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { tolds, type Told } from "./tell";

const bookingPayload = z.object({
  bookingId: z.uuid(),
  what: z.enum(tolds),
  to: z.enum(["visitor", "host"]),
  uid: z.string().nullable().default(null),
});

/** S54. Moved and cancelled as often as somebody likes, an address is not mailed more often than this a day. */
const mostMails = 20;

export type CalendarPart = { readonly method: "REQUEST" | "CANCEL"; readonly text: string };
export type BookingMail = {
  readonly message: Message;
  readonly calendar: CalendarPart | null;
  readonly to: { readonly name: string; readonly email: string; readonly why: string; readonly settings: string };
};
type Reader = { readonly name: string; readonly email: string; readonly locale: Locale; readonly zone: string };
type Place = { readonly workspaceId: string; readonly id: string };

/** What a row about a booking says to its reader, in their zone and language. Null: nobody is to be told any more. */
export async function composeBookingMail(
  tx: Tx,
  deps: Pick<Deps, "env" | "now" | "random">,
  { place: { workspaceId }, row }: { readonly place: Place; readonly row: DeliveryRow },
): Promise<BookingMail | null> {
  const payload = bookingPayload.safeParse(row.payload).data;
  if (payload === undefined) return null;
  const booking = await findBooking(tx, { workspaceId, bookingId: payload.bookingId });
  if (booking === null) return null;
  const reader = await readerOf(tx, booking, { userId: row.userId, now: deps.now() });
  if (reader === null) return null;
  const facts = await loadMailFacts(tx, booking);
  const purpose = payload.what === "guests" ? "guests" : "manage";
  const link = row.userId === null ? await ownLink(tx, deps, { booking, purpose }) : `${deps.env.origin}/bookings`;
  const told = { ...payload, row, link };
  return write({ booking, facts, reader, told, now: deps.now() });
}

const toLocale = (stored: string): Locale => (isLocale(stored) ? stored : "en");

type Whom = { readonly userId: string | null; readonly now: Date };

async function readerOf(tx: Tx, { workspaceId, visitor }: BookingRow, { userId, now }: Whom): Promise<Reader | null> {
  if (userId !== null) {
    const found = await findAddress(tx, { workspaceId, userId });
    return found && { ...found, locale: toLocale(found.locale), zone: found.timeZone };
  }
  const { name, email, zone, locale } = visitor;
  const sent = await countMailsTo(tx, { workspaceId, email, since: new Date(now.getTime() - dayMs) });
  return sent >= mostMails ? null : { name, email, zone, locale: toLocale(locale) };
}

/** S30. Each mail brings a link of its own: behind the #, which no server is sent. */
async function ownLink(
  tx: Tx,
  { env, random, now }: Pick<Deps, "env" | "random" | "now">,
  { booking, purpose }: { readonly booking: BookingRow; readonly purpose: LinkPurpose },
): Promise<string> {
  if (!["held", "requested", "confirmed"].includes(booking.state)) return env.origin;
  const token = newToken(random);
  await addLink(tx, booking, { tokenHash: hashToken(token), expiresAt: booking.endsAt, now: now(), purpose });
  return `${env.origin}/book/manage${purpose === "guests" ? "/guests" : ""}#${token.reveal()}`;
}

type Writing = {
  readonly booking: BookingRow;
  readonly facts: MailFacts;
  readonly reader: Reader;
  readonly told: z.infer<typeof bookingPayload> & { readonly row: DeliveryRow; readonly link: string };
  readonly now: Date;
};

function write({ booking, facts, reader, told, now }: Writing): BookingMail {
  const { locale, zone } = reader;
  const { what, to, row, link } = told;
  const say = createTranslator({ locale, messages: loadTexts(locale), namespace: "bookingMail" });
  const at = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", timeZone: zone });
  const when = `${at.format(booking.startsAt)} (${zone.replaceAll("_", " ")})`;
  const hosts = new Intl.ListFormat(locale).format(facts.hosts.map(({ name }) => name));
  const guests = new Intl.ListFormat(locale).format(booking.guests);
  const words = { title: booking.title, when, visitor: booking.visitor.name, hosts, guests };
  const isOver = ["cancelled", "declined", "failed"].includes(what);
  const own = what === "guests" ? say("inviteGuests") : say("manage");
  const label = to === "host" ? say("seeBookings") : isOver ? say("seeDaykeeper") : own;
  return {
    message: {
      ...{ id: row.id, kind: isOver ? "opened" : "resolved", severity: isOver ? "medium" : "low", at: row.createdAt },
      ...{ title: say(`${what}.${to}.subject`, words), body: say(`${what}.${to}.body`, words) },
      ...{ todo: whereOf(booking, facts, what), link: { label, href: link }, data: {} },
    },
    calendar: calendarOf(told, { booking, facts, now }),
    to: {
      ...{ name: reader.name, email: reader.email },
      ...{ why: say(to === "host" ? "whyHost" : "why"), settings: say(to === "host" ? "howHost" : "how") },
    },
  };
}

const whereOf = ({ joinUrl }: BookingRow, { location }: MailFacts, what: Told) =>
  what === "confirmed" || what === "moved" ? (joinUrl ?? location) : "";

/** Only what stands, or stood, is in anybody's calendar. */
function calendarOf(
  { what, uid }: Writing["told"],
  { booking, facts, now }: Pick<Writing, "booking" | "facts" | "now">,
): CalendarPart | null {
  const method = what === "confirmed" || what === "moved" ? "REQUEST" : what === "cancelled" ? "CANCEL" : null;
  const [organizer, ...others] = facts.hosts;
  if (method === null || organizer === undefined || booking.write === null) return null;
  const text = writeInvitation({
    ...{ method, writtenAt: now, startsAt: booking.startsAt, endsAt: booking.endsAt },
    uid: uid ?? `${booking.bookingId}@daykeeper`,
    sequence: facts.moves + (method === "CANCEL" ? 1 : 0),
    title: `${booking.title}: ${booking.visitor.name}`,
    description: booking.visitor.notes,
    location: booking.joinUrl ?? facts.location,
    ...{ organizer, attendees: [booking.visitor, ...others] },
  });
  return { method, text };
}
