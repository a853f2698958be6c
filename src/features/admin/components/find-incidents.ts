import { countOf, type Overview } from "../schema";
import { oldestDue, patienceMinutes } from "./assess-overview";

type OfProvider = { product: string; party: string; provider: string; connections: number };

export type Incident =
  | ({ kind: "outage"; since: string | null } & OfProvider)
  | ({ kind: "slowed"; until: string; accounts: number } & OfProvider)
  | ({ kind: "accounts"; acting: number } & OfProvider)
  | { kind: "no worker"; due: number }
  | { kind: "behind"; since: string; due: number };

/** One account that is asked to slow down is everyday business, and stands in the table of its provider. */
const leastSlowed = 3;

/** What is going on, one line per cause: a provider's trouble apart from that of accounts, however many they are. */
export function findIncidents(overview: Overview): Incident[] {
  return [...ofMachinery(overview), ...overview.providers.flatMap(ofProvider)];
}

function ofMachinery({ machinery, checkedAt }: Overview): Incident[] {
  if (machinery === null) return [];
  const due = machinery.queue.reduce((sum, kind) => sum + kind.due, 0);
  if (!machinery.workers.some(({ alive }) => alive)) return [{ kind: "no worker", due }];
  const since = oldestDue(machinery);
  const isBehind = since !== null && Date.parse(checkedAt) - Date.parse(since) >= patienceMinutes * 60_000;
  return isBehind ? [{ kind: "behind", since, due }] : [];
}

function ofProvider({ outage, slowed, states, product, party, provider }: Overview["providers"][number]): Incident[] {
  const names = { product, party, provider };
  const acting = countOf(states, "needs_reconnecting", "disabled");
  const connections = countOf(states, "provider_outage");
  return [
    ...(outage ? [{ kind: "outage" as const, ...names, since: outage.since, connections }] : []),
    ...(slowed && slowed.count >= leastSlowed
      ? [{ kind: "slowed" as const, ...names, until: slowed.until, accounts: slowed.count, connections }]
      : []),
    ...(acting > 0 ? [{ kind: "accounts" as const, ...names, acting, connections: acting }] : []),
  ];
}
