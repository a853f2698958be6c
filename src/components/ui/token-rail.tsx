import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { StateGlyph } from "./state-glyph";

type Props = {
  ended: boolean;
  /** How much of the whole life is over at the mark, 0 to 1. */
  position: number;
  sentence: ReactNode;
  from: ReactNode;
  to: ReactNode;
  /** The rail in one sentence, for those who do not see it. */
  label: string;
};

/** From the grant to its end. Shown only when a sign-in cannot renew itself or fails to. */
export function TokenRail({ ended, position, sentence, from, to, label }: Props) {
  const mark = `${(position * 100).toFixed(1)}%`;
  return (
    <div className="grid items-center gap-x-12 gap-y-2.5 text-small desk:grid-cols-[minmax(0,1fr)_316px]">
      <p className="flex items-start gap-2.5 text-ink-2 [&_b]:text-ink">
        <KeyRound aria-hidden className="mt-0.5 size-4 flex-none" strokeWidth={1.75} />
        <span>{sentence}</span>
      </p>
      <div role="img" aria-label={label}>
        <svg aria-hidden className="h-3.5 w-full overflow-visible">
          <line
            x1={mark}
            x2="100%"
            y1="7"
            y2="7"
            strokeDasharray="3 3"
            className={ended ? "stroke-bad stroke-4" : "stroke-line-strong stroke-4"}
          />
          <line x1="0" x2={mark} y1="7" y2="7" className="stroke-ink-3 stroke-4" />
          <svg x={mark} y="7" width="1" height="1" overflow="visible">
            <g transform="translate(-7 -7)">
              <StateGlyphAt state={ended ? "reconnect" : "late"} />
            </g>
          </svg>
        </svg>
        <div aria-hidden className="mt-0.5 flex justify-between text-micro text-ink-3">
          <span>{from}</span>
          <span>{to}</span>
        </div>
      </div>
    </div>
  );
}

function StateGlyphAt({ state }: { state: "reconnect" | "late" }) {
  return (
    <svg width="14" height="14" overflow="visible">
      <StateGlyph state={state} className="size-3.5" />
    </svg>
  );
}
