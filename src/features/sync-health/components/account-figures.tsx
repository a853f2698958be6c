"use client";

import { useTranslations } from "next-intl";
import { Metrics } from "@/components/ui/metrics";
import { RelativeTime } from "@/components/ui/relative-time";
import { useClock } from "@/components/ui/use-clock";
import type { ConnectionHealth } from "../schema";
import { useDuration } from "./use-duration";

/** Six figures of an account; on a phone they are folded. */
export function AccountFigures({ connection }: { connection: ConnectionHealth }) {
  const t = useTranslations("calendar.card");
  const metrics = useFigures(connection);
  return (
    <>
      <details className="text-small tablet:hidden">
        <summary className="flex min-h-11 w-fit items-center py-3 font-medium marker:text-ink-3">
          {t("figures")}
        </summary>
        <Metrics metrics={metrics} className="pb-2" />
      </details>
      <Metrics metrics={metrics} className="max-tablet:hidden" />
    </>
  );
}

function useFigures(connection: ConnectionHealth) {
  const t = useTranslations("calendar.figures");
  const duration = useDuration();
  const delivery = useDelivery(connection);
  const signIn = useSignIn(connection);
  const { calendars, metrics, consecutiveFailures } = connection;
  const number = (value: number) => t("number", { value });
  const isKnown = metrics.eventsSynced > 0 || calendars.some(({ lastSuccess }) => lastSuccess !== null);
  const runs = calendars.flatMap((calendar) => calendar.runs);
  const last = runs
    .filter(({ outcome }) => outcome !== "running")
    .sort((one, other) => one.at.localeCompare(other.at))
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
      label: t("lastRun"),
      ...(last && {
        value: last.durationMs === null ? undefined : duration(last.durationMs),
        note: last.outcome === "succeeded" ? t("lastRunNote", { changes: last.changes }) : t("lastRunFailed"),
      }),
    },
    { label: t("failures"), value: number(consecutiveFailures), note: t("failuresNote") },
    delivery,
    signIn,
  ];
}

function useDelivery({ calendars }: ConnectionHealth) {
  const t = useTranslations("calendar.figures");
  const pushed = calendars.find(({ delivery }) => delivery.by === "push");
  const lastNotified = pushed?.delivery.lastNotified;
  const shortest = Math.min(...calendars.flatMap(({ nextSync }) => nextSync?.intervalSeconds ?? []));
  if (pushed)
    return {
      label: t("delivery"),
      value: t("push"),
      note: lastNotified
        ? t.rich("pushNote", { time: () => <RelativeTime at={lastNotified} stop={false} /> })
        : t("pushNever"),
    };
  return {
    label: t("delivery"),
    value: t("polling"),
    ...(Number.isFinite(shortest) && { note: t("pollingNote", { minutes: Math.max(1, Math.round(shortest / 60)) }) }),
  };
}

const signInWords = {
  healthy: "signInHealthy",
  expiring_soon: "signInEnds",
  refresh_failing: "signInFailing",
  expired: "signInEnded",
  needs_reauth: "signInEnded",
  missing: "signInEnded",
} as const;

function useSignIn({ token, tokenExpiry }: ConnectionHealth) {
  const t = useTranslations("calendar.figures");
  const { clock } = useClock();
  const isGood = token.health === "healthy";
  return {
    label: t("signIn"),
    value: t(signInWords[token.health]),
    ...(isGood && tokenExpiry && { note: t("signInNote", { time: clock(new Date(tokenExpiry)) }) }),
    ...(token.health === "missing" && { note: t("signInNoteNone") }),
  };
}
