"use client";

import { ArrowDownToLine, Ellipsis, History, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, useState, useTransition } from "react";
import { useLostContact } from "@/components/live/live-query";
import { Button } from "@/components/ui/button";
import { CalendarColour } from "@/components/ui/calendar-colour";
import { Menu, MenuItem } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusWord } from "@/components/ui/status-badge";
import { shownOf, type CalendarHealth } from "../schema";
import type { Asked } from "./use-resync";

type Props = {
  account: string;
  calendars: readonly CalendarHealth[];
  onOpenRuns: (calendarId: string) => void;
  onResync: (asked: Asked) => void;
};

/** More are folded, so that the evidence of an account with forty calendars is not a page away. What is in trouble is always there. */
const shownAtFirst = 8;
const isCalm = ({ state }: CalendarHealth) => state === "healthy" || state === "paused";

/** A line per calendar: its name, how much is kept, and since when it is proven. */
export function CalendarRows({ account, calendars, onOpenRuns, onResync }: Props) {
  const t = useTranslations("calendar.calendars");
  const [unfolded, setUnfolded] = useState(false);
  // Thirty rows at once are drawn behind the press, not in front of it.
  const [isUnfolding, startUnfolding] = useTransition();
  const all = unfolded || calendars.length <= shownAtFirst + 1;
  const shown = all ? calendars : calendars.filter((each, index) => index < shownAtFirst || !isCalm(each));
  return (
    <div>
      <ul aria-label={t("list", { account })}>
        {shown.map((calendar) => (
          <CalendarRow key={calendar.calendarId} {...{ calendar, onOpenRuns, onResync }} />
        ))}
      </ul>
      {shown.length < calendars.length && (
        <Button
          look="quiet"
          size="small"
          className="mt-1 -ml-2.5"
          pending={isUnfolding}
          onClick={() => startUnfolding(() => setUnfolded(true))}
        >
          {t("showAll", { count: calendars.length })}
        </Button>
      )}
    </div>
  );
}

type RowProps = Pick<Props, "onOpenRuns" | "onResync"> & { calendar: CalendarHealth };

/** Drawn again when its calendar says something new, and not when others unfold. */
const CalendarRow = memo(function CalendarRow({ calendar, onOpenRuns, onResync }: RowProps) {
  const t = useTranslations("calendar.calendars");
  return (
    <li className="flex min-h-12 items-center gap-2.5 border-t border-line first:border-t-0 tablet:min-h-10">
      <CalendarColour color={calendar.color} />
      <span dir="auto" className="min-w-0 flex-1 truncate text-left" title={calendar.name ?? undefined}>
        {calendar.name ?? t("unnamed")}
      </span>
      <span className="text-right text-small whitespace-nowrap text-ink-2 max-tablet:hidden">
        {calendar.lastSuccess === null && calendar.eventsSynced === 0
          ? t("notRead")
          : t("events", { count: calendar.eventsSynced })}
      </span>
      <span className="text-right tablet:min-w-40">
        <RowState calendar={calendar} />
      </span>
      <RowMenu calendar={calendar} onOpenRuns={onOpenRuns} onResync={onResync} />
    </li>
  );
});

/** On healthy rows the word is the time of the proof. */
function RowState({ calendar }: { calendar: CalendarHealth }) {
  const t = useTranslations("calendar.calendars");
  const lost = useLostContact();
  const { isRunning, lastSuccess } = calendar;
  if (isRunning && !lost)
    return (
      <StatusWord state="catchingUp" turning>
        {t("beingRead")}
      </StatusWord>
    );
  const shown = shownOf(calendar, { isRunning, lost });
  if (shown === "healthy" && lastSuccess !== null)
    return (
      <StatusWord state="healthy">
        <RelativeTime at={lastSuccess} />
      </StatusWord>
    );
  return <StatusWord state={shown} />;
}

function RowMenu({ calendar, onOpenRuns, onResync }: RowProps) {
  const t = useTranslations("calendar.calendars");
  const { calendarId, name } = calendar;
  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          size="icon"
          className="-mr-2.5 tablet:size-8"
          aria-label={t("actions", { name: name ?? t("unnamed") })}
        >
          <Ellipsis aria-hidden strokeWidth={1.75} />
        </Button>
      }
    >
      <MenuItem onSelect={() => onResync({ target: { calendarId }, way: "changes" })}>
        <ArrowDownToLine aria-hidden strokeWidth={1.75} />
        {t("readNow")}
      </MenuItem>
      <MenuItem onSelect={() => onResync({ target: { calendarId }, way: "everything" })}>
        <RefreshCw aria-hidden strokeWidth={1.75} />
        {t("resync")}
      </MenuItem>
      <MenuItem onSelect={() => onOpenRuns(calendarId)}>
        <History aria-hidden strokeWidth={1.75} />
        {t("runs")}
      </MenuItem>
    </Menu>
  );
}
