import type { ReactNode } from "react";
import { cn } from "./cn";

/** A fact about a thing that is no state: a role, a scope, "this session". Ink only. */
export function Badge({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-badge bg-ink/6 px-[9px] text-small font-medium text-ink-2",
        className,
      )}
    >
      {children}
    </span>
  );
}
