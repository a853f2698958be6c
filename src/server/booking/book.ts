import { dayMs } from "@/core/time/wall-time";
import { findBookable, type Bookable } from "@/server/availability/find-bookable";
import { countOfAddress, type Visitor } from "@/server/db/booking/bookings";
import { takeTokens } from "@/server/db/people/rate-buckets";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import type { Caller } from "@/server/people/person";
import { holdTime, type Wish } from "./hold";
import type { BookingInput } from "./inputs";
import { judgeRequest } from "./judge-request";
import { keyOf, remember, repeat } from "./repeat";
import { settleBooking } from "./settle";
import type { BookingAnswer } from "./shapes";
import { toAnswer, toRefusal } from "./to-answer";

export type Asked = {
  readonly id: string;
  readonly input: BookingInput;
  /** Chosen by whoever asks: the same request under the same key is done once. */
  readonly idempotencyKey: string | null;
};

/** S53, S54. A stranger's mailbox gets at most so many invitations a day, whoever types its address. */
const mostPerAddress = 5;
/** And one configuration answers to strangers at this pace. */
const pace = { capacity: 40, perSecond: 40 / 3_600 };
const longestMs = 25_000;

/** BKG-3. Of all who want the same time exactly one gets it; asked twice under a key it is booked once. */
export async function bookAppointment(deps: Deps, caller: Caller | null, asked: Asked): Promise<BookingAnswer> {
  const bookable = await findBookable(deps, { id: asked.id }, { caller, scope: "bookings:write" });
  const key = keyOf(bookable.configuration, asked);
  const repeated = key === null ? null : await repeat(deps, bookable, key);
  if (repeated !== null) return repeated;
  const visitor = visitorOf(asked.input, bookable);
  if (!bookable.isInsider) await limitStrangers(deps, bookable, visitor);
  return book(deps, bookable, { asked, key, visitor });
}

type Booking = {
  readonly asked: Asked;
  readonly key: Wish["key"];
  readonly visitor: Visitor;
};

async function book(deps: Deps, bookable: Bookable, { asked, key, visitor }: Booking): Promise<BookingAnswer> {
  const { configuration } = bookable;
  const startsAt = new Date(asked.input.start);
  const acceptsRequest = asked.input.accept_request === true;
  const verdict = await judgeRequest(deps, { configuration, startsAt, moving: null, acceptsRequest });
  // What stands in the way may be the same request, sent twice at once: its answer is the answer.
  const twin = () => (key === null ? null : repeat(deps, bookable, key));
  if (verdict.is !== "bookable") return (await twin()) ?? toRefusal(verdict, bookable, deps.now());
  const guests = guestsOf(asked.input, visitor);
  const held = await holdTime(deps, { configuration, verdict, startsAt, visitor, guests, key });
  if (held.is === "taken") {
    const taken = { is: "refused", rule: "slot_taken", arranged: verdict.arranged } as const;
    return (await twin()) ?? toRefusal(taken, bookable, deps.now());
  }
  if (held.is === "repeated") {
    const first = await twin();
    if (first === null) throw new Problem("still_booking", { retryAfterMs: 2_000 });
    return first;
  }
  const settled = await settleBooking(deps, held.booking, AbortSignal.timeout(longestMs));
  const booking = settled ?? held.booking;
  const answer = toAnswer(deps, { bookable, booking, token: held.token, arranged: verdict.arranged });
  if (key !== null) await remember(deps, key, { bookingId: booking.bookingId, answer });
  return answer;
}

function visitorOf({ name, email, timezone, locale, notes }: BookingInput, { configuration }: Bookable): Visitor {
  const zone = timezone ?? configuration.rules.hours.zone;
  return { name, email: email.toLowerCase(), zone, locale: locale ?? "en", notes: notes ?? "" };
}

/** Everybody once, and nobody who is invited anyway. */
const guestsOf = ({ guests = [] }: BookingInput, { email }: Visitor): readonly string[] =>
  [...new Set(guests)].filter((guest) => guest !== email);

async function limitStrangers(deps: Deps, { configuration }: Bookable, { email }: Visitor): Promise<void> {
  const { workspaceId, configurationId } = configuration;
  const now = deps.now();
  const since = new Date(now.getTime() - dayMs);
  const sent = await deps.db.inWorkspace({ workspaceId }, (tx) => countOfAddress(tx, { workspaceId, email, since }));
  if (sent >= mostPerAddress) throw new Problem("too_many_bookings", { retryAfterMs: dayMs });
  const bucket = { key: `booking:${configurationId}`, ...pace };
  const waitMs = await deps.db.outsideWorkspace((tx) => takeTokens(tx, [bucket], now));
  if (waitMs > 0) throw new Problem("too_many_bookings", { retryAfterMs: waitMs });
}
