import type { Ask, Grant } from "../db/resilience/admit-calls";

/** Somebody who wants to call and is not yet told whether. */
export type Waiter = {
  ask: Ask;
  /** Since when, whatever was refused in between: who waits longest is first among its own. */
  readonly sinceMs: number;
  /** When it has waited long enough. */
  readonly untilMs: number;
  readonly resolve: (grant: Grant) => void;
  readonly reject: (error: unknown) => void;
};

type Turn = { readonly waiter: Waiter; readonly round: number };

/**
 * RES-5. The order in which a short supply is handed out: every workspace one call, then every workspace a second one.
 * A tenant with a thousand calendars stands behind itself, not before the others.
 */
export function orderFairly(waiters: readonly Waiter[]): Waiter[] {
  const rounds = new Map<string, number>();
  const turns = [...waiters].sort(byUrgency).map((waiter): Turn => {
    const round = rounds.get(waiter.ask.workspaceId) ?? 0;
    rounds.set(waiter.ask.workspaceId, round + 1);
    return { waiter, round };
  });
  return turns.sort((a, b) => a.round - b.round || byUrgency(a.waiter, b.waiter)).map(({ waiter }) => waiter);
}

const byUrgency = (a: Waiter, b: Waiter) => Number(b.ask.isAwaited) - Number(a.ask.isAwaited) || a.sinceMs - b.sinceMs;
