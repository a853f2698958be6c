import { meanOf, type HealthMetric } from "./facts";

/** As many failures in a row stop a calendar. */
const mostInARow = 5;

export const steadiness: HealthMetric = {
  weight: 30,
  name: "Reads that succeed",
  why: "Failures in a row come before a calendar stops: five of them are the end of it.",
  measure: ({ calendars }) => {
    const tried = calendars.filter(({ wasTried }) => wasTried);
    const share = meanOf(tried.map(({ consecutiveFailures: failures }) => 1 - Math.min(1, failures / mostInARow)));
    if (share === null) return null;
    if (share === 1) return { share, reason: "The last read of every calendar succeeded." };
    const isProviders = tried.every(
      ({ consecutiveFailures: failures, state }) => failures === 0 || state === "provider_outage",
    );
    const most = Math.max(...tried.map(({ consecutiveFailures: failures }) => failures));
    return { share, isProviders, reason: `${most === 1 ? "The last read" : `The last ${most} reads`} failed.` };
  },
};
