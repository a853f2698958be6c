"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Metrics } from "@/components/ui/metrics";
import type { Account, PushMetrics } from "../schema";
import { usePushRead } from "./use-push";

/** What came within a week and how long it took until it was in the calendar here. */
export function PushFigures({ account }: { account: Account }) {
  const t = useTranslations("push.figures");
  const { number } = useFormatter();
  const { data } = usePushRead<PushMetrics>("metrics", account);
  const channels = data?.channels ?? [];
  const sum = (pick: (channel: (typeof channels)[number]) => number) =>
    channels.reduce((total, channel) => total + pick(channel), 0);
  const processed = sum((channel) => channel.processed);
  const average = processed === 0 ? null : sum((each) => (each.averageMs ?? 0) * each.processed) / processed;
  const slow = channels.reduce<number | null>(
    (most, { p95Ms }) => (p95Ms !== null && p95Ms > (most ?? -1) ? p95Ms : most),
    null,
  );
  const seconds = (ms: number | null) =>
    ms === null ? undefined : t("seconds", { seconds: number(ms / 1_000, { maximumFractionDigits: 1 }) });
  return (
    <Metrics
      className="desk:grid-cols-5"
      metrics={[
        { label: t("received"), value: data && number(sum((channel) => channel.received)), note: t("week") },
        { label: t("average"), value: seconds(average) },
        { label: t("p95"), value: seconds(slow) },
        { label: t("waiting"), value: data && number(sum((channel) => channel.waiting)) },
        { label: t("failed"), value: data && number(sum((channel) => channel.failed)) },
      ]}
    />
  );
}
