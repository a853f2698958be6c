"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Section, Sheet, SheetFoot } from "@/components/ui/sheet";
import { StatusWord } from "@/components/ui/status-badge";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Overview } from "../schema";
import { Anomalies } from "./anomalies";

type Objective = Overview["objectives"][number];

/** How reliable reading was, what is left of the budget for errors, and how fast it burns. */
export function Objectives({ overview: { objectives, objectivePercent, anomalies } }: { overview: Overview }) {
  const t = useTranslations("health.objectives");
  if (objectives.length === 0) return null;
  return (
    <Section id="objectives" title={t("title")} note={t("note", { percent: objectivePercent })}>
      <Sheet>
        <Table>
          <TableHead>
            <Row>
              <HeadCell>{t("provider")}</HeadCell>
              <HeadCell right>{t("availability")}</HeadCell>
              <HeadCell right>{t("budget")}</HeadCell>
              <HeadCell right>{t("burns")}</HeadCell>
              <HeadCell right>{t("state")}</HeadCell>
            </Row>
          </TableHead>
          <TableBody>
            {objectives.map((objective) => (
              <ObjectiveRow key={objective.provider} objective={objective} />
            ))}
          </TableBody>
        </Table>
        <Anomalies anomalies={anomalies} />
        <SheetFoot>{t("explained")}</SheetFoot>
      </Sheet>
    </Section>
  );
}

function ObjectiveRow({ objective: { product, runs, availability, budgetLeft, burns } }: { objective: Objective }) {
  const t = useTranslations("health.objectives");
  const { number } = useFormatter();
  const percent = (share: number | null, digits: number) =>
    share === null ? t("unknown") : number(share, { style: "percent", maximumFractionDigits: digits });
  const worst = burns.find(({ isBurning }) => isBurning);
  const state = worst === undefined ? "healthy" : worst.rate > 1 ? "reconnect" : "late";
  return (
    <Row>
      <Cell phone="main" className="font-medium">
        {product}
      </Cell>
      <Cell right title={t("runs", { runs })}>
        <span className="text-ink-3 tablet:hidden">{t("availability")} </span>
        {percent(availability, 2)}
      </Cell>
      <Cell right>
        <span className="text-ink-3 tablet:hidden">{t("budget")} </span>
        {percent(budgetLeft, 0)}
      </Cell>
      <Cell right className="tabular-nums">
        <span className="text-ink-3 tablet:hidden">{t("burns")} </span>
        {burns.map(({ burn }) => (burn === null ? "–" : number(burn, { maximumFractionDigits: 1 }))).join(" · ")}
      </Cell>
      <Cell right phone="aside">
        <StatusWord state={state}>{worst === undefined ? t("calm") : t("burning", { rate: worst.rate })}</StatusWord>
      </Cell>
    </Row>
  );
}
