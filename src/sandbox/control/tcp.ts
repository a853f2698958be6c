import { numberParam, type FaultHit } from "../faults/rules";
import type { ToxicSettings } from "../kernel/toxics";
import type { Sandbox } from "../sandbox";

/** Sets every provider's TCP toxics to what the active rules say. */
export function applyToxics(sandbox: Sandbox): void {
  for (const [id, plug] of sandbox.plugs) {
    const rules = sandbox.ground.faults.list().filter((rule) => rule.provider === undefined || rule.provider === id);
    plug.toxics.set(
      rules.reduce<ToxicSettings>((all, rule) => ({ ...all, ...settingsOf({ ...rule, rule: rule.id }) }), {}),
    );
  }
}

function settingsOf(rule: FaultHit): ToxicSettings {
  switch (rule.fault) {
    case "tcp-refuse":
      return { refuse: true };
    case "tcp-black-hole":
      return { blackHole: true };
    case "tcp-slow-connect":
      return { connectDelayMs: numberParam(rule, "ms", 2_000) };
    case "tcp-reset":
      return rule.params.ms === undefined
        ? { resetAfterBytes: numberParam(rule, "bytes", 1_000) }
        : { resetAfterMs: numberParam(rule, "ms", 1_000) };
    default:
      return {};
  }
}
