"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { HealthSearch, OverseenPage } from "../schema";
import type { ChangeSearch } from "./use-health-search";

type Props = { page: OverseenPage; search: HealthSearch; change: ChangeSearch };

/** Page by page by cursor; the way back is remembered, and from an address alone it leads to the first page. */
export function PeoplePager({ page, search, change }: Props) {
  const t = useTranslations("health.people");
  const ui = useTranslations("ui");
  const [before, setBefore] = useState<readonly (string | undefined)[]>([]);
  const { cursor } = search;
  const { nextCursor, connections, total, isTotalExact } = page;
  const goBack = () => {
    setBefore(before.slice(0, -1));
    change({ cursor: cursor === undefined ? undefined : before.at(-1) });
  };
  const goOn = () => {
    setBefore([...(cursor === undefined ? [] : before), cursor]);
    change({ cursor: nextCursor ?? undefined });
  };
  return (
    <nav
      aria-label={ui("pages")}
      className="flex items-center gap-2 border-t border-line px-4 py-2.5 text-small text-ink-2 tablet:pl-6"
    >
      <span className="mr-auto" role="status">
        {t("count", { count: connections.length, total, exact: isTotalExact ? "yes" : "no" })}
      </span>
      {(cursor !== undefined || nextCursor !== null) && (
        <>
          <Button size="small" disabled={cursor === undefined} onClick={goBack}>
            <ChevronLeft aria-hidden strokeWidth={1.75} />
            {t("back")}
          </Button>
          <Button size="small" disabled={nextCursor === null} onClick={goOn}>
            {t("next")}
            <ChevronRight aria-hidden strokeWidth={1.75} />
          </Button>
        </>
      )}
    </nav>
  );
}
