import type { ReactNode } from "react";

type Props = { title: string; lead?: ReactNode; children?: ReactNode };

/** Title, one sentence of what stands here, and at the right what one can do. */
export function PageHeader({ title, lead, children }: Props) {
  return (
    <header className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="mr-auto min-w-0">
        <h1 className="text-title-phone tablet:text-title">{title}</h1>
        {lead && <p className="mt-1 max-w-text text-ink-2">{lead}</p>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2 max-tablet:w-full">{children}</div>}
    </header>
  );
}
