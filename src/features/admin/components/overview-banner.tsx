"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useHeardAtMs, useLostContact } from "@/components/live/live-query";
import { Button } from "@/components/ui/button";
import { HealthBanner } from "@/components/ui/health-banner";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import type { State } from "@/components/ui/state-glyph";
import { CounterFilters } from "@/components/ui/summary-cards";
import { healthStates, toShown, type HealthState } from "@/components/ui/shown-state";
import { countOf, firstState, type HealthSearch, type Overview } from "../schema";
import { assessOverview, patienceMinutes, type OverviewVerdict } from "./assess-overview";
import type { ChangeSearch } from "./use-health-search";

type Props = { overview: Overview; search: HealthSearch; change: ChangeSearch };

/** The verdict with the counters below it, each of which narrows the list. */
export function OverviewBanner({ overview, search, change }: Props) {
  const t = useTranslations("health");
  const lost = useLostContact();
  const heardAtMs = useHeardAtMs();
  const words = useVerdictWords(overview);
  const counters = <Counters overview={overview} search={search} change={change} />;
  if (lost && heardAtMs !== null)
    return (
      <HealthBanner
        state="unknown"
        title={t("lost")}
        facts={t.rich("lostFacts", { time: () => <RelativeTime at={new Date(heardAtMs).toISOString()} /> })}
      >
        {counters}
      </HealthBanner>
    );
  return (
    <HealthBanner
      {...words}
      action={
        words.list && (
          <Button onClick={() => change({ state: words.list, q: undefined }, { to: "people" })}>{t("see")}</Button>
        )
      }
    >
      {counters}
    </HealthBanner>
  );
}

type Words = { state: State; title: string; facts: ReactNode; list?: "act" | "trouble" };

function useVerdictWords(overview: Overview): Words {
  const t = useTranslations("health.verdict");
  const verdict = assessOverview(overview);
  const say: { [Kind in OverviewVerdict["kind"]]: (of: Extract<OverviewVerdict, { kind: Kind }>) => Words } = {
    nothing: () => ({ state: "unknown", title: t("nothing"), facts: t("nothingFacts") }),
    "no worker": ({ due }) => ({ state: "reconnect", title: t("noWorker"), facts: t("noWorkerFacts", { due }) }),
    behind: ({ due, minutes }) => ({
      state: "late",
      title: t("behind", { minutes: patienceMinutes }),
      facts: t("behindFacts", { due, minutes }),
    }),
    act: ({ people }) => ({
      state: "reconnect",
      title: t("act", { count: people }),
      facts: t("actFacts", { working: countOf(overview.states, "healthy", "catching_up"), all: overview.connections }),
      list: "act",
    }),
    outage: ({ party, since, connections }) => ({
      state: "outage",
      title: t("outage", { party }),
      facts: t.rich("outageFacts", {
        ...{ party, count: connections, known: since === null ? "no" : "yes" },
        time: () => since !== null && <DateTime at={since} />,
      }),
    }),
    failing: ({ connections }) => ({
      state: "late",
      title: t("failing", { count: connections }),
      facts: t("failingFacts"),
      list: "trouble",
    }),
    well: ({ within, calendars }) => ({
      state: "healthy",
      title: t("well"),
      facts: t.rich("wellFacts", { within, calendars, time: () => <RelativeTime at={overview.checkedAt} /> }),
    }),
  };
  return (say[verdict.kind] as (of: OverviewVerdict) => Words)(verdict);
}

function Counters({ overview, search, change }: Props) {
  const t = useTranslations("health");
  const { number } = useFormatter();
  const lost = useLostContact();
  return (
    <CounterFilters
      label={t("counters")}
      value={search.state ?? firstState}
      onChange={(value) => change({ state: value as HealthState | "all" }, { to: "people" })}
      counters={[
        { value: "all", label: t("all"), figure: number(overview.connections) },
        ...healthStates.map((state) => ({
          value: state,
          label: t(`short.${toShown(state)}`),
          figure: number(countOf(overview.states, state)),
          state: toShown(state, lost),
        })),
      ]}
    />
  );
}
