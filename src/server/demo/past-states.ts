import type { HealthState } from "@/core/health/words";
import { dayMs, hourMs } from "@/core/time/wall-time";
import type { PastChange } from "@/server/db/demo/demo-accounts";

/** Something that was not well in the made-up past. */
type Episode = { readonly daysAgo: number; readonly hours: number; readonly state: HealthState };

/** How long the past of each is. Longer than the page shows, so that no day is without one. */
const daysKept = 95;

const lives: readonly (readonly Episode[])[] = [
  [{ daysAgo: 52, hours: 3, state: "late" }],
  [
    { daysAgo: 71, hours: 2, state: "late" },
    { daysAgo: 27, hours: 31, state: "needs_reconnecting" },
  ],
  [],
  [
    { daysAgo: 44, hours: 5, state: "late" },
    { daysAgo: 16, hours: 2, state: "late" },
    { daysAgo: 15, hours: 4, state: "late" },
  ],
  [{ daysAgo: 63, hours: 50, state: "disabled" }],
];

/** A provider is down for everybody at the same time. By the place of the provider in our list. */
export const outages: readonly (readonly Episode[])[] = [
  [{ daysAgo: 38, hours: 3, state: "provider_outage" }],
  [
    { daysAgo: 81, hours: 2, state: "provider_outage" },
    { daysAgo: 9, hours: 5, state: "provider_outage" },
  ],
];

type Who = { readonly person: number; readonly provider: number };

/** A believable past up to this moment, the same for the same person. Oldest first. */
export function pastStates({ person, provider }: Who, until: Date): PastChange[] {
  const at = (ms: number) => new Date(until.getTime() - ms);
  const episodes = [...(lives[person % lives.length] ?? []), ...(outages[provider % outages.length] ?? [])];
  return [
    { at: at(daysKept * dayMs), from: "unknown", to: "healthy" },
    ...episodes
      .toSorted((one, other) => other.daysAgo - one.daysAgo)
      .flatMap(({ daysAgo, hours, state }) => [
        { at: at(daysAgo * dayMs), from: "healthy", to: state },
        { at: at(daysAgo * dayMs - hours * hourMs), from: state, to: "healthy" },
      ]),
  ];
}
