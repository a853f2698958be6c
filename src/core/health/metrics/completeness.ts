import type { HealthMetric } from "./facts";

/** One event in ten set aside costs all of it. */
const worstShare = 0.1;

export const completeness: HealthMetric = {
  weight: 10,
  name: "Every event readable",
  why: "An event that was set aside is missing here. It is little beside the rest, which is in sync.",
  measure: ({ calendars }) => {
    const read = calendars.filter(({ isProven }) => isProven);
    const setAside = read.reduce((sum, calendar) => sum + calendar.setAside, 0);
    const all = read.reduce((sum, calendar) => sum + calendar.events, setAside);
    if (read.length === 0) return null;
    if (setAside === 0) return { share: 1, reason: "No event is set aside." };
    return {
      share: 1 - Math.min(1, setAside / all / worstShare),
      reason: setAside === 1 ? "1 event is set aside." : `${setAside} events are set aside.`,
    };
  },
};
