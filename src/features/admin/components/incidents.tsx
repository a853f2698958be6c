"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { Section, Sheet } from "@/components/ui/sheet";
import { StateGlyph, type State } from "@/components/ui/state-glyph";
import type { Overview } from "../schema";
import { findIncidents, type Incident } from "./find-incidents";
import type { ChangeSearch } from "./use-health-search";

type Props = { overview: Overview; change: ChangeSearch };

/** What is going on, one line per cause. Nothing stands here while nothing is. */
export function Incidents({ overview, change }: Props) {
  const t = useTranslations("health.incidents");
  const incidents = findIncidents(overview);
  if (incidents.length === 0) return null;
  return (
    <Section id="incidents" title={t("title")} note={t("note")}>
      <Sheet>
        <ul>
          {incidents.map((incident) => (
            <li
              key={`${incident.kind} ${"provider" in incident ? incident.provider : ""}`}
              className="border-t border-line first:border-t-0"
            >
              <Line incident={incident} change={change} />
            </li>
          ))}
        </ul>
      </Sheet>
    </Section>
  );
}

type Words = { state: State; title: string; more: ReactNode; open?: () => void };

function Line({ incident, change }: { incident: Incident; change: ChangeSearch }) {
  const t = useTranslations("health.incidents");
  const states = useTranslations("ui.state");
  const { state, title, more, open } = useWords(incident, change);
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 px-4 py-3.5 tablet:grid-cols-[auto_minmax(0,1fr)_auto] tablet:px-6">
      <StateGlyph state={state} label={states(state)} className="self-start mt-0.5" />
      <div className="min-w-0">
        <h3 className="text-body font-medium">{title}</h3>
        <p className="text-small text-ink-2">{more}</p>
      </div>
      {open && (
        <Button
          size="small"
          onClick={open}
          aria-label={t("seeNamed", { title })}
          className="max-tablet:col-span-2 max-tablet:mt-2"
        >
          {t("see")}
        </Button>
      )}
    </div>
  );
}

function useWords(incident: Incident, change: ChangeSearch): Words {
  const t = useTranslations("health.incidents");
  const time = (at: string | null) => ({
    known: at === null ? "no" : "yes",
    time: () => at !== null && <DateTime at={at} />,
  });
  switch (incident.kind) {
    case "no worker":
      return { state: "reconnect", title: t("noWorker"), more: t("noWorkerMore", { due: incident.due }) };
    case "behind":
      return {
        state: "late",
        title: t("behind"),
        more: t.rich("behindMore", { due: incident.due, ...time(incident.since) }),
      };
    case "outage":
      return {
        state: "outage",
        title: t("outage", { party: incident.party }),
        more: t.rich("outageMore", { count: incident.connections, ...time(incident.since) }),
        open: () => change({ provider: incident.provider, state: "provider_outage" }, { to: "people" }),
      };
    case "slowed":
      return {
        state: "late",
        title: t("slowed", { party: incident.party }),
        more: t.rich("slowedMore", { count: incident.accounts, ...time(incident.until) }),
      };
    case "accounts":
      return {
        state: "reconnect",
        title: t("accounts", { product: incident.product, count: incident.acting }),
        more: t("accountsMore"),
        open: () => change({ provider: incident.provider, state: "act" }, { to: "people" }),
      };
  }
}
