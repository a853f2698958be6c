import type { Place } from "@/lib/crypto";
import { dayMs } from "@/core/time/wall-time";
import { Secret } from "@/lib/secret";
import type { SealedEndpoint } from "@/server/db/notifications/endpoints";
import type { Deps } from "@/server/deps";

import type { Endpoint } from "./channels/http-channels";

type Where = { readonly workspaceId: string; readonly id: string };
type Column = "address" | "secret" | "next_secret";

const placeOf = ({ workspaceId, id }: Where, column: Column): Place => ({
  table: "notification_endpoints",
  rowId: id,
  workspaceId,
  column,
});

/** An address that takes whatever is sent to it is a secret, and sealed like one. */
export function sealPart({ seal }: Pick<Deps, "seal">, where: Where, part: { column: Column; text: string }) {
  return Uint8Array.from(Buffer.from(seal.seal(new Secret(part.text), placeOf(where, part.column)), "utf8"));
}

/** For so long both secrets sign: a receiver takes up the new one when it suits it. */
export const bothSignMs = dayMs;

/** S43. The one in force first. After a day the one it was changed to is the only one. */
export function openEndpoint(
  { seal }: Pick<Deps, "seal">,
  where: Where,
  row: SealedEndpoint & { readonly now: Date },
): Endpoint {
  const isOver = row.rotatedAt !== null && row.now.getTime() - row.rotatedAt.getTime() >= bothSignMs;
  const open = (sealed: Uint8Array, column: Column) =>
    seal.open(Buffer.from(sealed).toString("utf8"), placeOf(where, column));
  return {
    address: open(row.address, "address"),
    secrets: [
      ...(row.secret === null || (isOver && row.nextSecret !== null) ? [] : [open(row.secret, "secret")]),
      ...(row.nextSecret === null ? [] : [open(row.nextSecret, "next_secret")]),
    ],
  };
}
