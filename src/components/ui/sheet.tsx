import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A card. It never holds another one: inside, separate by space, then by one hairline. */
export function Sheet({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("min-w-0 rounded-sheet bg-surface shadow-sheet", className)} {...rest} />;
}

export function SheetBody({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("px-4 py-4 tablet:px-6 tablet:py-5", className)} {...rest} />;
}

/** The last line of a sheet: actions and what they lead to. */
export function SheetFoot({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-small text-ink-2 tablet:px-6",
        className,
      )}
      {...rest}
    />
  );
}

type SectionProps = { title: ReactNode; note?: ReactNode; id?: string; children: ReactNode; className?: string };

/** A titled part of a page. The note stands at the right, the content below. */
export function Section({ title, note, id, children, className }: SectionProps) {
  return (
    <section id={id} {...(id && { "aria-labelledby": `${id}-title` })} className={cn("mb-10", className)}>
      <header className="mb-3 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 id={id && `${id}-title`} className="text-section font-semibold">
          {title}
        </h2>
        {note && (
          <div className={cn("text-small text-ink-3", typeof note === "string" ? "tablet:ml-auto" : "ml-auto")}>
            {note}
          </div>
        )}
      </header>
      {children}
    </section>
  );
}
