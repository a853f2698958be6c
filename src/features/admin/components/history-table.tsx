"use client";

import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import type { HealthHistory } from "../schema";
import { FigureRow, FigureTable } from "./figure-table";
import { usePercent } from "./use-percent";
import { useSpan } from "./use-span";

const names = ["within", "age50", "age95", "age99", "took50", "took95", "took99", "runs", "failures"] as const;

/** The same as the lines, in figures. */
export function HistoryTable({ history: { points, bucket } }: { history: HealthHistory }) {
  const t = useTranslations("health.history");
  const { number } = useFormatter();
  const percent = usePercent();
  const span = useSpan();
  const columns = names.map((id) => ({ id, name: t(id) }));
  const known = (ms: number | null) => (ms === null ? t("notKnown") : span(ms));
  const figuresOf = ({ ages, p50Ms, p95Ms, p99Ms, runs, failures }: HealthHistory["points"][number]) => [
    ages.calendars === 0 ? t("notKnown") : percent(ages.within / ages.calendars),
    ...[ages.p50Ms, ages.p95Ms, ages.p99Ms, p50Ms, p95Ms, p99Ms].map(known),
    ...[runs, failures].map((count) => number(count)),
  ];
  return (
    <FigureTable title={t("table")} heads={[t("time")]} columns={columns}>
      {points.toReversed().map((point) => (
        <FigureRow
          key={point.at}
          heads={[<DateTime key="at" at={point.at} {...(bucket === "day" && { form: "date" as const })} />]}
          columns={columns}
          figures={figuresOf(point)}
        />
      ))}
    </FigureTable>
  );
}
