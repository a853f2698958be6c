"use client";

import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { cn } from "./cn";
import { StripBar, type BarState } from "./strip-bar";

export type StripEntry = {
  state: BarState;
  /** What the bar says when it is visited: "9 Nov: late for 12 min". */
  label: string;
  href?: string;
};

type Props = {
  title: ReactNode;
  /** The finding in words. */
  summary: string;
  bars: readonly StripEntry[];
  from: ReactNode;
  to: ReactNode;
  onOpen?: (index: number) => void;
};

const moves: Record<string, (at: number, last: number) => number> = {
  ArrowRight: (at, last) => Math.min(last, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  PageUp: (at) => Math.max(0, at - 10),
  PageDown: (at, last) => Math.min(last, at + 10),
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * The past as bars whose height, cut and hatch tell their state without colour. For the keyboard it is one stop, read
 * like a slider: arrow keys go along the bars, Enter opens the runs behind one.
 */
export function HistoryStrip({ title, summary, bars, from, to, onOpen }: Props) {
  const last = bars.length - 1;
  const [at, setAt] = useState(last);
  const [visited, setVisited] = useState(false);
  const bar = bars[at];

  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setAt(Math.min(last, Math.max(0, Math.floor(((event.clientX - left) / width) * bars.length))));
    setVisited(true);
  };
  const press = (event: KeyboardEvent) => {
    const opens = event.key === "Enter" || event.key === " ";
    const next = opens ? at : moves[event.key]?.(at, last);
    if (next === undefined) return;
    // What opens takes the focus, and the same press would close it again by its button.
    event.preventDefault();
    if (opens) onOpen?.(at);
    else setAt(next);
  };

  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex flex-wrap justify-between gap-x-2 text-small">
        <span className="font-medium">{title}</span>
        <span className="text-right text-ink-2">{summary}</span>
      </figcaption>
      <div
        role="slider"
        tabIndex={0}
        aria-label={typeof title === "string" ? `${title}: ${summary}` : summary}
        aria-valuemin={1}
        aria-valuemax={bars.length}
        aria-valuenow={at + 1}
        aria-valuetext={bar?.label ?? ""}
        aria-orientation="horizontal"
        onKeyDown={press}
        onPointerMove={point}
        onPointerLeave={() => setVisited(false)}
        onFocus={() => setVisited(true)}
        onBlur={() => setVisited(false)}
        onClick={() => onOpen?.(at)}
        className={cn("relative flex h-7 forced-color-adjust-none", onOpen && "cursor-pointer")}
      >
        {bars.map((entry, index) => (
          <StripBar key={index} state={entry.state} visited={visited && index === at} />
        ))}
        {visited && bar && <BarLabel position={(at + 0.5) / bars.length} text={bar.label} />}
      </div>
      <div aria-hidden className="mt-1.5 flex justify-between gap-2 text-micro whitespace-nowrap text-ink-3">
        <span>{from}</span>
        <span>{to}</span>
      </div>
    </figure>
  );
}

/** Above the bar, and never beyond the ends of the strip. */
function BarLabel({ position, text }: { position: number; text: string }) {
  const end = position > 0.5;
  const offset = `${(end ? 1 - position : position) * 100}%`;
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute bottom-full z-40 mb-1.5 w-max max-w-64 rounded-small bg-raised px-2.5 py-1.5 text-micro text-ink shadow-float"
      style={end ? { right: `max(0px, calc(${offset} - 3rem))` } : { left: `max(0px, calc(${offset} - 3rem))` }}
    >
      {text}
    </span>
  );
}
