import { z } from "zod";

import { errorKinds, type ProviderErrorKind } from "@/core/errors/kinds";
import type { HumanAction } from "@/core/errors/provider-error";
import type { CalendarEvidence } from "@/core/health/assess-health";
import { freshnessMs } from "@/core/health/stale-after";
import { assessToken, type TokenVerdict } from "@/core/tokens/token-lifecycle";
import { providerFacts } from "@/providers/catalog";
import type { EvidenceRow } from "@/server/db/health/evidence";
import { crashedCode } from "@/server/db/work/due-work";

const factsById = new Map(providerFacts.map((facts) => [facts.id, facts]));
export const namesOf = (provider: string) => factsById.get(provider) ?? { party: provider, product: provider };

const isKind = (code: string): code is ProviderErrorKind => Object.hasOwn(errorKinds, code);

/** What is kept of a failure: never a provider's text. */
const kept = z.object({
  code: z.string(),
  category: z.string().optional(),
  at: z.coerce.date().nullish(),
  requestId: z.string().nullish(),
  action: z.string().optional(),
});
const humanActions: Readonly<Record<HumanAction, true>> = {
  reconnect: true,
  consent: true,
  ask_admin_to_consent: true,
  satisfy_policy: true,
  ask_admin_about_account: true,
};
const isHumanAction = (word: string): word is HumanAction => Object.hasOwn(humanActions, word);

export type KeptError = {
  readonly code: string;
  /** Null for a code of ours that is no provider's. */
  readonly kind: ProviderErrorKind | null;
  readonly category: string;
  readonly at: Date | null;
  readonly requestId: string | null;
  readonly humanAction: HumanAction | undefined;
};

export function readKeptError(json: unknown): KeptError | null {
  const parsed = kept.safeParse(json);
  if (!parsed.success) return null;
  const { code, category, at, requestId, action } = parsed.data;
  const kind = isKind(code) ? code : null;
  return {
    code,
    kind,
    category: category ?? (kind === null ? "permanent" : errorKinds[kind].category),
    at: at ?? null,
    requestId: requestId ?? null,
    humanAction: action !== undefined && isHumanAction(action) ? action : undefined,
  };
}

/** What lies behind a token whose end nobody told: it is refreshed before it is used. */
const longAgo = new Date(0);

export function assessTokenOf(row: EvidenceRow, now: Date): TokenVerdict {
  const hasAny = row.has_access_token === true || row.has_refresh_token === true;
  return assessToken(
    {
      accessExpiresAt: hasAny ? (row.access_expires_at ?? longAgo) : null,
      hasRefreshToken: row.has_refresh_token === true,
      authStatus: row.auth_status === "needs_reauth" ? "needs_reauth" : "active",
      refreshFailures: row.refresh_failures ?? 0,
      grantedAt: row.granted_at ?? row.connected_at,
      lastUsedAt: row.refreshed_at,
      refreshExpiresAt: row.refresh_expires_at,
      grantIdleMs: factsById.get(row.provider)?.grantIdleMs ?? null,
    },
    now,
  );
}

/** Rows to evidence, without an opinion. The token's verdict is that of its connection. */
export function toEvidence(row: EvidenceRow, token: TokenVerdict): CalendarEvidence {
  const error = readKeptError(row.last_error) ?? readKeptError(row.connection_error);
  return {
    pausedAt: row.connection_paused_at ?? row.paused_at,
    disabledAt: row.disabled_at,
    isSetAside: error?.code === crashedCode,
    token: token.health,
    provenAt: row.last_success_at,
    freshnessMs: freshnessMs((row.interval_seconds ?? 0) * 1_000),
    gapSince: row.gap_since,
    lastProgressAt: row.last_progress_at,
    lastTriedAt: row.last_attempt_at,
    lastFailure: error?.kind && error.at ? { at: error.at, kind: error.kind } : null,
    providerTroubleSince: row.trouble_since,
    deletionHeldSince: row.held_at,
  };
}
