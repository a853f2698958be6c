import type { StoredGrant } from "@/core/tokens/token-answer";
import { SealBroken, type Place } from "@/lib/crypto";
import { Secret } from "@/lib/secret";
import type { CredentialRow, GrantColumns, Where } from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";

type Column = "access_token" | "refresh_token";

const placeOf = ({ workspaceId, connectionId }: Where, column: Column): Place => ({
  table: "credentials",
  rowId: connectionId,
  workspaceId,
  column,
});

/** S8. A grant as it is stored: sealed to its row, under the current key. */
export function sealGrant(deps: Pick<Deps, "seal" | "now">, where: Where, grant: StoredGrant): GrantColumns {
  const seal = (token: StoredGrant["accessToken"], column: Column) =>
    Uint8Array.from(Buffer.from(deps.seal.seal(new Secret(token.reveal()), placeOf(where, column)), "utf8"));
  return {
    keyId: deps.seal.keyId,
    accessToken: seal(grant.accessToken, "access_token"),
    refreshToken: grant.refreshToken === null ? null : seal(grant.refreshToken, "refresh_token"),
    accessExpiresAt: grant.accessExpiresAt,
    refreshExpiresAt: grant.refreshExpiresAt,
    refreshedAt: deps.now(),
  };
}

/** Throws SealBroken: nothing that was altered, moved or sealed under a lost key is ever used. */
export function openToken(
  { seal }: Pick<Deps, "seal">,
  where: Where,
  given: { column: Column; row: Pick<CredentialRow, "accessToken" | "refreshToken"> },
): Secret {
  const { column, row } = given;
  const sealed = column === "access_token" ? row.accessToken : row.refreshToken;
  const place = placeOf(where, column);
  if (sealed === null) throw new SealBroken("malformed", place);
  return seal.open(Buffer.from(sealed).toString("utf8"), place);
}
