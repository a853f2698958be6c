import type { ReactNode } from "react";
import { StateGlyph } from "./state-glyph";

type Props = { label: string; done: number; of?: number | undefined; children?: ReactNode; aside?: ReactNode };

/** Work that is going on: how far, of how much, and how to stop it. Without a known end the bar stays empty and the words count. */
export function Progress({ label, done, of, children, aside }: Props) {
  const percent = of ? Math.min(100, Math.round((done / of) * 100)) : undefined;
  return (
    <div className="grid gap-1.5 text-small text-ink-2 [&_b]:text-ink">
      {(children || aside) && (
        <div className="flex flex-wrap justify-between gap-x-4 gap-y-1">
          <p className="flex min-w-0 gap-2">
            {percent === undefined && <StateGlyph state="catchingUp" turning className="mt-0.5" />}
            <span>{children}</span>
          </p>
          {aside && <p>{aside}</p>}
        </div>
      )}
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent !== undefined && { "aria-valuenow": percent })}
      >
        <svg aria-hidden className="h-1 w-full rounded-mark bg-busy-soft">
          <rect
            height="4"
            rx="2"
            width={`${percent ?? 0}%`}
            className="fill-busy transition-[width] duration-400 ease-linear"
          />
        </svg>
      </div>
    </div>
  );
}

/** How much of a budget is used. Ink: being used is no state. */
export function Meter({ label, used }: { label: string; used: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, used)) * 100);
  return (
    <div role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <svg aria-hidden className="h-1 w-full rounded-mark bg-ink/12">
        <rect height="4" rx="2" width={`${percent}%`} className="fill-ink-2" />
      </svg>
    </div>
  );
}
