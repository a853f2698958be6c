import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { StateGlyph, stateTone, type State } from "./state-glyph";
import { toneSoft, toneText } from "./tone";

type Props = { state: State; children?: ReactNode; turning?: boolean; className?: string };

/** Shape, word and colour on a soft ground: for headings of cards. */
export function StatusBadge({ state, children, turning, className }: Props) {
  const t = useTranslations("ui.state");
  const tone = stateTone[state];
  return (
    <span
      className={cn(
        "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-badge pr-[9px] pl-[5px] text-small font-medium",
        toneSoft[tone],
        toneText[tone],
        className,
      )}
    >
      <StateGlyph state={state} turning={turning ?? false} className="cross-fade" key={state} />
      {children ?? t(state)}
    </span>
  );
}

/** Shape and word without a ground: for rows. On healthy rows the word is the time of the proof. */
export function StatusWord({ state, children, turning, className }: Props) {
  const t = useTranslations("ui.state");
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-small font-medium",
        toneText[stateTone[state]],
        className,
      )}
    >
      <StateGlyph state={state} turning={turning ?? false} className="cross-fade" key={state} />
      {children ?? t(state)}
    </span>
  );
}
