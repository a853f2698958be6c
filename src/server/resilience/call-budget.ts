import type { ProviderLimits } from "@/core/ports/calendar-provider";
import { defaultLimits, shapeBucket, shapeDayBucket, type BucketShape } from "@/core/resilience/rate-limit";

import type { ProjectBudget } from "../db/resilience/admit-calls";
import type { EndpointClass } from "./operation";

/** RES-5: what we allow ourselves for a connection, or less where the provider allows less. */
export function shapeOf(limits: ProviderLimits, endpointClass: EndpointClass): BucketShape {
  return endpointClass === "read"
    ? shapeBucket(Math.min(defaultLimits.readsPerMinute, limits.readsPerMinute))
    : shapeBucket(Math.min(defaultLimits.writesPerMinute, limits.writesPerMinute));
}

/**
 * Half a second's calls at once, and the rest evenly: after an outage thousands come back together, and no provider
 * should feel it. Never so few that what is kept for those who wait would leave nothing to the others.
 */
const burstShare = 1 / 120;
const leastBurst = 10;

const plenty = { capacity: 1e9, refillPerSecond: 1e9 };

/** What all connections together may call, as a share of what the provider allows the project. */
export function projectBudget({ project }: ProviderLimits, share: number): ProjectBudget {
  if (project === undefined) return { minute: plenty, day: plenty };
  const perMinute = project.callsPerMinute * share;
  return {
    minute: shapeBucket(perMinute, Math.max(burstShare, leastBurst / perMinute)),
    day: shapeDayBucket(project.callsPerDay * share),
  };
}
