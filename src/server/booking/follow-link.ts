import { hashToken, isToken } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import type { BookingPlace, FoundLink } from "@/server/db/booking/bookings";
import type { Tx } from "@/server/db/open-database";
import { takeTokens } from "@/server/db/people/rate-buckets";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { demoFactor, perLink } from "@/server/http/rates";

type Find = (tx: Tx, tokenHash: Uint8Array<ArrayBuffer>) => Promise<FoundLink | null>;

/**
 * S30. Whoever has the link may: 256 bits that nobody guesses, until the appointment is over. S52: and so often, from
 * wherever; one that is passed around is used up for all who have it.
 */
export async function followLink(deps: Deps, token: string, find: Find): Promise<BookingPlace> {
  if (!isToken(token)) throw new Problem("not_found");
  const hash = hashToken(new Secret(token));
  const now = deps.now();
  const factor = deps.env.demo ? demoFactor : 1;
  const { capacity, perSecond } = perLink;
  const bucket = {
    key: `link:${Buffer.from(hash).toString("base64url")}`,
    ...{ capacity: capacity * factor, perSecond: perSecond * factor },
  };
  const { found, waitMs } = await deps.db.outsideWorkspace(async (tx) => {
    const link = await find(tx, hash);
    return { found: link, waitMs: link === null ? 0 : await takeTokens(tx, [bucket], now) };
  });
  if (found === null) throw new Problem("not_found");
  if (waitMs > 0) throw new Problem("rate_limited", { retryAfterMs: waitMs });
  if (found.revokedAt !== null || found.expiresAt <= now) throw new Problem("booking_link_over");
  return { workspaceId: found.workspaceId, bookingId: found.bookingId };
}
