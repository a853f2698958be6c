import type { HealthState } from "../health/words";

/** States that somebody may have to be told of, the outage of a provider aside: that one is told once for all. */
const telling: ReadonlySet<HealthState> = new Set(["needs_reconnecting", "disabled", "late"]);

/** Whether such a change can open or end an alert of the account. */
export const changesAlerts = (from: HealthState, to: HealthState): boolean =>
  from !== to && (telling.has(from) || telling.has(to));
