import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/*
 * On a phone a table becomes a list: every row is a small grid, and a cell says where it goes. The roles are written
 * out because some browsers drop them when a row is laid out as a grid.
 */
const phonePlaces = {
  main: "max-tablet:col-start-1 max-tablet:row-start-1 max-tablet:min-w-0",
  aside: "max-tablet:col-start-2 max-tablet:row-start-1 max-tablet:justify-self-end",
  below: "max-tablet:col-span-2 max-tablet:text-ink-2",
  action: "max-tablet:col-span-2 max-tablet:mt-1",
  hidden: "max-tablet:hidden",
} as const;

export function Table({ className, ...rest }: ComponentProps<"table">) {
  return (
    <div className="tablet:overflow-x-auto">
      <table role="table" className={cn("w-full border-collapse text-small max-tablet:block", className)} {...rest} />
    </div>
  );
}

export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead role="rowgroup" className={cn("max-tablet:sr-only [&>tr]:border-0", className)} {...rest} />;
}

export function TableBody({ className, ...rest }: ComponentProps<"tbody">) {
  return (
    <tbody
      role="rowgroup"
      className={cn(
        "max-tablet:block [&>tr]:border-t [&>tr]:border-line [&>tr]:transition-colors max-tablet:[&>tr:first-child]:border-t-0 [&>tr:hover]:bg-sunken/55",
        "max-tablet:[&>tr]:grid max-tablet:[&>tr]:grid-cols-[minmax(0,1fr)_auto] max-tablet:[&>tr]:items-center max-tablet:[&>tr]:gap-x-3 max-tablet:[&>tr]:gap-y-0.5 max-tablet:[&>tr]:px-4 max-tablet:[&>tr]:py-3",
        className,
      )}
      {...rest}
    />
  );
}

export function Row(props: ComponentProps<"tr">) {
  return <tr role="row" {...props} />;
}

export function HeadCell({ className, right = false, ...rest }: ComponentProps<"th"> & { right?: boolean }) {
  return (
    <th
      role="columnheader"
      scope="col"
      className={cn(
        "whitespace-nowrap px-3 pt-2.5 pb-2 text-micro font-medium text-ink-3 first:pl-6 last:pr-6",
        right ? "text-right" : "text-left",
        className,
      )}
      {...rest}
    />
  );
}

type CellProps = ComponentProps<"td"> & { right?: boolean; phone?: keyof typeof phonePlaces };

export function Cell({ className, right = false, phone = "below", ...rest }: CellProps) {
  return (
    <td
      role="cell"
      className={cn(
        "tablet:h-11 tablet:px-3 tablet:py-1 tablet:first:pl-6 tablet:last:pr-6",
        right && "tablet:text-right [&>button]:-mr-2.5",
        phonePlaces[phone],
        className,
      )}
      {...rest}
    />
  );
}

/** A name with a quiet second line. */
export function NameLines({ name, second, className }: { name: ReactNode; second?: ReactNode; className?: string }) {
  return (
    <span className={cn("block min-w-0 max-w-64", className)}>
      <span className="block text-body/[18px] font-medium wrap-anywhere">
        <bdi>{name}</bdi>
      </span>
      {second && <span className="block text-micro text-ink-3 wrap-anywhere">{second}</span>}
    </span>
  );
}
