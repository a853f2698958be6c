import type { RuleName } from "@/core/availability/booking-rules";
import { writerFor } from "@/core/time/write-times";
import type { Secret } from "@/lib/secret";
import type { Arranged } from "@/server/availability/arrange-hosts";
import type { Bookable } from "@/server/availability/find-bookable";
import { toCalendarHealth, warningsOf } from "@/server/availability/to-health";
import type { BookingRow } from "@/server/db/booking/bookings";
import type { Deps } from "@/server/deps";
import type { Verdict } from "./judge-request";
import type { BookingAnswer, BookingRefused, BookingShape } from "./shapes";

export function toBookingShape(booking: BookingRow): BookingShape {
  const { visitor, startsAt, endsAt } = booking;
  const write = writerFor(visitor.zone);
  return {
    ...{ id: booking.bookingId, state: booking.state, title: booking.title, timezone: visitor.zone },
    start: write(startsAt.getTime()),
    end: write(endsAt.getTime()),
    hosts: [...booking.hostNames],
    join_url: booking.joinUrl,
  };
}

/** Behind the #, which browsers send to no server: it reaches no log, no proxy, no Referer. */
const manageUrl = ({ env }: Pick<Deps, "env">, token: Secret) => `${env.origin}/book/manage#${token.reveal()}`;

type Answering = {
  readonly bookable: Bookable;
  readonly booking: BookingRow;
  readonly token: Secret;
  readonly arranged: Arranged;
};

const words = {
  confirmed: "Booked. The invitation is on its way.",
  requested: "Asked for. The time is held for you until the host says yes or no.",
  pending: "Held. The calendar has not answered yet; we tell you as soon as it has.",
} as const;

/** What became of it. A booking that failed meanwhile says so, and is never called booked. */
export function toAnswer(deps: Deps, { bookable, booking, token, arranged }: Answering): BookingAnswer {
  const { isInsider } = bookable;
  const sound = {
    calendar_health: toCalendarHealth(arranged, isInsider),
    warnings: warningsOf(arranged, isInsider, deps.now()),
  };
  if (booking.state !== "confirmed" && booking.state !== "requested" && booking.state !== "held")
    return {
      status: 503,
      body: {
        ...refusal("system_error"),
        ...sound,
        message: "The calendar did not take the event. Nothing was booked. Try again.",
      },
    };
  const status = booking.state === "held" ? "pending" : booking.state;
  return {
    status: status === "confirmed" ? 201 : 202,
    body: {
      ...{ status, message: words[status], booking: toBookingShape(booking) },
      manage_url: manageUrl(deps, token),
      ...sound,
    },
  };
}

const refusal = (category: "rules_violation" | "token_issues" | "system_error") => ({
  ...{ status: "error" as const, error_category: category, rule: null as string | null },
  ...{ requires_reauth: category === "token_issues", can_request: false },
});

const ruleWords: Readonly<Record<RuleName, string>> = {
  in_the_past: "This time is over.",
  minimum_notice: "This time is too soon.",
  horizon: "This time is too far ahead.",
  outside_hours: "This is not one of the times that are offered.",
  cap_reached: "There are as many appointments on that day or in that week as there may be.",
  not_covered: "Nobody knows yet whether this time is free. Choose an earlier one.",
  slot_taken: "Somebody else has this time now. Choose another one.",
};
const isRule = (rule: string): rule is RuleName => Object.hasOwn(ruleWords, rule);

/** BKG-3. A no in the customer's words, with the health of the calendars it rests on. */
export function toRefusal(
  verdict: Exclude<Verdict, { is: "bookable" }>,
  { isInsider }: Pick<Bookable, "isInsider">,
  now: Date,
): BookingRefused {
  const { arranged } = verdict;
  const sound = {
    calendar_health: toCalendarHealth(arranged, isInsider),
    warnings: warningsOf(arranged, isInsider, now),
  };
  if (verdict.is === "refused") {
    const { rule } = verdict;
    const message = isRule(rule) ? ruleWords[rule] : "This time cannot be booked.";
    return { status: 409, body: { ...refusal("rules_violation"), rule, message, ...sound } };
  }
  const can = { can_request: verdict.because !== "closed" };
  if (verdict.because === "token")
    return {
      status: 401,
      body: {
        ...{ ...refusal("token_issues"), ...can, ...sound },
        message: "The calendar that the appointment would be made in has to be connected again by its owner.",
      },
    };
  const message =
    verdict.because === "closed"
      ? "Nothing can be booked here at the moment. Ask the host directly."
      : "Not every calendar can be looked at, so nothing can be promised: ask for the time and the host confirms.";
  return { status: 503, body: { ...refusal("system_error"), ...can, message, ...sound } };
}
