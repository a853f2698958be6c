import type { ReactNode } from "react";

type Props = { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode };

/** Says what will stand here and offers one way on. Stands inside a sheet. */
export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className="grid justify-items-start gap-1 px-4 py-6 tablet:px-6 tablet:py-7">
      {icon && (
        <span aria-hidden className="mb-2 text-ink-3 [&_svg]:size-5 [&_svg]:stroke-[1.75]">
          {icon}
        </span>
      )}
      <h3 className="text-body font-semibold">{title}</h3>
      {children && <div className="max-w-text text-small text-ink-2">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
