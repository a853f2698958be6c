"use client";

import { useTranslations } from "next-intl";
import { HistoryStrip } from "@/components/ui/history-strip";
import type { BarState } from "@/components/ui/strip-bar";
import { useClock } from "@/components/ui/use-clock";
import { toShown } from "@/components/ui/shown-state";
import type { PastDays } from "../schema";

type Days = PastDays["connections"][number];

const bars: Readonly<Record<NonNullable<Days["days"][number]["state"]>, BarState>> = {
  healthy: "proven",
  catching_up: "working",
  late: "late",
  provider_outage: "outage",
  needs_reconnecting: "failed",
  disabled: "failed",
  paused: "none",
  unknown: "none",
};

/** The last 90 days, each as its worst state that lasted. */
export function DayStrip({ past }: { past: Days }) {
  const t = useTranslations("calendar.strips");
  const words = useTranslations("ui.state");
  const { calendarDay: dayOnly, date } = useClock();
  const { days, provenShare, demoUntil } = past;
  const first = days[0];
  return (
    <HistoryStrip
      title={
        demoUntil === null ? (
          t("days")
        ) : (
          <>
            {t("days")}{" "}
            <span className="font-normal text-ink-2">· {t("daysDemo", { day: date(new Date(demoUntil)) })}</span>
          </>
        )
      }
      summary={provenShare === null ? t("daysNone") : t("daysSummary", { percent: toPercent(provenShare) })}
      bars={days.map(({ day, state, lastedMs }) => ({
        state: state === null ? "none" : bars[state],
        label:
          state === null
            ? t("day.none", { day: dayOnly(day) })
            : t("day.some", { day: dayOnly(day), state: words(toShown(state)), lasted: lasted(t, lastedMs) }),
      }))}
      from={first ? dayOnly(first.day) : ""}
      to={t("today")}
    />
  );
}

/** Never rounded up to a whole: 99.996 % is not all of the time. */
const toPercent = (share: number): string => {
  const percent = Math.floor(share * 10_000) / 100;
  return percent === 100 || percent === 0 ? String(percent) : percent.toFixed(2);
};

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

function lasted(t: ReturnType<typeof useTranslations<"calendar.strips">>, ms: number): string {
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  return t("lasted", { hours, minutes });
}
