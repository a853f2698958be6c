import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlClass } from "./input";

const quietClass =
  "border-transparent bg-transparent hover:border-line-strong tablet:-ml-3 tablet:min-h-[34px] tablet:text-small";

/** The platform's own list: on a phone it opens as a person is used to, and needs no script. */
export function Select({
  quiet = false,
  className,
  children,
  ...rest
}: ComponentProps<"select"> & { /** In a row of a table: a word until it is needed. */ quiet?: boolean }) {
  return (
    <span className={cn("relative block", className)}>
      <select className={cn(controlClass, "appearance-none pr-9", quiet && quietClass)} {...rest}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-3.5 right-3 size-4 text-ink-3 tablet:top-2.5"
        strokeWidth={1.75}
      />
    </span>
  );
}
