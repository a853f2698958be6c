import type { HealthState } from "../words";
import { meanOf, type HealthMetric, type ScoredCalendar } from "./facts";

const kept: Readonly<Record<HealthState, number | null>> = {
  healthy: 1,
  catching_up: 0.5,
  late: 0.5,
  provider_outage: 0.25,
  needs_reconnecting: 0,
  disabled: 0,
  paused: null,
  unknown: 0.25,
};

/** Before the first read is over there is nothing to be late with. */
const isNew = ({ state, isProven }: ScoredCalendar) => !isProven && (state === "catching_up" || state === "unknown");
const shareOf = (calendar: ScoredCalendar) => (isNew(calendar) ? null : kept[calendar.state]);

export const proof: HealthMetric = {
  weight: 40,
  name: "Proven in time",
  why: "What is not read within its bound may be wrong, and everything else rests on it.",
  measure: ({ calendars }) => {
    const share = meanOf(calendars.map(shareOf).filter((each) => each !== null));
    if (share === null) return null;
    const isProviders = calendars.every(({ state }) => state === "healthy" || state === "provider_outage");
    if (share === 1) return { share, reason: "Every calendar was read within its bound." };
    return {
      share,
      isProviders,
      reason: isProviders
        ? "The provider does not answer as it should."
        : "Not every calendar was read within its bound.",
    };
  },
};
