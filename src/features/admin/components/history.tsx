"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { DateTime } from "@/components/ui/date-time";
import { Section, Sheet } from "@/components/ui/sheet";
import { Segmented } from "@/components/ui/segmented";
import { historyPath, type HealthHistory } from "../schema";
import { DayTable } from "./day-table";
import { HistoryChart } from "./history-chart";
import { HistoryTable } from "./history-table";

const ranges = ["24h", "7d", "90d"] as const;
const EVERY_MS = 5 * 60_000;

/** How old proofs were, how long reads took, what was asked of providers, and how the score went: as lines and tables. */
export function History({ workspaceId }: { workspaceId: string | undefined }) {
  const t = useTranslations("health.history");
  const [range, setRange] = useState<HealthHistory["range"]>("24h");
  const path = historyPath(range, workspaceId);
  const { data, error } = useQuery<HealthHistory, ProblemError>({
    queryKey: ["admin history", path],
    queryFn: () => send<HealthHistory>("GET", path),
    placeholderData: (previous) => previous,
    refetchInterval: EVERY_MS,
    retry: false,
    networkMode: "always",
  });
  return (
    <Section
      id="history"
      title={t("title")}
      note={
        <Segmented
          label={t("range")}
          value={range}
          parts={ranges.map((value) => ({ value, label: t(`ranges.${value}`) }))}
          onChange={setRange}
        />
      }
    >
      <Sheet className="min-h-64 px-4 py-5 tablet:px-6">
        {error && <ProblemNotice problem={error} />}
        {data && data.points.length === 0 && <p className="text-small text-ink-2">{t("nothing")}</p>}
        {data && data.points.length > 0 && (
          <div className="grid gap-8">
            {data.demoUntil !== null && (
              <p className="-mb-4 text-small text-ink-2">
                {t.rich("demo", {
                  day: () => <DateTime at={data.demoUntil ?? ""} form={range === "90d" ? "date" : "short"} />,
                })}
              </p>
            )}
            <HistoryChart history={data} of="ages" />
            <HistoryChart history={data} of="durations" />
            <HistoryTable history={data} />
            {range !== "24h" && (
              <>
                {data.calls.length > 0 && <HistoryChart history={data} of="calls" />}
                {data.scores.length > 0 && <HistoryChart history={data} of="scores" />}
                {data.calls.length + data.scores.length > 0 && <DayTable history={data} />}
              </>
            )}
          </div>
        )}
      </Sheet>
    </Section>
  );
}
