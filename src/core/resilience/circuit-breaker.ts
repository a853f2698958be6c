/** RES-3. One breaker for a provider's endpoint and a connection, and one for a provider; state lives in the database. */
export type Breaker =
  | { readonly state: "closed"; readonly failures: number }
  | { readonly state: "open"; readonly openedAt: Date; readonly until: Date }
  | { readonly state: "half_open"; readonly openedAt: Date; readonly probeUntil: Date };

export type BreakerLimits = { readonly failures: number; readonly openMs: number; readonly probeMs: number };
/** Whose process dies during the probe must not keep the breaker shut for ever: another may probe after `probeMs`. */
export const breakerLimits: BreakerLimits = { failures: 3, openMs: 5 * 60_000, probeMs: 90_000 };

export const closedBreaker: Breaker = { state: "closed", failures: 0 };

export type Admittance =
  | { readonly allowed: true; readonly breaker: Breaker; readonly isProbe: boolean }
  | { readonly allowed: false; readonly breaker: Breaker; readonly retryAt: Date };

/** Asks before an operation. An open breaker lets one probe through when its time is over. */
export function askBreaker(breaker: Breaker, now: Date, limits = breakerLimits): Admittance {
  if (breaker.state === "closed") return { allowed: true, breaker, isProbe: false };
  const waitUntil = breaker.state === "open" ? breaker.until : breaker.probeUntil;
  if (now < waitUntil) return { allowed: false, breaker, retryAt: waitUntil };
  const probing: Breaker = { state: "half_open", openedAt: breaker.openedAt, probeUntil: after(now, limits.probeMs) };
  return { allowed: true, breaker: probing, isProbe: true };
}

/**
 * Takes the end of an operation, after all its attempts. `neither` is an end that says nothing of the other side's
 * health: a refusal, a rate limit, our own stop.
 */
export function nextBreakerState(
  breaker: Breaker,
  end: "success" | "failure" | "neither",
  at: { readonly now: Date; readonly limits?: BreakerLimits },
): Breaker {
  const { now, limits = breakerLimits } = at;
  if (end === "success") return closedBreaker;
  if (breaker.state === "open") return breaker;
  if (breaker.state === "half_open")
    return end === "failure" ? open(breaker.openedAt, now, limits) : { ...breaker, probeUntil: now };
  if (end === "neither") return breaker;
  const failures = breaker.failures + 1;
  return failures >= limits.failures ? open(now, now, limits) : { state: "closed", failures };
}

/** `openedAt` stays while probes fail: it says since when there is trouble. */
const open = (openedAt: Date, now: Date, limits: BreakerLimits): Breaker => ({
  state: "open",
  openedAt,
  until: after(now, limits.openMs),
});
const after = (now: Date, ms: number) => new Date(now.getTime() + ms);
