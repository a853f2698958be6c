import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";

type Part = { id: string; name: ReactNode; points: number; of: number };
type Props = { parts: readonly Part[]; note?: ReactNode };

/** One bar cut by weight; the points that are missing are light, and named below. */
export function ScoreBar({ parts, note }: Props) {
  const t = useTranslations("ui.score");
  const whole = parts.reduce((sum, part) => sum + part.of, 0);
  const score = parts.reduce((sum, part) => sum + part.points, 0);
  return (
    <section aria-label={t("label", { score, whole })} className="text-small">
      <p className="flex items-baseline gap-2">
        <strong className="text-[22px]/7 font-semibold tracking-[-0.02em]">{score}</strong>
        <span className="text-ink-2">{t("of", { whole })}</span>
        {note && <span className="ml-auto text-ink-3">{note}</span>}
      </p>
      <ScoreParts parts={parts} whole={whole} />
      <dl className="grid gap-0">
        {parts.map((part) => (
          <div key={part.id} className="flex justify-between gap-3">
            <dt className="text-ink-2">{part.name}</dt>
            <dd className={cn(part.points < part.of && "font-medium")}>
              {t("points", { points: part.points, of: part.of })}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ScoreParts({ parts, whole }: { parts: readonly Part[]; whole: number }) {
  const share = (points: number) => `${((points / whole) * 100).toFixed(2)}%`;
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + part.of, 0));
  return (
    <svg aria-hidden className="my-2 h-2 w-full rounded-mark">
      {parts.map((part, index) => (
        <g key={part.id}>
          <rect x={share(starts[index] ?? 0)} width={share(part.of)} height="8" className="fill-ink/20" />
          <rect x={share(starts[index] ?? 0)} width={share(part.points)} height="8" className="fill-ink-2" />
        </g>
      ))}
      {starts.slice(1).map((start) => (
        <line key={start} x1={share(start)} x2={share(start)} y1="0" y2="8" className="stroke-surface stroke-[3]" />
      ))}
    </svg>
  );
}
