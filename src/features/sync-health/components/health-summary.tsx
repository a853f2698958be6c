"use client";

import { useFormatter, useTranslations } from "next-intl";
import { SummaryCards } from "@/components/ui/summary-cards";
import { urgency, type Health } from "../schema";

/** UI-1: total, active, with errors, connected; each with the line that explains it. */
export function HealthSummary({ health }: { health: Health }) {
  const t = useTranslations("calendar.cards");
  const { list } = useFormatter();
  const { syncs, summary } = health;
  const yours = syncs.filter((each) => urgency(each) !== null).length;
  const passing = Math.max(0, summary.syncsWithErrors - yours);
  const number = (value: number) => t("number", { value });
  return (
    <SummaryCards
      cards={[
        {
          label: t("total"),
          figure: number(summary.totalSyncs),
          why: t("totalWhy", { accounts: summary.totalSyncs, calendars: summary.totalCalendars }),
        },
        {
          label: t("active"),
          figure: number(summary.activeSyncs),
          why: t("activeWhy", { proven: syncs.filter(({ state }) => state === "healthy").length }),
        },
        { label: t("errors"), figure: number(summary.syncsWithErrors), why: whyErrors(t, yours, passing) },
        {
          label: t("connected"),
          figure: number(summary.connectedProviders),
          why: t("connectedWhy", { names: list([...new Set(syncs.map(({ product }) => product))]) }),
        },
      ]}
    />
  );
}

function whyErrors(t: ReturnType<typeof useTranslations<"calendar.cards">>, yours: number, passing: number): string {
  if (yours > 0 && passing > 0) return t("errorsBoth", { yours, passing });
  if (yours > 0) return t("errorsYours", { yours });
  return passing > 0 ? t("errorsPassing", { passing }) : t("errorsNone");
}
