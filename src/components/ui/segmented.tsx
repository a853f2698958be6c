import type { ReactNode } from "react";
import { cn } from "./cn";

const groupClass = "inline-flex max-w-full flex-wrap rounded-[9px] bg-ink/6 p-0.5";
const partClass = (on: boolean) =>
  cn(
    "inline-flex min-h-11 items-center gap-2 rounded-small px-3 text-small font-medium transition-colors tablet:min-h-8 [&_svg]:size-4",
    on ? "bg-raised text-ink shadow-sheet" : "text-ink-2 hover:text-ink",
  );

type Part<Value extends string> = { value: Value; label: ReactNode };
type Props<Value extends string> = {
  label: string;
  value: Value;
  parts: readonly Part<Value>[];
  onChange: (value: Value) => void;
};

/** A few choices side by side, one of them in force. */
export function Segmented<Value extends string>({ label, value, parts, onChange }: Props<Value>) {
  return (
    <div role="group" aria-label={label} className={groupClass}>
      {parts.map((part) => (
        <button
          key={part.value}
          type="button"
          aria-pressed={part.value === value}
          onClick={() => onChange(part.value)}
          className={partClass(part.value === value)}
        >
          {part.label}
        </button>
      ))}
    </div>
  );
}
