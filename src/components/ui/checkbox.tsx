import { Check } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { cn } from "./cn";

type Props = Omit<ComponentProps<"input">, "type" | "children"> & { label: ReactNode; hint?: ReactNode };

export function Checkbox({ label, hint, className, ...rest }: Props) {
  const id = useId();
  return (
    <span className={cn("flex min-h-11 gap-2.5 py-3 tablet:min-h-9 tablet:py-2", className)}>
      <span className="relative mt-0.5 size-4 flex-none">
        <input
          id={id}
          type="checkbox"
          className="peer absolute size-4 appearance-none rounded-[4px] border border-line-strong bg-surface transition-colors before:absolute before:-inset-2.5 checked:border-accent checked:bg-accent disabled:bg-sunken"
          {...(hint && { "aria-describedby": `${id}-hint` })}
          {...rest}
        />
        <Check
          aria-hidden
          className="pointer-events-none absolute inset-0 m-0.5 size-3 text-on-accent opacity-0 peer-checked:opacity-100 peer-disabled:text-ink-3"
          strokeWidth={3}
        />
      </span>
      <span className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {hint && (
          <span id={`${id}-hint`} className="block text-small text-ink-3">
            {hint}
          </span>
        )}
      </span>
    </span>
  );
}
