import { jitterMs, backoffMs, type Random } from "../resilience/backoff";
import { minuteMs } from "../time/wall-time";
import type { HumanAction, ProviderError } from "../errors/provider-error";

export type RefreshSituation = {
  readonly now: Date;
  readonly random: Random;
  /** The generation of the grant that was tried, and the one that is stored now, read again after the failure. */
  readonly triedGeneration: number;
  readonly storedGeneration: number;
  /** Times that the same generation was called lost, this one included. */
  readonly timesLost: number;
  /** Refreshes that failed in a row, this one included. */
  readonly failures: number;
};

export type AfterRefresh =
  /** Somebody else has refreshed or reconnected meanwhile: the failure is about an old key. */
  | { readonly do: "use_stored" }
  /** Before it is declared dead, ask once more: a provider's servers do not always agree. */
  | { readonly do: "confirm"; readonly at: Date }
  | { readonly do: "ask_to_reconnect"; readonly action: HumanAction }
  | { readonly do: "retry"; readonly at: Date }
  | { readonly do: "alarm_operator"; readonly at: Date };

const confirmAfterMs = 10_000;
const timesBeforeDeath = 2;

/** F34 to F37: only a grant that is called lost twice is the person's to renew; whatever else fails is tried again. */
export function decideAfterRefresh(
  { kind, facts }: Pick<ProviderError, "kind" | "facts">,
  situation: RefreshSituation,
): AfterRefresh {
  const { now, random, failures, timesLost } = situation;
  if (situation.storedGeneration > situation.triedGeneration) return { do: "use_stored" };
  const inMs = (ms: number) => new Date(now.getTime() + Math.round(ms));
  if (kind === "client_rejected" || kind === "project_misconfigured")
    return { do: "alarm_operator", at: inMs(15 * minuteMs) };
  if (kind !== "grant_lost" && kind !== "scope_missing")
    return { do: "retry", at: inMs(Math.max(facts.retryAfterMs ?? 0, backoffMs(failures, random))) };
  if (timesLost < timesBeforeDeath)
    return { do: "confirm", at: inMs(confirmAfterMs + jitterMs(confirmAfterMs, random)) };
  return { do: "ask_to_reconnect", action: facts.action ?? (kind === "scope_missing" ? "consent" : "reconnect") };
}
