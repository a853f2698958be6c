"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Meter } from "@/components/ui/progress";
import { DateTime } from "@/components/ui/date-time";
import { Section, Sheet } from "@/components/ui/sheet";
import { StatusWord } from "@/components/ui/status-badge";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toShown } from "@/components/ui/shown-state";
import { countOf, type OverseenProvider } from "../schema";
import type { ChangeSearch } from "./use-health-search";
import { usePercent } from "./use-percent";
import { useSpan } from "./use-span";
import { worstOf } from "./worst-of";

type Props = { providers: readonly OverseenProvider[]; change: ChangeSearch };

/** A light per provider: its worst state, how many are in it, and how much was proven in time. */
export function ProviderTable({ providers, change }: Props) {
  const t = useTranslations("health.providers");
  return (
    <Section id="providers" title={t("title")} note={t("note")}>
      <Sheet>
        <Table>
          <TableHead>
            <Row>
              <HeadCell>{t("provider")}</HeadCell>
              <HeadCell right>{t("connections")}</HeadCell>
              <HeadCell right>{t("within")}</HeadCell>
              <HeadCell right>{t("p50")}</HeadCell>
              <HeadCell right>{t("p95")}</HeadCell>
              <HeadCell right>{t("p99")}</HeadCell>
              <HeadCell right>{t("callsToday")}</HeadCell>
              <HeadCell>{t("budget")}</HeadCell>
            </Row>
          </TableHead>
          <TableBody>
            {providers.map((provider) => (
              <Provider key={provider.provider} of={provider} change={change} />
            ))}
          </TableBody>
        </Table>
      </Sheet>
    </Section>
  );
}

function Provider({ of, change }: { of: OverseenProvider; change: ChangeSearch }) {
  const t = useTranslations("health.providers");
  const { number } = useFormatter();
  const percent = usePercent();
  const span = useSpan();
  const { provider, product, party, connections, states, freshness, calls, outage } = of;
  const acting = countOf(states, "needs_reconnecting", "disabled");
  const today = calls.at(-1);
  const known = (ms: number | null) => (ms === null ? <span className="text-ink-3">{t("notKnown")}</span> : span(ms));
  return (
    <Row>
      <Cell phone="main">
        <NameLines className="tablet:min-w-44" name={product} second={outage ? t("away", { party }) : party} />
        <Light of={of} />
      </Cell>
      <Cell right>
        <span className="block">
          <button
            type="button"
            className="min-h-11 underline tablet:min-h-0 decoration-ink-3 decoration-dotted underline-offset-3 tablet:whitespace-nowrap"
            onClick={() => change({ provider, state: "all" }, { to: "people" })}
          >
            {t("accounts", { count: connections })}
          </button>
        </span>
        {acting > 0 && (
          <span className="block text-micro text-bad-text tablet:whitespace-nowrap">
            {t("acting", { count: acting })}
          </span>
        )}
      </Cell>
      <Cell right phone="hidden" className="whitespace-nowrap">
        {freshness.calendars === 0 ? known(null) : percent(freshness.within / freshness.calendars)}
      </Cell>
      <Cell right phone="hidden" className="whitespace-nowrap">
        {known(freshness.p50Ms)}
      </Cell>
      <Cell right phone="hidden" className="whitespace-nowrap">
        {known(freshness.p95Ms)}
      </Cell>
      <Cell right phone="hidden" className="whitespace-nowrap">
        {known(freshness.p99Ms)}
      </Cell>
      <Cell right phone="hidden" className="whitespace-nowrap">
        {number(today?.calls ?? 0)}
      </Cell>
      <Cell phone="hidden" className="min-w-36">
        <Budget of={of} calls={today?.calls ?? 0} />
      </Cell>
    </Row>
  );
}

function Light({ of: { states, outage } }: { of: OverseenProvider }) {
  const t = useTranslations("health.providers");
  const worst = outage ? "provider_outage" : worstOf(states);
  if (worst === null) return <StatusWord state="paused">{t("unused")}</StatusWord>;
  return <StatusWord state={toShown(worst)} />;
}

/** What a project may call in a day, where the provider counts projects; and whom it has asked to slow down. */
function Budget({ of: { callsPerDay, ready, slowed, product }, calls }: { of: OverseenProvider; calls: number }) {
  const t = useTranslations("health.providers");
  const percent = usePercent();
  return (
    <div className="grid gap-1 py-1 text-micro">
      {callsPerDay === null ? (
        <span className="text-ink-3">{t("perAccount")}</span>
      ) : (
        <>
          <span>{t("used", { share: percent(calls / callsPerDay), of: callsPerDay })}</span>
          <Meter label={t("budgetOf", { product })} used={calls / callsPerDay} />
        </>
      )}
      {ready && <span className="text-ink-3">{t("ready", { calls: ready.calls, of: ready.of })}</span>}
      {slowed && (
        <span className="text-late-text">
          {t.rich("slowed", { count: slowed.count, time: () => <DateTime at={slowed.until} /> })}
        </span>
      )}
    </div>
  );
}
