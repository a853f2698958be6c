import { z } from "zod";

import { dayMs, hourMs } from "../../time/wall-time";
import type { ConnectionFacts } from "../facts";
import { rule, type Found } from "../rule";

const none = z.object({});
const of = rule<ConnectionFacts>();
const about = ({ connectionId }: ConnectionFacts) => ({ kind: "connection", id: connectionId }) as const;

/** Nothing is read any more until its person comes back. */
export const needsReconnecting = of({
  id: "connection.needs_reconnecting",
  severity: "high",
  needsPerson: true,
  parameters: none,
  find: (facts) =>
    facts.state === "needs_reconnecting"
      ? [{ subject: about(facts), since: facts.since, evidence: { provider: facts.provider } }]
      : [],
});

/** It still works, and will end at a known time that only its person can move. */
export const grantEnding = of({
  id: "connection.grant_ending",
  severity: "medium",
  needsPerson: true,
  parameters: z.object({ days: z.int().min(1).max(30).default(7) }),
  find: (facts, { days }, now) => {
    if (facts.isPaused || facts.grant === null || facts.state === "needs_reconnecting") return [];
    const endsAt = facts.grant.canRenew ? facts.grant.endsAt : facts.grant.accessExpiresAt;
    if (endsAt === null || endsAt.getTime() - now.getTime() > days * dayMs) return [];
    const hoursLeft = Math.max(0, Math.floor((endsAt.getTime() - now.getTime()) / hourMs));
    const found: Found = {
      subject: about(facts),
      since: null,
      evidence: { provider: facts.provider, hoursLeft, endsAt: endsAt.toISOString() },
      ...(hoursLeft < 24 ? { severity: "high" as const } : {}),
    };
    return [found];
  },
});
