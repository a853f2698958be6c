import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { StateGlyph, stateTone, type State } from "./state-glyph";
import { toneSoft } from "./tone";

type Props = {
  state: State;
  /** Where the word of the state does not fit. */ label?: string;
  title: ReactNode;
  facts?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
  /** Off where the page announces its changes itself. */
  isAnnounced?: boolean;
};

/** The verdict: one sentence a tired person understands. Well and unknown have no fill. The counters are its lower part.
 * Only the sentence is announced when it changes: the facts below it hold times that change every second. */
export function HealthBanner({ state, label, title, facts, action, children, isAnnounced = true }: Props) {
  const t = useTranslations("ui.state");
  const filled = state !== "healthy" && state !== "unknown";
  return (
    <div className="mb-10 overflow-hidden rounded-sheet bg-surface shadow-sheet">
      <section
        className={cn(
          "grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-1 px-4 py-4.5",
          "tablet:grid-cols-[auto_minmax(0,1fr)_auto] tablet:items-center tablet:gap-x-4 tablet:px-6 tablet:py-5",
          filled && toneSoft[stateTone[state]],
          !filled && children && "border-b border-line",
        )}
      >
        <StateGlyph state={state} label={label ?? t(state)} className="size-[26px] tablet:size-8" />
        <div className="min-w-0">
          <h2
            {...(isAnnounced && { "aria-live": "polite" as const })}
            className="text-verdict-phone text-pretty max-tablet:mb-1 tablet:text-verdict tablet:text-balance"
          >
            {title}
          </h2>
          {facts && <p className="text-ink-2">{facts}</p>}
        </div>
        {action && <div className="max-tablet:col-span-2 max-tablet:mt-3 max-tablet:[&>*]:w-full">{action}</div>}
      </section>
      {children}
    </div>
  );
}
