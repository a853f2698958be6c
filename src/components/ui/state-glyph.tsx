import type { ReactNode } from "react";
import { cn } from "./cn";
import { toneMark, type Tone } from "./tone";

export const states = [
  "healthy",
  "catchingUp",
  "late",
  "outage",
  "reconnect",
  "disabled",
  "paused",
  "unknown",
] as const;
export type State = (typeof states)[number];

export const stateTone: Record<State, Tone> = {
  healthy: "ok",
  catchingUp: "busy",
  late: "late",
  outage: "away",
  reconnect: "bad",
  disabled: "bad",
  paused: "idle",
  unknown: "idle",
};

const cut = "fill-none stroke-surface";
const round = { strokeLinecap: "round", strokeLinejoin: "round" } as const;
const open = { fill: "none", stroke: "currentColor" } as const;

/** One silhouette per state, so that the state is read without its colour. */
const shapes: Record<State, ReactNode> = {
  healthy: (
    <>
      <circle cx="8" cy="8" r="7.25" fill="currentColor" />
      <path d="m5 8.3 2.1 2.1L11.2 6" className={cut} strokeWidth="1.7" {...round} />
    </>
  ),
  catchingUp: (
    <>
      <circle cx="8" cy="8" r="6.2" {...open} strokeWidth="2" opacity=".28" />
      <path d="M8 1.8A6.2 6.2 0 1 1 2.6 11" {...open} strokeWidth="2" {...round} />
    </>
  ),
  late: (
    <>
      <path
        d="M8 1.2c.6 0 1.1.3 1.4.8l5.6 10c.6 1.1-.2 2.4-1.4 2.4H2.4C1.2 14.4.4 13.1 1 12l5.6-10c.3-.5.8-.8 1.4-.8Z"
        fill="currentColor"
      />
      <path d="M8 5.6v4l2.2 1.2" className={cut} strokeWidth="1.6" {...round} />
    </>
  ),
  outage: (
    <path d="M12.2 13.4H4.9a4.4 4.4 0 1 1 1.2-8.6 4.6 4.6 0 0 1 7.9 2.1 3.3 3.3 0 0 1-1.8 6.5Z" fill="currentColor" />
  ),
  reconnect: (
    <>
      <path d="M5.3.9h5.4l4.4 4.4v5.4l-4.4 4.4H5.3L.9 10.7V5.3Z" fill="currentColor" stroke="currentColor" {...round} />
      <path d="M8 4.4v4.2M8 11.4v.1" className={cut} strokeWidth="1.8" {...round} />
    </>
  ),
  disabled: (
    <>
      <circle cx="8" cy="8" r="6.5" {...open} strokeWidth="1.8" />
      <path d="m3.6 12.4 8.8-8.8" {...open} strokeWidth="1.8" />
    </>
  ),
  paused: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="3.5" fill="currentColor" />
      <path d="M6 5.2v5.6M10 5.2v5.6" className={cut} strokeWidth="1.8" {...round} />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.5" {...open} strokeWidth="1.6" strokeDasharray="2.6 2.5" />
      <path d="M6.4 6.2A1.7 1.7 0 1 1 8 8.4v.5M8 11.2v.1" {...open} strokeWidth="1.5" {...round} />
    </>
  ),
};

type Props = {
  state: State;
  /** Only where no word stands beside it. */
  label?: string;
  turning?: boolean;
  /** Ink instead of the state's colour, for legends and explanations. */
  plain?: boolean;
  className?: string;
};

export function StateGlyph({ state, label, turning = false, plain = false, className }: Props) {
  const named = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return (
    <svg
      viewBox="0 0 16 16"
      data-state={state}
      className={cn("size-4 flex-none", plain ? "text-idle" : toneMark[stateTone[state]], turning && "turn", className)}
      {...named}
    >
      {shapes[state]}
    </svg>
  );
}
