"use client";

import { useFormatter, useTranslations } from "next-intl";
import { HistoryStrip } from "@/components/ui/history-strip";
import { Section, Sheet, SheetBody } from "@/components/ui/sheet";
import { useClock } from "@/components/ui/use-clock";
import type { Overview } from "../schema";

type Day = Overview["drift"][number];
const found = ({ missing, extra, stale }: Day) => missing + extra + stale;
const sum = (days: readonly Day[], figure: (day: Day) => number) => days.reduce((all, day) => all + figure(day), 0);

/** What full reads found to differ from what was kept, and repaired. */
export function Drift({ drift }: { drift: Overview["drift"] }) {
  const t = useTranslations("health.drift");
  const { number } = useFormatter();
  const { calendarDay } = useClock();
  const [first, last] = [drift[0], drift.at(-1)];
  const differences = sum(drift, found);
  return (
    <Section id="drift" title={t("title")} note={t("note")}>
      <Sheet>
        <SheetBody>
          {first && last ? (
            <>
              <p className="text-figure">{t("differences", { count: differences })}</p>
              <p className="mb-4 text-small text-ink-2">
                {t("reads", { reads: number(sum(drift, ({ reads }) => reads)), ...parts(drift) })}
              </p>
              <HistoryStrip
                title={t("days")}
                summary={t("daysWith", { count: drift.filter((day) => found(day) > 0).length, of: drift.length })}
                bars={drift.map((day) => ({
                  state: found(day) === 0 ? "proven" : "late",
                  label: t("day", { day: calendarDay(day.day), count: found(day), reads: day.reads }),
                }))}
                from={calendarDay(first.day)}
                to={calendarDay(last.day)}
              />
            </>
          ) : (
            <p className="text-small text-ink-2">{t("nothing")}</p>
          )}
        </SheetBody>
      </Sheet>
    </Section>
  );
}

const parts = (drift: readonly Day[]) => ({
  missing: sum(drift, ({ missing }) => missing),
  extra: sum(drift, ({ extra }) => extra),
  stale: sum(drift, ({ stale }) => stale),
});
