import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { HealthBanner } from "@/components/ui/health-banner";
import { patienceMinutes, type InstanceVerdict } from "./assess-instance";

export function InstanceBanner({ verdict, children }: { verdict: InstanceVerdict; children: ReactNode }) {
  const t = useTranslations("health");
  switch (verdict.kind) {
    case "well":
      return (
        <HealthBanner state="healthy" title={t("well")} facts={t("wellFacts", { alive: verdict.alive })}>
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
