"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useLostContact } from "@/components/live/live-page";
import { HealthBanner } from "@/components/ui/health-banner";
import { RelativeTime } from "@/components/ui/relative-time";
import { patienceMinutes, type InstanceVerdict } from "./assess-instance";

type Props = { verdict: InstanceVerdict; lastBeatAt: string | null; drawnAt: string; children: ReactNode };

/** What the server found, for as long as the page still hears from it. */
export function InstanceBanner({ verdict, lastBeatAt, drawnAt, children }: Props) {
  const t = useTranslations("health");
  const lost = useLostContact();
  if (lost) {
    return (
      <HealthBanner
        state="unknown"
        title={t("lost")}
        facts={t.rich("lostFacts", { time: () => <RelativeTime at={drawnAt} href="#workers" /> })}
      >
        {children}
      </HealthBanner>
    );
  }
  switch (verdict.kind) {
    case "well":
      return (
        <HealthBanner
          state="healthy"
          title={t("well")}
          facts={t.rich("wellFacts", {
            alive: verdict.alive,
            time: () => <RelativeTime at={lastBeatAt ?? drawnAt} href="#workers" />,
          })}
        >
          {children}
        </HealthBanner>
      );
    case "behind":
      return (
        <HealthBanner
          state="late"
          title={t("behind", { minutes: patienceMinutes })}
          facts={t("behindFacts", { due: verdict.due, minutes: verdict.minutes })}
        >
          {children}
        </HealthBanner>
      );
    case "no worker":
      return (
        <HealthBanner
          state="reconnect"
          label={t("needsYou")}
          title={t("noWorker")}
          facts={t("noWorkerFacts", { due: verdict.due })}
        >
          {children}
        </HealthBanner>
      );
  }
}
