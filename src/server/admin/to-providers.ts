import { providerFacts } from "@/providers/catalog";
import type {
  AgeRow,
  BucketRow,
  CallDayRow,
  GrantsRow,
  OverseenBreakerRow,
  PauseRow,
  TotalRow,
} from "@/server/db/admin/overview";
import { projectBudget } from "@/server/resilience/call-budget";

import type { OverseenProviderShape } from "./shapes";
import { spreadOf, toState } from "./to-shapes";

export type ProviderRows = {
  readonly totals: readonly TotalRow[];
  readonly ages: readonly AgeRow[];
  readonly grants: readonly GrantsRow[];
  readonly calls: readonly CallDayRow[];
  readonly pauses: readonly PauseRow[];
  readonly breakers: readonly OverseenBreakerRow[];
  readonly buckets: readonly BucketRow[];
};

type Facts = (typeof providerFacts)[number];
type View = { readonly now: Date; readonly share: number; readonly showsShared: boolean };

/** Every provider there is, connected or not: the one that nobody uses is an answer too. */
export const toProviders = (rows: ProviderRows, view: View): OverseenProviderShape[] =>
  providerFacts.map((facts) => toProvider(facts, narrow(rows, facts.id), view));

function narrow(rows: ProviderRows, id: string): ProviderRows {
  const own = <Row extends { readonly provider: string }>(all: readonly Row[]) =>
    all.filter(({ provider }) => provider === id);
  return {
    totals: own(rows.totals),
    ages: own(rows.ages),
    grants: own(rows.grants),
    calls: own(rows.calls),
    pauses: own(rows.pauses),
    breakers: own(rows.breakers),
    buckets: rows.buckets.filter(({ key }) => key.endsWith(`:${id}`)),
  };
}

const perDay = ({ project }: Facts["limits"], share: number): number | null =>
  project === undefined ? null : Math.floor(project.callsPerDay * share);

/** What the whole project may call in a day; null where the provider counts each account alone, or is not known here. */
export function callsPerDay(provider: string, share: number): number | null {
  const facts = providerFacts.find(({ id }) => id === provider);
  return facts === undefined ? null : perDay(facts.limits, share);
}

function toProvider(facts: Facts, rows: ProviderRows, view: View): OverseenProviderShape {
  const { id, party, product, limits } = facts;
  const [slowed] = rows.pauses;
  const outage = rows.breakers.find(({ connection_id: connection }) => connection === null);
  return {
    provider: id,
    ...{ party, product },
    connections: rows.totals.reduce((sum, { connections }) => sum + connections, 0),
    states: rows.totals.map(({ status, connections }) => ({ state: toState(status), connections })),
    outage: outage ? { since: outage.opened_at?.toISOString() ?? null, cause: outage.last_error_code } : null,
    freshness: freshnessOf(rows.ages),
    grants: grantsOf(rows.grants),
    calls: rows.calls.map((row) => ({
      day: row.day.toISOString().slice(0, 10),
      calls: Number(row.calls),
      failures: Number(row.failures),
      rateLimited: Number(row.rate_limited),
    })),
    callsPerDay: perDay(limits, view.share),
    ready: view.showsShared ? readyOf(facts, rows.buckets, view) : null,
    slowed: slowed ? { count: slowed.pauses, until: slowed.paused_until.toISOString() } : null,
  };
}

function grantsOf([row]: readonly GrantsRow[]): OverseenProviderShape["grants"] {
  const { grants: all, lost, failing, ending: endingSoon } = row ?? { grants: 0, lost: 0, failing: 0, ending: 0 };
  return { all, lost, failing, endingSoon };
}

function freshnessOf(ages: readonly AgeRow[]): OverseenProviderShape["freshness"] {
  const last = Math.max(-1, ...ages.map(({ slot }) => slot));
  const slots = Array.from({ length: last + 1 }, (_, index) =>
    ages.reduce((sum, { slot, calendars }) => (slot === index ? sum + calendars : sum), 0),
  );
  return spreadOf(
    slots,
    ages.reduce((sum, row) => sum + row.within_bound, 0),
  );
}

/** A bucket that nobody has touched since it filled up is full. */
function readyOf({ limits }: Facts, buckets: readonly BucketRow[], { now, share }: View) {
  if (limits.project === undefined) return null;
  const { minute } = projectBudget(limits, share);
  const bucket = buckets.find(({ key }) => key.startsWith("project:"));
  const passedMs = bucket ? Math.max(0, now.getTime() - bucket.updated_at.getTime()) : 0;
  const tokens = bucket ? bucket.tokens + (passedMs / 1_000) * minute.refillPerSecond : minute.capacity;
  return { calls: Math.floor(Math.max(0, Math.min(minute.capacity, tokens))), of: Math.floor(minute.capacity) };
}
