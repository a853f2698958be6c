import { explainAction } from "@/core/errors/explain";
import type { HumanAction } from "@/core/errors/provider-error";
import { assessToken, endOfGrant, type TokenFacts, type TokenVerdict } from "@/core/tokens/token-lifecycle";
import { providerFacts, type ProviderFacts } from "@/providers/catalog";
import { listTokens, type TokenRow } from "@/server/db/tokens/token-lists";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { requireHere, type Caller } from "@/server/people/person";

import type { TokenCheckShape } from "./shapes";

/** One that we never heard of is no address of ours. */
export function requireProviderFacts(id: string): ProviderFacts {
  const facts = providerFacts.find((each) => each.id === id);
  if (facts === undefined) throw new Problem("not_found");
  return facts;
}

/** TOK-4, TOK-5. How the grants are: a person's own, or for a key all of its workspace. Asks no provider. */
export async function checkTokens(caller: Caller, providerId: string): Promise<TokenCheckShape> {
  const here = requireHere(caller, { role: "member", scope: "health:read" });
  const facts = requireProviderFacts(providerId);
  const { db, now } = getDeps();
  const at = now();
  const rows = await db.inWorkspace(here, (tx) => listTokens(tx, { ...here, provider: facts.id }));
  const connections = rows.map((row) => toShape(row, { facts, at, showsEmail: here.userId !== undefined }));
  const working = connections.filter(({ health }) => health === "healthy" || health === "expiring_soon").length;
  return {
    provider: facts.id,
    product: facts.product,
    status: toStatus(connections.length, working),
    counts: { connections: connections.length, working },
    warnings: connections
      .filter(({ health }) => health !== "healthy")
      .map(({ accountEmail, connectionId, because }) => `${accountEmail ?? connectionId}: ${because}`),
    connections,
    checkedAt: at.toISOString(),
  };
}

function toStatus(all: number, working: number): TokenCheckShape["status"] {
  if (all === 0) return "not_connected";
  if (working === all) return "available";
  return working === 0 ? "unavailable" : "degraded";
}

type Showing = { readonly facts: ProviderFacts; readonly at: Date; readonly showsEmail: boolean };

function toShape(row: TokenRow, { facts, at, showsEmail }: Showing): TokenCheckShape["connections"][number] {
  const { credential, connectionId, accountEmail } = row;
  const known = toFacts(row, facts);
  const { health, timeLeftMs, because } = assessToken(known, at);
  return {
    connectionId,
    accountEmail: showsEmail ? accountEmail : null,
    health,
    secondsLeft: timeLeftMs === null ? null : Math.floor(timeLeftMs / 1_000),
    accessExpiresAt: credential?.accessExpiresAt?.toISOString() ?? null,
    grantEndsAt: endOfGrant(known)?.toISOString() ?? null,
    because,
    advice: advise(row, { health, facts }),
  };
}

const nothingKept = {
  ...{ hasRefreshToken: false, refreshFailures: 0 },
  ...{ accessExpiresAt: null, refreshExpiresAt: null, refreshedAt: null, grantedAt: null },
} satisfies TokenRow["credential"];

function toFacts({ credential, authStatus }: TokenRow, { grantIdleMs }: ProviderFacts): TokenFacts {
  const { refreshedAt, ...kept } = credential ?? nothingKept;
  return {
    ...kept,
    authStatus: authStatus === "needs_reauth" ? "needs_reauth" : "active",
    lastUsedAt: refreshedAt,
    grantIdleMs,
  };
}

type Advising = { readonly health: TokenVerdict["health"]; readonly facts: ProviderFacts };

/** Only what the person can do and nobody else: what renews itself or is tried again needs no advice. */
function advise({ lastError }: TokenRow, { health, facts }: Advising): string | null {
  if (health === "healthy" || health === "refresh_failing") return null;
  const action = (lastError as { action?: HumanAction } | null)?.action ?? "reconnect";
  return explainAction(action, facts);
}
