import { createHash, timingSafeEqual } from "node:crypto";

import { newToken } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import type { Place } from "@/lib/crypto";
import type { Bookable } from "@/server/availability/find-bookable";
import { arrange } from "@/server/availability/check-availability";
import { addLink, findBooking } from "@/server/db/booking/bookings";
import type { Configuration } from "@/server/db/booking/configurations";
import { findRemembered, rememberAnswer, type KeyPlace, type Remembered } from "@/server/db/booking/idempotency";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { hashToken } from "@/lib/ids";
import type { Asked } from "./book";
import { settleBooking } from "./settle";
import type { BookingAnswer } from "./shapes";
import { toAnswer } from "./to-answer";

export type RequestKey = KeyPlace & { readonly requestHash: Uint8Array<ArrayBuffer> };

const digest = (text: string) => Uint8Array.from(createHash("sha256").update(text).digest());

/** The same request: same configuration, same key. What it asked for is kept as a hash. */
export function keyOf({ workspaceId, configurationId }: Configuration, asked: Asked): RequestKey | null {
  if (asked.idempotencyKey === null) return null;
  const { start, ...rest } = asked.input;
  const body = Object.entries({ ...rest, start: new Date(start).toISOString() })
    .filter(([name]) => name !== "idempotency_key")
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...{ workspaceId, scope: `book:${configurationId}` },
    ...{ keyHash: digest(asked.idempotencyKey), requestHash: digest(JSON.stringify(body)) },
  };
}

/** While the first is on its way: a double click waits for what it says. */
const pollMs = 150;
const mostPolls = 60;
const longestMs = 25_000;

/** F91. The first answer again; another request under the same key is refused. Null: there was none. */
export async function repeat(deps: Deps, bookable: Bookable, key: RequestKey): Promise<BookingAnswer | null> {
  const { workspaceId } = key;
  const find = () => deps.db.inWorkspace({ workspaceId }, (tx) => findRemembered(tx, key));
  let found = await find();
  if (found === null) return null;
  if (!timingSafeEqual(found.requestHash, key.requestHash)) throw new Problem("idempotency_key_reused");
  for (let polls = 0; found.sealed === null && polls < mostPolls; polls += 1) {
    await deps.sleep(pollMs, AbortSignal.timeout(longestMs));
    found = (await find()) ?? found;
  }
  return found.sealed === null ? resume(deps, { bookable, key, found }) : open(deps, key, found);
}

type Resuming = { readonly bookable: Bookable; readonly key: RequestKey; readonly found: Remembered };

/** The first request died on its way: this one brings it to its end and answers in its place. */
async function resume(deps: Deps, { bookable, key, found }: Resuming): Promise<BookingAnswer> {
  const { workspaceId } = key;
  const place = { workspaceId, bookingId: found.bookingId };
  const settled = await settleBooking(deps, place, AbortSignal.timeout(longestMs));
  if (settled === null) throw new Problem("still_booking", { retryAfterMs: 2_000 });
  const token = newToken(deps.random);
  const link = { tokenHash: hashToken(token), expiresAt: settled.endsAt, now: deps.now() };
  await deps.db.inWorkspace({ workspaceId }, (tx) => addLink(tx, place, link));
  const window = { from: settled.startsAt.getTime(), to: settled.endsAt.getTime() };
  const arranged = await arrange(deps, bookable.configuration, { window, isLive: false });
  const booking = (await deps.db.inWorkspace({ workspaceId }, (tx) => findBooking(tx, place))) ?? settled;
  const answer = toAnswer(deps, { bookable, booking, token, arranged });
  await remember(deps, key, { bookingId: found.bookingId, answer });
  return answer;
}

const placeOf = ({ workspaceId }: RequestKey, bookingId: string): Place => ({
  ...{ table: "idempotency_keys", column: "response", rowId: bookingId, workspaceId },
});

/** Sealed: the answer holds the link that moves and cancels the booking. Only the first answer is kept. */
export async function remember(
  deps: Deps,
  key: RequestKey,
  { bookingId, answer }: { readonly bookingId: string; readonly answer: BookingAnswer },
): Promise<void> {
  const sealed = deps.seal.seal(new Secret(JSON.stringify(answer)), placeOf(key, bookingId));
  await deps.db.inWorkspace(key, (tx) => rememberAnswer(tx, key, { bookingId, status: answer.status, sealed }));
}

function open(deps: Deps, key: RequestKey, { bookingId, sealed }: Remembered): BookingAnswer {
  return JSON.parse(deps.seal.open(sealed ?? "", placeOf(key, bookingId)).reveal()) as BookingAnswer;
}
