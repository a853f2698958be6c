"use client";

import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import type { HealthHistory } from "../schema";
import { FigureRow, FigureTable } from "./figure-table";
import { usePercent } from "./use-percent";

type Call = HealthHistory["calls"][number];
type Line = Pick<Call, "day" | "provider" | "product"> & { call: Call | undefined; score: number | undefined };

/** What happened in a day with a provider, newest first. */
function toLines({ calls, scores }: HealthHistory): Line[] {
  const key = ({ day, provider }: { day: string; provider: string }) => `${day} ${provider}`;
  const scoreOf = new Map(scores.map((one) => [key(one), one]));
  const callOf = new Map(calls.map((one) => [key(one), one]));
  return [...new Set([...scoreOf.keys(), ...callOf.keys()])]
    .toSorted()
    .toReversed()
    .flatMap((each) => {
      const [call, score] = [callOf.get(each), scoreOf.get(each)];
      const of = call ?? score;
      return of ? [{ day: of.day, provider: of.provider, product: of.product, call, score: score?.score }] : [];
    });
}

const names = ["callsOf", "failedCalls", "limited", "share", "score"] as const;

/** The same as the lines that go by days, in figures. */
export function DayTable({ history }: { history: HealthHistory }) {
  const t = useTranslations("health.history");
  const { number } = useFormatter();
  const percent = usePercent();
  const columns = names.map((id) => ({ id, name: t(id) }));
  const known = (value: number | undefined) => (value === undefined ? t("notKnown") : number(value));
  const share = (of: Call) => (of.callsPerDay === null ? t("perAccount") : percent(of.calls / of.callsPerDay));
  return (
    <FigureTable title={t("dayTable")} heads={[t("day"), t("provider")]} columns={columns}>
      {toLines(history).map(({ day, provider, product, call, score }) => (
        <FigureRow
          key={`${day} ${provider}`}
          heads={[<DateTime key="day" at={`${day}T12:00:00.000Z`} form="date" />, product]}
          columns={columns}
          figures={[
            ...[known(call?.calls), known(call?.failures), known(call?.rateLimited)],
            ...[call ? share(call) : t("notKnown"), known(score)],
          ]}
        />
      ))}
    </FigureTable>
  );
}
