import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** Points are null where nothing is known, which is not zero. */
type Part = { id: string; name: ReactNode; points: number | null; of: number; note?: ReactNode };
type Props = { score: number | null; parts: readonly Part[]; note?: ReactNode };

const whole = 100;

/** One bar cut by weight; the points that are missing are light, and named below. */
export function ScoreBar({ score, parts, note }: Props) {
  const t = useTranslations("ui.score");
  return (
    <section aria-label={score === null ? t("labelUnknown") : t("label", { score, whole })} className="text-small">
      <p className="flex items-baseline gap-2">
        {score === null ? (
          <strong className="text-section font-medium text-ink-3">{t("unknown")}</strong>
        ) : (
          <>
            <strong className="text-[22px]/7 font-semibold tracking-[-0.02em]">{score}</strong>
            <span className="text-ink-2">{t("of", { whole })}</span>
          </>
        )}
        {note && <span className="ml-auto text-ink-3">{note}</span>}
      </p>
      <ScoreParts parts={parts} />
      {parts.some(isShort) ? (
        <PartList parts={parts} />
      ) : (
        <details>
          <summary className="w-fit text-ink-2 marker:text-ink-3 max-tablet:min-h-11 max-tablet:py-3">
            {t("parts")}
          </summary>
          <PartList parts={parts} />
        </details>
      )}
    </section>
  );
}

/** Open where points are missing: then it is worth the room. */
function PartList({ parts }: { parts: readonly Part[] }) {
  const t = useTranslations("ui.score");
  return (
    <dl className="grid gap-0">
      {parts.map((part) => (
        <div key={part.id} className="flex justify-between gap-3">
          <dt className="min-w-0 text-ink-2">
            {part.name}
            {part.note && <span className="block text-micro text-ink-3">{part.note}</span>}
          </dt>
          <dd className={cn("whitespace-nowrap", isShort(part) && "font-medium", part.points === null && "text-ink-3")}>
            {part.points === null ? t("partUnknown") : t("points", { points: part.points, of: part.of })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const isShort = ({ points, of }: Part) => points !== null && points < of;

function ScoreParts({ parts }: { parts: readonly Part[] }) {
  const share = (points: number) => `${((points / whole) * 100).toFixed(2)}%`;
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + part.of, 0));
  return (
    <svg aria-hidden className="my-2 h-2 w-full rounded-mark">
      {parts.map((part, index) => (
        <g key={part.id}>
          <rect x={share(starts[index] ?? 0)} width={share(part.of)} height="8" className="fill-ink/20" />
          <rect x={share(starts[index] ?? 0)} width={share(part.points ?? 0)} height="8" className="fill-ink-2" />
        </g>
      ))}
      {starts.slice(1).map((start) => (
        <line key={start} x1={share(start)} x2={share(start)} y1="0" y2="8" className="stroke-surface stroke-[3]" />
      ))}
    </svg>
  );
}
