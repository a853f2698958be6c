"use client";

import { useTranslations } from "next-intl";
import { LineChart, type ChartLine } from "@/components/ui/line-chart";
import { useClock } from "@/components/ui/use-clock";
import { pageNowMs } from "@/components/ui/now";
import type { HealthHistory } from "../schema";
import { useSpan } from "./use-span";

type Figure = "ages" | "durations" | "scores";
type Props = { history: HealthHistory; of: Figure };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const spans = { "24h": DAY_MS, "7d": 7 * DAY_MS, "90d": 90 * DAY_MS } as const;
const marks = { "24h": 6, "7d": 7, "90d": 6 } as const;
/** The bound of a calendar that is read every quarter of an hour or less often; longer intervals have longer ones. */
const BOUND_MS = 15 * 60_000;

const tickValues = {
  ages: [10_000, 60_000, 600_000, HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS],
  durations: [100, 1_000, 10_000, 60_000, 600_000],
  scores: [0, 25, 50, 75, 100],
} as const;

const quantiles = [
  { name: "p99", key: "p99Ms", look: "thick" },
  { name: "p95", key: "p95Ms", look: "dashed" },
  { name: "p50", key: "p50Ms", look: "thin" },
] as const;

export function HistoryChart({ history, of }: Props) {
  const t = useTranslations("health.history");
  const span = useSpan();
  const lines = useLines(history, of);
  const word = (value: number) => (of === "scores" ? String(value) : span(value));
  const to = pageNowMs();
  const from = to - spans[history.range];
  const ends = lines.map(({ name, last }) => t("end", { name, last }));
  return (
    <div>
      <h3 className="text-body font-semibold">{t(`${of}.title`)}</h3>
      <p className="mb-4 text-small text-ink-2">{t(`${of}.note`)}</p>
      <LineChart
        label={t("label", { what: t(`${of}.title`), range: t(`ranges.${history.range}`), ends: ends.join(", ") })}
        lines={lines}
        ticks={tickValues[of].map((value) => ({ value, label: word(value) }))}
        {...(of === "ages" && { bound: { value: BOUND_MS, label: t("bound") } })}
        scale={of === "scores" ? "linear" : "log"}
        from={from}
        to={to}
        gapMs={1.5 * (history.bucket === "hour" && of !== "scores" ? HOUR_MS : DAY_MS)}
        times={useTimes(history.range, from, to)}
      />
    </div>
  );
}

function useLines({ points, scores }: HealthHistory, of: Figure): ChartLine[] {
  const t = useTranslations("health.history");
  const span = useSpan();
  if (of === "scores") {
    const looks = ["thick", "dashed", "thin"] as const;
    return [...Map.groupBy(scores, ({ product }) => product)].map(([product, own], index) => ({
      name: product,
      look: looks[index % looks.length] ?? "thin",
      points: own.map(({ day, score }) => ({ at: Date.parse(day), value: score })),
      last: String(own.at(-1)?.score ?? ""),
    }));
  }
  return quantiles.map(({ name, key, look }) => {
    const values = points.map((point) => ({
      at: Date.parse(point.at),
      value: of === "ages" ? point.ages[key] : point[key],
    }));
    const last = values.findLast(({ value }) => value !== null)?.value;
    return { name, look, points: values, last: last === null || last === undefined ? t("notKnown") : span(last) };
  });
}

function useTimes(range: HealthHistory["range"], from: number, to: number) {
  const t = useTranslations("health.history");
  const { clock, calendarDay } = useClock();
  const count = marks[range];
  return Array.from({ length: count + 1 }, (_, index) => {
    const at = from + ((to - from) * index) / count;
    const date = new Date(at);
    const label = range === "24h" ? clock(date) : calendarDay(date.toISOString().slice(0, 10));
    return { at, label: index === count ? t("now") : label };
  });
}
