"use client";

import { useTranslations } from "next-intl";
import type { CalendarHealth, Health } from "../schema";
import { HeldDialog } from "./held-dialog";
import { RunsDialog } from "./runs-dialog";
import { SetAsideDialog } from "./set-aside-dialog";

export type Opened =
  { kind: "runs"; calendarId: string } | { kind: "setAside" | "held"; calendar: CalendarHealth; party: string };

type Props = { health: Health; opened: Opened | null; onClose: () => void; onChanged: () => void };

/** What opens over the page, one at a time. */
export function HealthDialogs({ health, opened, onClose, onChanged }: Props) {
  const t = useTranslations("calendar.calendars");
  const nameOf = (calendarId: string) =>
    health.syncs.flatMap(({ calendars }) => calendars).find((each) => each.calendarId === calendarId)?.name ??
    t("unnamed");
  const subject = (kind: "setAside" | "held") =>
    opened?.kind === kind
      ? { calendar: opened.calendar, name: nameOf(opened.calendar.calendarId), party: opened.party }
      : null;
  const runsOf = opened?.kind === "runs" ? opened.calendarId : null;
  return (
    <>
      <RunsDialog calendarId={runsOf} name={runsOf === null ? "" : nameOf(runsOf)} onClose={onClose} />
      <SetAsideDialog subject={subject("setAside")} onClose={onClose} onChanged={onChanged} />
      <HeldDialog subject={subject("held")} onClose={onClose} onChanged={onChanged} />
    </>
  );
}
