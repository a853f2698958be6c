import { backoffMs, type Random } from "../resilience/backoff";
import { hourMs } from "../time/wall-time";

/** F76: a cursor that expires after every full read must not make us read everything again and again. */
const mostFullReadsAnHour = 2;

/** When a full read may begin, given those of the last time. */
export function decideFullRead(fullReadsAt: readonly Date[], now: Date, random: Random): Date {
  const recent = fullReadsAt
    .filter((at) => now.getTime() - at.getTime() < hourMs)
    .sort((a, b) => a.getTime() - b.getTime());
  if (recent.length < mostFullReadsAnHour) return now;
  const oldestThatCounts = recent.at(-mostFullReadsAnHour) ?? now;
  return new Date(oldestThatCounts.getTime() + hourMs + backoffMs(recent.length, random));
}
