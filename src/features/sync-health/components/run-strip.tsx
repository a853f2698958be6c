"use client";

import { useTranslations } from "next-intl";
import { HistoryStrip } from "@/components/ui/history-strip";
import { useClock } from "@/components/ui/use-clock";
import type { CalendarHealth } from "../schema";
import { countBars, gatherBars, type RunBar } from "./gather-bars";
import { useDuration } from "./use-duration";

type Props = { calendars: readonly CalendarHealth[]; onOpen: (calendarId: string) => void };

/** The last 60 runs of an account; a bar opens the runs of its calendar. */
export function RunStrip({ calendars, onOpen }: Props) {
  const t = useTranslations("calendar.strips");
  const { short } = useClock();
  const say = useBarWords();
  const bars = gatherBars(calendars);
  const runs = bars.flatMap(({ run }) => run ?? []);
  const counts = countBars(bars);
  const first = runs[0];
  return (
    <HistoryStrip
      title={t("runs")}
      summary={runs.length === 0 ? t("none") : t("summary", counts)}
      bars={bars.map((bar) => ({ state: bar.state, label: say(bar) }))}
      from={first ? short(new Date(first.at), new Date(runs.at(-1)?.at ?? first.at)) : ""}
      to={t("now")}
      onOpen={(index) => {
        const run = bars[index]?.run;
        if (run) onOpen(run.calendarId);
      }}
    />
  );
}

function useBarWords() {
  const t = useTranslations("calendar.strips");
  const unnamed = useTranslations("calendar.calendars")("unnamed");
  const { full } = useClock();
  const duration = useDuration();
  return ({ state, run }: RunBar): string => {
    if (!run) return t("empty");
    return t(`bar.${state}`, {
      time: full(new Date(run.at)),
      name: run.calendar ?? unnamed,
      duration: run.durationMs === null ? "none" : duration(run.durationMs),
      changes: run.changes,
    });
  };
}
