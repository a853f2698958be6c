"use client";

import { useQueryClient } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { useTranslations } from "next-intl";
import { useKeptFresh } from "@/components/live/use-kept-fresh";
import { EmptyState } from "@/components/ui/empty-state";
import { Section, Sheet } from "@/components/ui/sheet";
import { alertsPathOf, type Alert } from "../schema";
import { AlertRow } from "./alert-row";

type Alerts = { alerts: Alert[] };

/** What is open first, then what was. Asked again every half minute, and after whatever one does. */
export function AlertsView({ first, userId }: { first: Alerts; userId: string }) {
  const t = useTranslations("alerts");
  const client = useQueryClient();
  const queryKey = ["alerts", userId];
  const { data, isError } = useKeptFresh<Alerts>({ key: queryKey, path: alertsPathOf(userId), first });
  const open = data.alerts.filter(({ state }) => state !== "resolved");
  const over = data.alerts.filter(({ state }) => state === "resolved");
  const refresh = () => void client.invalidateQueries({ queryKey });
  return (
    <>
      <p role="status" className="text-small text-ink-2 empty:hidden">
        {isError && t("lost")}
      </p>
      <Section id="open" title={t("open")}>
        <Sheet>
          {open.length === 0 ? (
            <EmptyState icon={<BellRing />} title={t("none")}>
              {t("noneMore")}
            </EmptyState>
          ) : (
            <ul>
              {open.map((alert) => (
                <AlertRow key={alert.id} alert={alert} onDone={refresh} />
              ))}
            </ul>
          )}
        </Sheet>
      </Section>
      {over.length > 0 && (
        <Section id="over" title={t("over")}>
          <Sheet>
            <ul>
              {over.map((alert) => (
                <AlertRow key={alert.id} alert={alert} onDone={refresh} />
              ))}
            </ul>
          </Sheet>
        </Section>
      )}
    </>
  );
}
