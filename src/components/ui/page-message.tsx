import type { ReactNode } from "react";

type Props = { title: string; children?: ReactNode; action?: ReactNode };

/** One thing to say on a page, and the way on. */
export function PageMessage({ title, children, action }: Props) {
  return (
    <div className="max-w-text">
      <h1 className="text-title-phone tablet:text-title">{title}</h1>
      {children && <div className="mt-2 text-ink-2">{children}</div>}
      {action && <div className="mt-6 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
