"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useHeardAtMs, useLostContact } from "@/components/live/live-query";
import { HealthBanner } from "@/components/ui/health-banner";
import { RelativeTime } from "@/components/ui/relative-time";
import type { State } from "@/components/ui/state-glyph";
import { provenAt, type ConnectionHealth, type Health } from "../schema";
import { chooseVerdict, type Verdict } from "./choose-verdict";

type Words = { state: State; title: string; facts: ReactNode };
type Translate = ReturnType<typeof useTranslations<"calendar.verdict">>;
type Say = (verdict: Verdict, health: Health, t: Translate) => Words;

const time = (at: string | null) => ({
  proof: at === null ? "none" : "known",
  time: () => at !== null && <RelativeTime at={at} />,
});
const provenBeside = ({ syncs }: Health) => syncs.filter(({ state }) => state === "healthy").length;
const oldest = (first: ConnectionHealth) => time(provenAt(first) ?? first.lastSync);

const say: {
  [Kind in Verdict["kind"]]: (verdict: Extract<Verdict, { kind: Kind }>, health: Health, t: Translate) => Words;
} = {
  nothing: (_, __, t) => ({ state: "unknown", title: t("unknown"), facts: null }),
  reconnect: ({ first, count }, health, t) => ({
    state: "reconnect",
    title: t("reconnect", { count, product: first.product }),
    facts: t.rich("reconnectFacts", { ...oldest(first), proven: provenBeside(health) }),
  }),
  held: ({ first, calendar }, _, t) => ({
    state: "late",
    title: t("held", { party: first.party, calendar: calendar.name ?? first.product }),
    facts: t("heldFacts"),
  }),
  disabled: ({ first, count }, _, t) => ({
    state: "disabled",
    title: t("disabled", { count, product: first.product }),
    facts: t.rich("disabledFacts", oldest(first)),
  }),
  outage: ({ first }, _, t) => ({
    state: "outage",
    title: t("outage", { party: first.party }),
    facts: t.rich("outageFacts", { ...oldest(first), party: first.party }),
  }),
  late: ({ first, calendars }, _, t) => ({
    state: "late",
    title: t("late", { calendars }),
    facts: t.rich("lateFacts", oldest(first)),
  }),
  unknown: ({ calendars }, _, t) => ({
    state: "unknown",
    title: t("unknown"),
    facts: t("unknownFacts", { calendars }),
  }),
  waiting: ({ calendars }, _, t) => ({
    state: "unknown",
    title: t("waiting"),
    facts: t("waitingFacts", { calendars }),
  }),
  catchingUp: ({ calendars, events }, _, t) => ({
    state: "catchingUp",
    title: t("catchingUp", { calendars }),
    facts: t("catchingUpFacts", { events }),
  }),
  paused: (_, __, t) => ({ state: "paused", title: t("paused"), facts: t("pausedFacts") }),
  proven: ({ lastChange }, { summary }, t) => ({
    state: "healthy",
    title: t("proven"),
    facts: t.rich("provenFacts", {
      change: lastChange === null ? "none" : "known",
      time: () => lastChange !== null && <RelativeTime at={lastChange} />,
      accounts: summary.totalSyncs,
      calendars: summary.totalCalendars,
    }),
  }),
};

type Props = { health: Health; action: (verdict: Verdict) => ReactNode; children: ReactNode };

/** The page in one sentence, and the one action that helps most. */
export function VerdictBanner({ health, action, children }: Props) {
  const t = useTranslations("calendar.verdict");
  const lost = useLostContact();
  const heardAtMs = useHeardAtMs();
  const verdict = chooseVerdict(health);
  if (lost && heardAtMs !== null) {
    const heard = new Date(heardAtMs).toISOString();
    return (
      <HealthBanner
        isAnnounced={false}
        state="unknown"
        title={t("lost")}
        facts={t.rich("lostFacts", { time: () => <RelativeTime at={heard} /> })}
      >
        {children}
      </HealthBanner>
    );
  }
  const { state, title, facts } = (say[verdict.kind] as Say)(verdict, health, t);
  return (
    <HealthBanner isAnnounced={false} state={state} title={title} facts={facts} action={action(verdict)}>
      {children}
    </HealthBanner>
  );
}
