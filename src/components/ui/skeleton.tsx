import { useTranslations } from "next-intl";
import { cn } from "./cn";
import { Sheet } from "./sheet";

/** A quiet shape of what will stand here. Still, and only seen when the wait is longer than 300 ms. */
function Skeleton({ className }: { className?: string }) {
  return <span className={cn("block h-4 rounded-small bg-ink/6", className)} />;
}

/** A sheet of rows, as tables and lists look before their first data. */
export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  const t = useTranslations("ui");
  return (
    <Sheet role="status" className="appear-late">
      <span className="sr-only">{t("reading")}</span>
      <div aria-hidden>
        {Array.from({ length: rows }, (_, row) => (
          <div
            key={row}
            className={cn("flex h-14 items-center gap-4 px-4 tablet:px-6", row > 0 && "border-t border-line")}
          >
            <Skeleton className="size-8 rounded-full" />
            <Skeleton className={row % 2 ? "w-48" : "w-36"} />
            <Skeleton className="ml-auto w-20" />
          </div>
        ))}
      </div>
    </Sheet>
  );
}
