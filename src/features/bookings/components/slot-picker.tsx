"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useFormatter, useTranslations, type DateTimeFormatOptions } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { startsTwice, type SlotDay } from "./group-slots";

type Props = {
  days: readonly SlotDay[];
  zone: string;
  chosen: string | null;
  looking: boolean;
  onChoose: (start: string) => void;
  onEarlier: (() => void) | null;
  onLater: () => void;
};

/** Days above, the times of one below: both by keyboard, both large enough for a thumb. */
export function SlotPicker({ days, zone, chosen, looking, onChoose, onEarlier, onLater }: Props) {
  const t = useTranslations("book");
  const [wanted, want] = useState<string | null>(null);
  const shown = days.find(({ day }) => day === wanted) ?? days[0];
  return (
    <div className="min-w-0" aria-busy={looking}>
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-section font-semibold">{t("chooseTime")}</h2>
        <div className="flex gap-1">
          <Button
            size="icon"
            look="quiet"
            aria-label={t("earlier")}
            disabled={onEarlier === null}
            onClick={onEarlier ?? undefined}
          >
            <ChevronLeft />
          </Button>
          <Button size="icon" look="quiet" aria-label={t("later")} onClick={onLater}>
            <ChevronRight />
          </Button>
        </div>
      </div>
      {looking ? (
        <div className="mt-4 grid gap-2" role="status">
          <span className="sr-only">{t("looking")}</span>
          <span className="appear-late block h-16 rounded-button bg-ink/6" />
          <span className="appear-late block h-40 rounded-button bg-ink/6" />
        </div>
      ) : shown === undefined ? (
        <div className="mt-4 rounded-sheet bg-sunken px-4 py-8 text-center" role="status">
          <p className="font-medium">{t("none")}</p>
          <p className="text-small text-ink-2">{t("noneMore")}</p>
        </div>
      ) : (
        <>
          <DayRail days={days} shown={shown.day} onShow={want} />
          <Times day={shown} zone={zone} chosen={chosen} onChoose={onChoose} />
        </>
      )}
    </div>
  );
}

function DayRail({ days, shown, onShow }: { days: readonly SlotDay[]; shown: string; onShow: (day: string) => void }) {
  const t = useTranslations("book");
  const format = useFormatter();
  const part = (day: string, options: DateTimeFormatOptions) =>
    format.dateTime(new Date(`${day}T12:00:00Z`), { ...options, timeZone: "UTC" });
  return (
    <ul
      // Positioned, because what is there for screen readers alone would otherwise widen the page.
      className="relative -mx-4 mt-3 flex snap-x scroll-px-4 gap-2 overflow-x-auto px-4 py-1 tablet:mx-0 tablet:flex-wrap tablet:overflow-visible tablet:px-0"
      aria-label={t("days")}
    >
      {days.map(({ day, starts }) => (
        <li key={day} className="snap-start">
          <button
            type="button"
            aria-pressed={day === shown}
            onClick={() => onShow(day)}
            className={cn(
              "grid min-w-[68px] justify-items-center rounded-button px-2 py-2 transition-colors",
              day === shown ? "bg-accent text-on-accent" : "bg-ink/6 text-ink hover:bg-ink/12",
            )}
          >
            <span className="text-micro">{part(day, { weekday: "short" })}</span>
            <span className="text-section font-semibold">{part(day, { day: "numeric" })}</span>
            <span className="text-micro">{part(day, { month: "short" })}</span>
            <span className="sr-only">{t("timesOf", { count: starts.length })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

type TimesProps = { day: SlotDay; zone: string; chosen: string | null; onChoose: (start: string) => void };

function Times({ day, zone, chosen, onChoose }: TimesProps) {
  const t = useTranslations("book");
  const format = useFormatter();
  const name = format.dateTime(new Date(`${day.day}T12:00:00Z`), { dateStyle: "full", timeZone: "UTC" });
  const twice = startsTwice(day.starts, zone);
  return (
    <section className="mt-5" aria-label={t("times", { day: name })}>
      <h3 className="mb-2 text-small text-ink-2">{name}</h3>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(92px,1fr))] gap-2">
        {day.starts.map((start) => (
          <li key={start}>
            <Button
              wide
              aria-pressed={start === chosen}
              look={start === chosen ? "primary" : "secondary"}
              onClick={() => onChoose(start)}
            >
              {format.dateTime(new Date(start), {
                ...{ hour: "numeric", minute: "2-digit", timeZone: zone },
                ...(twice.has(start) && { timeZoneName: "short" }),
              })}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
