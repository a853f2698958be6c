const secondMs = 1_000;
/** What a header may ask for. */
export const longestRetryAfterMs = 24 * 3_600 * secondMs;
/** What is done when it asks for something absurd: unreadable, negative or more than a day. */
export const absurdRetryAfterMs = 3_600 * secondMs;

const seconds = /^-?\d{1,12}(?:\.\d+)?$/;
const imfDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
const rfc850Date = /^[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/;
const asctimeDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

export type RetryAfterHeaders = { readonly retryAfter: string | null; readonly date: string | null };

/**
 * How long the answer asks us to wait; null when it does not ask. A date counts from the answer's own `Date`, since
 * our clock may be wrong by minutes.
 */
export function readRetryAfter({ retryAfter, date }: RetryAfterHeaders, now: Date): number | null {
  const text = retryAfter?.trim() ?? "";
  if (text === "") return null;
  if (seconds.test(text)) return within(Number(text) * secondMs);
  const until = readHttpDate(text);
  if (until === null) return absurdRetryAfterMs;
  const sentMs = readHttpDate(date?.trim() ?? "") ?? now.getTime();
  // A moment that has just passed is no absurdity: "now" is what it means.
  return within(Math.max(0, until - sentMs));
}

function within(waitMs: number): number {
  return waitMs < 0 || waitMs > longestRetryAfterMs ? absurdRetryAfterMs : Math.ceil(waitMs);
}

/** The three forms of RFC 9110; nothing else that Date.parse would make something of. */
function readHttpDate(text: string): number | null {
  const known = imfDate.test(text) || rfc850Date.test(text) ? text : asctimeDate.test(text) ? `${text} GMT` : null;
  const ms = known === null ? NaN : Date.parse(known);
  return Number.isNaN(ms) ? null : ms;
}
