"use client";

import { useTranslations } from "next-intl";
import { Metrics } from "@/components/ui/metrics";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ConnectionHealth } from "../schema";
import { useDuration } from "./use-duration";

/** Six figures of an account; on a phone they are folded. */
export function AccountFigures({ connection }: { connection: ConnectionHealth }) {
  const t = useTranslations("calendar.card");
  const metrics = useFigures(connection);
  return (
    <>
      <details className="text-small tablet:hidden">
        <summary className="min-h-11 w-fit py-3 font-medium marker:text-ink-3">{t("figures")}</summary>
        <Metrics metrics={metrics} className="pb-2" />
      </details>
      <Metrics metrics={metrics} className="max-tablet:hidden" />
    </>
  );
}

function useFigures({ calendars, metrics, consecutiveFailures }: ConnectionHealth) {
  const t = useTranslations("calendar.figures");
  const duration = useDuration();
  const number = (value: number) => t("number", { value });
  const isKnown = metrics.eventsSynced > 0 || calendars.some(({ lastSuccess }) => lastSuccess !== null);
  const runs = calendars.flatMap((calendar) => calendar.runs).sort((one, other) => one.at.localeCompare(other.at));
  const last = runs.filter(({ outcome }) => outcome !== "running").at(-1);
  const lastChange = calendars
    .flatMap((calendar) => calendar.lastChange ?? [])
    .sort()
    .at(-1);
  return [
    {
      label: t("kept"),
      ...(isKnown && { value: number(metrics.eventsSynced) }),
      note: t("keptNote", { calendars: calendars.length }),
    },
    {
      label: t("changes"),
      ...(runs.length > 0 && {
        value: number(runs.reduce((sum, { changes }) => sum + changes, 0)),
        note: t("changesNote", { runs: runs.length }),
      }),
    },
    {
      label: t("lastChange"),
      ...(isKnown && { value: lastChange ? <RelativeTime at={lastChange} /> : t("noChange") }),
    },
    {
      label: t("lastRun"),
      ...(last && {
        ...(last.durationMs !== null && { value: duration(last.durationMs) }),
        note: last.outcome === "succeeded" ? t("lastRunNote", { changes: last.changes }) : t("lastRunFailed"),
      }),
    },
    savedFigure(t, calendars),
    { label: t("failures"), value: number(consecutiveFailures), note: t("failuresNote") },
  ];
}

type Translate = ReturnType<typeof useTranslations<"calendar.figures">>;

/** Where a calendar fits on one page no call is spared, only its events: then that is said instead of a bare 0. */
function savedFigure(t: Translate, calendars: ConnectionHealth["calendars"]) {
  const all = calendars.flatMap(({ saved }) => saved ?? []);
  const sum = (of: "calls" | "events") => all.reduce((total, each) => total + each[of], 0);
  if (all.length === 0) return { label: t("saved") };
  const [calls, events] = [sum("calls"), sum("events")];
  return { label: t("saved"), value: t("number", { value: calls }), note: t("savedNote", { calls, events }) };
}
