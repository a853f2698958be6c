import { z } from "zod";

import { minuteMs } from "../../time/wall-time";
import type { InstanceFacts } from "../facts";
import { rule } from "../rule";

const of = rule<InstanceFacts>();

/** F98. One for all whose accounts are there: nobody is asked to reconnect. */
export const providerOutage = of({
  id: "provider.outage",
  severity: "critical",
  parameters: z.object({}),
  find: ({ troubles }) =>
    troubles.map(({ provider, since }) => ({
      subject: { kind: "provider", id: provider },
      since,
      evidence: { provider },
    })),
});

/**
 * F88. What is noticed by whoever answers pages, since nothing that runs in the background could say that it does not. A worker
 * beats every few seconds; where only a timer calls, longer silences are usual.
 */
export const workerSilent = of({
  id: "worker.silent",
  severity: "critical",
  parameters: z.object({
    seconds: z.int().min(30).max(3_600).default(90),
    timerSeconds: z.int().min(60).max(86_400).default(300),
  }),
  find: ({ lastBeatAt, isTimer, isKnownSilent = false, oldestDueAt }, { seconds, timerSeconds }, now) => {
    const boundMs = 1_000 * (isTimer ? timerSeconds : seconds);
    if (lastBeatAt === null || now.getTime() - lastBeatAt.getTime() < boundMs) return [];
    // Nothing is wrong until something waits. What was said is over when something beats, not when nothing waits any more.
    const isWaiting = oldestDueAt !== null && now.getTime() - oldestDueAt.getTime() >= boundMs;
    if (!isWaiting && !isKnownSilent) return [];
    const silentMinutes = Math.floor((now.getTime() - lastBeatAt.getTime()) / minuteMs);
    return [{ subject: { kind: "worker", id: "all" }, since: lastBeatAt, evidence: { minutes: silentMinutes } }];
  },
});

export const budgetNearlyUsed = of({
  id: "provider.budget",
  severity: "medium",
  parameters: z.object({ percent: z.int().min(50).max(100).default(90) }),
  find: ({ budgets }, { percent }) =>
    budgets
      .filter(({ usedShare }) => usedShare * 100 >= percent)
      .map(({ provider, usedShare }) => ({
        subject: { kind: "provider", id: provider },
        since: null,
        evidence: { provider, percent: Math.round(usedShare * 100) },
      })),
});
