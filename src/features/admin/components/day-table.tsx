"use client";

import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { HealthHistory } from "../schema";
import { usePercent } from "./use-percent";

type Call = HealthHistory["calls"][number];
type Line = Pick<Call, "day" | "provider" | "product"> & { call: Call | undefined; score: number | undefined };

/** What happened in a day with a provider, newest first. */
function toLines({ calls, scores }: HealthHistory): Line[] {
  const key = ({ day, provider }: { day: string; provider: string }) => `${day} ${provider}`;
  const scoreOf = new Map(scores.map((one) => [key(one), one]));
  const callOf = new Map(calls.map((one) => [key(one), one]));
  return [...new Set([...scoreOf.keys(), ...callOf.keys()])]
    .toSorted()
    .toReversed()
    .flatMap((each) => {
      const [call, score] = [callOf.get(each), scoreOf.get(each)];
      const of = call ?? score;
      return of ? [{ day: of.day, provider: of.provider, product: of.product, call, score: score?.score }] : [];
    });
}

/** The same as the lines that go by days, in figures. */
export function DayTable({ history }: { history: HealthHistory }) {
  const t = useTranslations("health.history");
  const heads = ["callsOf", "failedCalls", "limited", "share", "score"] as const;
  return (
    <details className="text-small">
      <summary className="min-h-11 w-fit cursor-pointer py-2 text-ink-2 tablet:min-h-9">{t("dayTable")}</summary>
      <div
        className="-mx-4 max-h-96 overflow-y-auto tablet:-mx-6"
        tabIndex={0}
        role="region"
        aria-label={t("dayTable")}
      >
        <Table>
          <TableHead>
            <Row>
              <HeadCell>{t("day")}</HeadCell>
              <HeadCell>{t("provider")}</HeadCell>
              {heads.map((name) => (
                <HeadCell key={name} right>
                  {t(name)}
                </HeadCell>
              ))}
            </Row>
          </TableHead>
          <TableBody>
            {toLines(history).map((line) => (
              <Day key={`${line.day} ${line.provider}`} line={line} />
            ))}
          </TableBody>
        </Table>
      </div>
    </details>
  );
}

function Day({ line: { day, product, call, score } }: { line: Line }) {
  const t = useTranslations("health.history");
  const { number } = useFormatter();
  const percent = usePercent();
  const known = (value: number | undefined) => (value === undefined ? t("notKnown") : number(value));
  const share = (of: Call) => (of.callsPerDay === null ? t("perAccount") : percent(of.calls / of.callsPerDay));
  const figures = [
    { name: "callsOf", value: known(call?.calls) },
    { name: "failedCalls", value: known(call?.failures) },
    { name: "limited", value: known(call?.rateLimited) },
    { name: "share", value: call ? share(call) : t("notKnown") },
    { name: "score", value: known(score) },
  ] as const;
  return (
    <Row>
      <Cell phone="main">
        <DateTime at={`${day}T12:00:00.000Z`} form="date" />
      </Cell>
      <Cell>{product}</Cell>
      {figures.map(({ name, value }) => (
        <Cell key={name} right>
          <span aria-hidden className="text-ink-3 tablet:hidden">
            {t(name)}{" "}
          </span>
          {value}
        </Cell>
      ))}
    </Row>
  );
}
