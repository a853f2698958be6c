import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const controlClass = cn(
  "block w-full rounded-button border border-line-strong bg-surface text-ink transition-colors placeholder:text-ink-3",
  "min-h-11 px-3 text-input tablet:min-h-9 tablet:text-body",
  "hover:border-ink-3 aria-invalid:border-bad disabled:bg-sunken disabled:text-ink-3",
);

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input
      className={cn(controlClass, "read-only:border-line read-only:bg-sunken read-only:text-ink-2", className)}
      {...rest}
    />
  );
}

export function SearchInput({ className, ...rest }: ComponentProps<"input"> & { "aria-label": string }) {
  return (
    <span className={cn("relative block", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-3.5 left-3 size-4 text-ink-3 tablet:top-2.5"
        strokeWidth={1.75}
      />
      <input
        type="search"
        className={cn(controlClass, "pl-9 [&::-webkit-search-cancel-button]:appearance-none")}
        {...rest}
      />
    </span>
  );
}
