"use client";

import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { HealthHistory } from "../schema";
import { usePercent } from "./use-percent";
import { useSpan } from "./use-span";

/** The same as the lines, in figures. */
export function HistoryTable({ history }: { history: HealthHistory }) {
  const t = useTranslations("health.history");
  return (
    <details className="text-small">
      <summary className="min-h-11 w-fit cursor-pointer py-2 text-ink-2 tablet:min-h-9">{t("table")}</summary>
      <div className="-mx-4 max-h-96 overflow-y-auto tablet:-mx-6" tabIndex={0} role="region" aria-label={t("table")}>
        <Table>
          <TableHead>
            <Row>
              <HeadCell>{t("time")}</HeadCell>
              {(["within", "age50", "age95", "age99", "took50", "took95", "took99", "runs", "failures"] as const).map(
                (name) => (
                  <HeadCell key={name} right>
                    {t(name)}
                  </HeadCell>
                ),
              )}
            </Row>
          </TableHead>
          <TableBody>
            {history.points.toReversed().map((point) => (
              <Point key={point.at} point={point} isDay={history.bucket === "day"} />
            ))}
          </TableBody>
        </Table>
      </div>
    </details>
  );
}

function Point({ point, isDay }: { point: HealthHistory["points"][number]; isDay: boolean }) {
  const t = useTranslations("health.history");
  const { number } = useFormatter();
  const percent = usePercent();
  const span = useSpan();
  const { ages, p50Ms, p95Ms, p99Ms, runs, failures } = point;
  const known = (ms: number | null) => (ms === null ? t("notKnown") : span(ms));
  const figures = [
    { name: "within", value: ages.calendars === 0 ? t("notKnown") : percent(ages.within / ages.calendars) },
    { name: "age50", value: known(ages.p50Ms) },
    { name: "age95", value: known(ages.p95Ms) },
    { name: "age99", value: known(ages.p99Ms) },
    { name: "took50", value: known(p50Ms) },
    { name: "took95", value: known(p95Ms) },
    { name: "took99", value: known(p99Ms) },
    { name: "runs", value: number(runs) },
    { name: "failures", value: number(failures) },
  ] as const;
  return (
    <Row>
      <Cell phone="main">
        <DateTime at={point.at} {...(isDay && { form: "date" as const })} />
      </Cell>
      {figures.map(({ name, value }) => (
        <Cell key={name} right>
          <span aria-hidden className="text-ink-3 tablet:hidden">
            {t(name)}{" "}
          </span>
          {value}
        </Cell>
      ))}
    </Row>
  );
}
