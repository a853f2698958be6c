"use client";

import { useFormatter, useTranslations } from "next-intl";
import { LineChart, type ChartLine } from "@/components/ui/line-chart";
import { useClock } from "@/components/ui/use-clock";
import { pageNowMs } from "@/components/ui/now";
import type { HealthHistory } from "../schema";
import { usePercent } from "./use-percent";
import { useSpan } from "./use-span";

type Figure = "ages" | "durations" | "calls" | "scores";
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

const isDaily = (of: Figure) => of === "scores" || of === "calls";

/** Four or five round steps up to the highest, whatever it is. */
function roundTicks(most: number): number[] {
  const rough = Math.max(1, most) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_, index) => index * step);
}

const quantiles = [
  { name: "p99", key: "p99Ms", look: "thick" },
  { name: "p95", key: "p95Ms", look: "dashed" },
  { name: "p50", key: "p50Ms", look: "thin" },
] as const;

const dayLooks = ["thick", "dashed", "thin"] as const;

export function HistoryChart({ history, of }: Props) {
  const t = useTranslations("health.history");
  const span = useSpan();
  const { number } = useFormatter();
  const lines = useLines(history, of);
  const word = (value: number) => (isDaily(of) ? number(value) : span(value));
  const most = Math.max(...lines.flatMap(({ points }) => points.map(({ value }) => value ?? 0)));
  const ticks = of === "calls" ? roundTicks(most) : tickValues[of];
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
        ticks={ticks.map((value) => ({ value, label: word(value) }))}
        {...(of === "ages" && { bound: { value: BOUND_MS, label: t("bound") } })}
        scale={isDaily(of) ? "linear" : "log"}
        from={from}
        to={to}
        gapMs={1.5 * (history.bucket === "hour" && !isDaily(of) ? HOUR_MS : DAY_MS)}
        times={useTimes(history.range, from, to)}
      />
    </div>
  );
}

function useLines({ points, scores, calls }: HealthHistory, of: Figure): ChartLine[] {
  const t = useTranslations("health.history");
  const span = useSpan();
  const percent = usePercent();
  if (of === "calls")
    return [...Map.groupBy(calls, ({ product }) => product)].map(([product, own], index) => {
      // The running day is not over: it would look like a fall.
      const last = own.at(-2) ?? own.at(-1);
      const share = last?.callsPerDay ? percent(last.calls / last.callsPerDay) : "none";
      return {
        name: product,
        look: dayLooks[index % dayLooks.length] ?? "thin",
        points: own
          .slice(0, Math.max(1, own.length - 1))
          .map(({ day, calls: made }) => ({ at: Date.parse(day), value: made })),
        last: t("callsEnd", { calls: last?.calls ?? 0, budget: share }),
      };
    });
  if (of === "scores") {
    return [...Map.groupBy(scores, ({ product }) => product)].map(([product, own], index) => ({
      name: product,
      look: dayLooks[index % dayLooks.length] ?? "thin",
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
