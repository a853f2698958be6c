import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";

type Metric = { label: string; value?: ReactNode; note?: ReactNode };

/** A figure and the note that gives it meaning. Without evidence it says so: never 0, never a dash. */
function MetricCell({ label, value, note }: Metric) {
  const t = useTranslations("ui");
  const known = value !== undefined && value !== null;
  return (
    <div className="min-w-0">
      <dt className="text-micro text-ink-3">{label}</dt>
      <dd className={cn("text-section", known ? "font-medium" : "text-ink-3")}>{known ? value : t("notKnownYet")}</dd>
      {note && <dd className="text-micro text-ink-3">{note}</dd>}
    </div>
  );
}

export function Metrics({ metrics, className }: { metrics: readonly Metric[]; className?: string }) {
  return (
    <dl className={cn("grid grid-cols-2 gap-x-6 gap-y-4 tablet:grid-cols-3 desk:grid-cols-6", className)}>
      {metrics.map((metric) => (
        <MetricCell key={metric.label} {...metric} />
      ))}
    </dl>
  );
}

type Pair = { name: ReactNode; value: ReactNode };

/** Names at the left, values at the right. */
export function KeyValues({ pairs, className }: { pairs: readonly (Pair & { id: string })[]; className?: string }) {
  return (
    <dl className={cn("grid gap-1.5 text-small", className)}>
      {pairs.map(({ id, name, value }) => (
        <div key={id} className="flex items-baseline justify-between gap-3">
          <dt className="min-w-0 text-ink-2 wrap-anywhere">{name}</dt>
          <dd className="min-w-0 text-right wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
