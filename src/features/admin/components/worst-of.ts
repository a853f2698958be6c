import type { HealthState } from "@/components/ui/shown-state";
import type { Overview } from "../schema";

const worstFirst: readonly HealthState[] = [
  "provider_outage",
  "needs_reconnecting",
  "disabled",
  "late",
  "unknown",
  "catching_up",
  "healthy",
  "paused",
];
/** One account in a hundred that waits for its person does not make a provider red. */
const countsFrom = 0.01;

/** A light for many: the worst state that at least one in a hundred is in, or the only one there is. */
export function worstOf(states: Overview["states"]): HealthState | null {
  const all = states.reduce((sum, { connections }) => sum + connections, 0);
  const has = (state: HealthState) =>
    states.some((each) => each.state === state && each.connections > 0 && each.connections >= all * countsFrom);
  return all === 0 ? null : (worstFirst.find(has) ?? null);
}
