"use client";

import { useTranslations } from "next-intl";
import { Tooltip } from "@/components/ui/tooltip";

/** On every page of a demo, so that nobody takes its people for real ones. */
export function DemoMark() {
  const t = useTranslations("shell.demo");
  return (
    <Tooltip text={t("meaning")} side="bottom">
      <span tabIndex={0} className="rounded-[5px] border border-line-strong px-1.5 text-micro font-medium text-ink-2">
        {t("mark")}
        <span className="sr-only">. {t("meaning")}</span>
      </span>
    </Tooltip>
  );
}
