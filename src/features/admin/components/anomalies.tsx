"use client";

import { useFormatter, useTranslations } from "next-intl";
import { StateGlyph } from "@/components/ui/state-glyph";
import type { Overview } from "../schema";

type Anomaly = Overview["anomalies"][number];

/** What the last full hour did unlike those before it, with what it was held against. */
export function Anomalies({ anomalies }: { anomalies: readonly Anomaly[] }) {
  if (anomalies.length === 0) return null;
  return (
    <ul className="border-t border-line">
      {anomalies.map((anomaly) => (
        <li
          key={`${anomaly.provider} ${anomaly.metric}`}
          className="flex gap-3 border-t border-line px-4 py-3 first:border-t-0 tablet:px-6"
        >
          <StateGlyph state="late" className="mt-0.5" />
          <AnomalyText anomaly={anomaly} />
        </li>
      ))}
    </ul>
  );
}

function AnomalyText({ anomaly }: { anomaly: Anomaly }) {
  const t = useTranslations("health.objectives.anomalies");
  const { number } = useFormatter();
  const { product, metric, value, usual, spread, samples } = anomaly;
  const say = (figure: number) => {
    if (metric === "error_rate") return number(figure, { style: "percent", maximumFractionDigits: 1 });
    if (metric === "duration") return t("seconds", { seconds: figure / 1_000 });
    return t("changes", { changes: figure });
  };
  return (
    <span className="min-w-0">
      <span className="block font-medium">{t(`${metric}.${value > usual ? "more" : "less"}`, { product })}</span>
      <span className="block text-small text-ink-2">
        {t("evidence", { value: say(value), usual: say(usual), spread: say(spread), samples })}
      </span>
    </span>
  );
}
