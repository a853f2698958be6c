"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Progress } from "@/components/ui/progress";
import type { CalendarHealth, ConnectionHealth } from "../schema";

/** A read that is going on: of which calendar, and how far. The old proof stays visible with its age. */
export function ReadingProgress({ connection, account }: { connection: ConnectionHealth; account: string }) {
  const t = useTranslations("calendar");
  const { calendars } = connection;
  const first = findReading(calendars);
  if (!first) return null;
  const { read, about } = first.progress ?? { read: 0, about: null };
  const name = first.name ?? t("calendars.unnamed");
  const b = (text: ReactNode) => <b>{text}</b>;
  return (
    <Progress
      label={t("progress.label", { account })}
      done={read}
      of={about ?? undefined}
      aside={calendars.length > 1 && t("progress.several", { at: calendars.indexOf(first) + 1, of: calendars.length })}
    >
      {about === null
        ? t.rich("progress.counting", { name, events: read, b })
        : t.rich("progress.counted", { name, events: read, about, b })}
    </Progress>
  );
}

/** The one that is read at this moment, or waits in the middle of it. */
function findReading(calendars: readonly CalendarHealth[]): CalendarHealth | undefined {
  return calendars.find(({ isRunning }) => isRunning) ?? calendars.find(({ state }) => state === "catching_up");
}
