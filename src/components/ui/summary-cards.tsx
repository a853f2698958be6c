import type { ReactNode } from "react";
import { cn } from "./cn";
import { StateGlyph, type State } from "./state-glyph";

type Summary = { label: string; figure: ReactNode; why: ReactNode };

const columns: Record<number, string> = { 2: "wide:grid-cols-2", 3: "wide:grid-cols-3", 4: "wide:grid-cols-4" };

/** Label, figure, and one line that explains the figure. Never a trend arrow. */
export function SummaryCards({ cards }: { cards: readonly Summary[] }) {
  return (
    <dl className={cn("grid grid-cols-2", columns[cards.length])}>
      {cards.map(({ label, figure, why }, index) => (
        <div
          key={label}
          className={cn(
            "min-w-0 px-4 py-3.5 tablet:px-6 tablet:pt-4 tablet:pb-[18px]",
            index % 2 === 1 ? "hairline-left" : index > 0 && "wide:hairline-left",
            index > 1 && "max-wide:border-t max-wide:border-line",
          )}
        >
          <dt className="text-small text-ink-2">{label}</dt>
          <dd className="my-0.5 text-figure wrap-anywhere">{figure}</dd>
          <dd className="text-small text-ink-3">{why}</dd>
        </div>
      ))}
    </dl>
  );
}

type Counter = { value: string; label: string; figure: ReactNode; state?: State };
type CounterProps = { label: string; counters: readonly Counter[]; value: string; onChange: (value: string) => void };

/** Counters that filter what stands below. */
export function CounterFilters({ label, counters, value, onChange }: CounterProps) {
  return (
    <div
      role="group"
      aria-label={label}
      // The first counts all: beside it the others stand in two even rows, however many fit.
      className="grid grid-cols-3 gap-0.5 p-1.5 wide:grid-cols-5 wide:[&>:first-child]:row-span-2"
    >
      {counters.map((counter) => (
        <button
          key={counter.value}
          type="button"
          aria-pressed={counter.value === value}
          onClick={() => onChange(counter.value)}
          className="min-w-0 rounded-[9px] px-2 py-2.5 text-left transition-colors hover:bg-sunken aria-pressed:bg-ink/6 tablet:px-3"
        >
          <span className="block text-[17px]/[26px] font-semibold tracking-[-0.02em] tablet:text-[19px]/[26px]">
            {counter.figure}
          </span>
          <span className="flex items-center gap-1.5 text-micro whitespace-nowrap text-ink-2">
            {counter.state && <StateGlyph state={counter.state} className="size-3.5" />}
            {counter.label}
          </span>
        </button>
      ))}
    </div>
  );
}
