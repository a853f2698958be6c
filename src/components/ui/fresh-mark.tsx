import type { ReactNode } from "react";
import { StateGlyph } from "./state-glyph";

type Props = {
  stale: boolean;
  /** Share of the wait until the next refresh that is left, 0 to 1. */ left: number;
  children: ReactNode;
};

const ROUND = 2 * Math.PI * 5.5;

/** "Updated 12 s ago", with a ring that empties until the next refresh. Turns late when the page itself lost contact. */
export function FreshMark({ stale, left, children }: Props) {
  return (
    <span className="inline-flex items-center gap-2 text-small text-ink-3">
      {stale ? (
        <StateGlyph state="late" className="size-3.5" />
      ) : (
        <svg aria-hidden viewBox="0 0 14 14" className="size-3.5 -rotate-90 fill-none stroke-[2.5]">
          <circle cx="7" cy="7" r="5.5" className="stroke-line" />
          <circle
            cx="7"
            cy="7"
            r="5.5"
            className="stroke-ink-3"
            strokeDasharray={ROUND}
            strokeDashoffset={ROUND * (1 - left)}
          />
        </svg>
      )}
      {stale ? <span className="text-late-text">{children}</span> : children}
    </span>
  );
}
