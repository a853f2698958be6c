import type { Ledger } from "../kernel/ledger";
import type { ProviderId } from "../kernel/provider";
import type { ToxicSettings } from "../kernel/toxics";
import { numberParam, type FaultHit, type FaultRules } from "./rules";

/** What the faults do to a new connection of a provider. Like any fault they count, hit by chance and keep to their time. */
export function strikeConnection(
  provider: ProviderId,
  { faults, ledger }: { readonly faults: FaultRules; readonly ledger: Ledger },
): ToxicSettings {
  const hits = faults.strike({ provider, operation: "tcp", accountId: null }, ["tcp"]);
  if (hits.length > 0) {
    const names = hits.map(({ fault }) => fault);
    ledger.note({ kind: "fault", provider, operation: "tcp", account: null, detail: "a connection", faults: names });
  }
  return hits.reduce<ToxicSettings>((all, hit) => ({ ...all, ...settingsOf(hit) }), {});
}

function settingsOf(hit: FaultHit): ToxicSettings {
  switch (hit.fault) {
    case "tcp-refuse":
      return { refuse: true };
    case "tcp-black-hole":
      return { blackHole: true };
    case "tcp-slow-connect":
      return { connectDelayMs: numberParam(hit, "ms", 2_000) };
    case "tcp-reset":
      return hit.params.ms === undefined
        ? { resetAfterBytes: numberParam(hit, "bytes", 1_000) }
        : { resetAfterMs: numberParam(hit, "ms", 1_000) };
    default:
      return {};
  }
}
