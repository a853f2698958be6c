import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = { icon?: ReactNode; children: ReactNode; action?: ReactNode; className?: string };

/** A neutral aside inside a sheet: something is set apart, and all else is well. */
export function Note({ icon, children, action, className }: Props) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-start gap-x-2.5 gap-y-1 rounded-[9px] bg-sunken px-3 py-2 text-small text-ink-2 [&_b]:text-ink",
        className,
      )}
    >
      {icon && (
        <span aria-hidden className="mt-0.5 flex-none text-ink-2 [&_svg]:size-4 [&_svg]:stroke-[1.75]">
          {icon}
        </span>
      )}
      <div className="min-w-0 flex-1 basis-60">{children}</div>
      {action && <div className="max-tablet:w-full max-tablet:pl-[26px]">{action}</div>}
    </div>
  );
}
