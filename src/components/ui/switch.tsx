import type { ComponentProps } from "react";
import { cn } from "./cn";

type Props = Omit<ComponentProps<"input">, "type" | "role"> & ({ "aria-label": string } | { id: string });

/** On or off, at once. A checkbox to the browser, so that it needs no script and takes part in forms. */
export function Switch({ className, ...rest }: Props) {
  return (
    <span className={cn("relative inline-flex h-5 w-9 flex-none", className)}>
      <input
        type="checkbox"
        role="switch"
        className="peer absolute inset-0 appearance-none rounded-badge border border-line-strong bg-sunken transition-colors before:absolute before:-inset-x-1 before:-inset-y-3 checked:border-accent checked:bg-accent disabled:border-line disabled:bg-sunken"
        {...rest}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute top-1 left-1 size-3 rounded-full bg-ink-3 transition-[translate,background-color] duration-120 peer-checked:translate-x-4 peer-checked:bg-on-accent peer-disabled:bg-line-strong"
      />
    </span>
  );
}
