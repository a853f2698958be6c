import { useTranslations } from "next-intl";
import { cn } from "./cn";

export const barStates = ["proven", "late", "outage", "failed", "working", "none"] as const;
export type BarState = (typeof barStates)[number];

const shapes: Record<BarState, string> = {
  proven: "before:top-1 before:bottom-0 before:bg-ok/85",
  late: "before:top-2.5 before:bottom-0 before:bg-late",
  outage: "before:inset-y-0 before:hatched",
  failed: "before:top-0 before:h-[11px] before:bg-bad after:bottom-0 after:h-[11px] after:bg-bad",
  working: "before:top-1 before:bottom-0 before:bg-busy",
  none: "before:bottom-0 before:h-0.5 before:bg-idle",
};

const piece = [
  "before:absolute before:left-1/2 before:w-[58%] before:max-w-[5px] before:min-w-[1.5px] before:-translate-x-1/2 before:rounded-[1px]",
  "after:absolute after:left-1/2 after:w-[58%] after:max-w-[5px] after:min-w-[1.5px] after:-translate-x-1/2 after:rounded-[1px]",
];

export function StripBar({ state, visited = false }: { state: BarState; visited?: boolean }) {
  return <span className={cn("relative h-7 flex-1", piece, shapes[state], visited && "rounded-[3px] bg-ink/6")} />;
}

const small: Record<BarState, string> = {
  proven: "top-1 bottom-0 bg-ok/85",
  late: "top-2 bottom-0 bg-late",
  outage: "inset-y-0 hatched",
  failed:
    "top-0 h-1.5 bg-bad after:absolute after:top-[9px] after:h-[7px] after:w-full after:rounded-[1px] after:bg-bad",
  working: "top-1 bottom-0 bg-busy",
  none: "bottom-0 h-0.5 bg-idle",
};

/** How to read the strips. Once per page. */
export function StripLegend({ className }: { className?: string }) {
  const t = useTranslations("ui.strip");
  return (
    <ul
      aria-label={t("legend")}
      className={cn("flex flex-wrap items-center gap-x-4.5 gap-y-1.5 text-micro text-ink-3", className)}
    >
      {barStates.map((state) => (
        <li key={state} className="inline-flex items-center gap-[7px]">
          <span aria-hidden className="relative h-4 w-1 forced-color-adjust-none">
            <span className={cn("absolute inset-x-0 rounded-[1px]", small[state])} />
          </span>
          {t(state)}
        </li>
      ))}
    </ul>
  );
}
