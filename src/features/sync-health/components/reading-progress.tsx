"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Progress } from "@/components/ui/progress";
import type { ConnectionHealth } from "../schema";

/** A read that is going on: of which calendar, and how far. The old proof stays visible with its age. */
export function ReadingProgress({ connection, account }: { connection: ConnectionHealth; account: string }) {
  const t = useTranslations("calendar");
  const { calendars } = connection;
  const reading = calendars.filter(({ isRunning, state }) => isRunning || state === "catching_up");
  const first = reading.find(({ isRunning }) => isRunning) ?? reading[0];
  if (!first) return null;
  const about = first.progress?.about ?? null;
  const at = calendars.indexOf(first) + 1;
  return (
    <Progress
      label={t("progress.label", { account })}
      done={first.progress?.read ?? 0}
      of={about ?? undefined}
      aside={calendars.length > 1 && t("progress.several", { at, of: calendars.length })}
    >
      {t.rich(about === null ? "progress.counting" : "progress.counted", {
        name: first.name ?? t("calendars.unnamed"),
        events: first.progress?.read ?? 0,
        about: about ?? 0,
        b: (text: ReactNode) => <b>{text}</b>,
      })}
    </Progress>
  );
}
