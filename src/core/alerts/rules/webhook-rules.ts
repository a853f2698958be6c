import { z } from "zod";

import { hourMs } from "../../time/wall-time";
import type { ChannelFacts, ConnectionFacts } from "../facts";
import { rule, type Found } from "../rule";

const of = rule<ConnectionFacts>();

/** An account's channel may be told of by several calendars: it is one channel. */
function each(facts: ConnectionFacts, find: (channel: ChannelFacts) => Omit<Found, "subject"> | null): Found[] {
  if (facts.isPaused || facts.state === "needs_reconnecting") return [];
  const channels = new Map(facts.calendars.flatMap(({ channel }) => (channel === null ? [] : [[channel.id, channel]])));
  return [...channels.values()].flatMap((channel) => {
    const found = find(channel);
    if (found === null) return [];
    const evidence = { provider: facts.provider, ...found.evidence };
    return [{ ...found, evidence, subject: { kind: "channel" as const, id: channel.id } }];
  });
}

/** MON-3, critical: three in a row. */
export const webhookFailing = of({
  id: "webhook.failing",
  severity: "critical",
  holdsInOutage: true,
  parameters: z.object({ failures: z.int().min(1).max(50).default(3) }),
  find: (facts, { failures }) =>
    each(facts, (channel) =>
      channel.failures >= failures ? { since: null, evidence: { failures: channel.failures } } : null,
    ),
});

/** MON-3, high: nothing came for a day in which changes were found. */
export const webhookSilent = of({
  id: "webhook.silent",
  severity: "high",
  holdsInOutage: true,
  parameters: z.object({ hours: z.int().min(1).max(168).default(24) }),
  find: (facts, { hours }, now) =>
    each(facts, ({ heardAt, unannounced, state }) => {
      const silentHours = Math.floor((now.getTime() - heardAt.getTime()) / hourMs);
      return state === "active" && unannounced > 0 && silentHours >= hours
        ? { since: heardAt, evidence: { hours: silentHours, unannounced } }
        : null;
    }),
});
