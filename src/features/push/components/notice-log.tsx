"use client";

import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import type { State } from "@/components/ui/state-glyph";
import { StatusWord } from "@/components/ui/status-badge";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Account, PushLog, PushNotice } from "../schema";
import { usePushRead } from "./use-push";

const shown: Readonly<Record<PushNotice["outcome"], State>> = {
  processed: "healthy",
  superseded: "healthy",
  waiting: "catchingUp",
  failed: "late",
  given_up: "reconnect",
};

/** The newest notifications with what became of them. */
export function NoticeLog({ account }: { account: Account }) {
  const t = useTranslations("push.log");
  const { number } = useFormatter();
  const { data } = usePushRead<PushLog>("log", account);
  if (!data) return null;
  return (
    <section aria-label={t("title")}>
      <h3 className="mb-1.5 text-small font-semibold">{t("title")}</h3>
      {data.notices.length === 0 ? (
        <p className="text-small text-ink-2">{t("none")}</p>
      ) : (
        <div className="-mx-5 max-h-80 overflow-y-auto tablet:-mx-6" tabIndex={0} role="group" aria-label={t("title")}>
          <Table>
            <TableHead>
              <Row>
                <HeadCell>{t("when")}</HeadCell>
                <HeadCell>{t("kind")}</HeadCell>
                <HeadCell>{t("outcome")}</HeadCell>
                <HeadCell right>{t("took")}</HeadCell>
              </Row>
            </TableHead>
            <TableBody>
              {data.notices.map(({ id, receivedAt, kind, outcome, tookMs, code }) => (
                <Row key={id}>
                  <Cell phone="main" className="whitespace-nowrap">
                    <DateTime at={receivedAt} form="full" />
                  </Cell>
                  <Cell phone="below">{t(`kinds.${kind}`)}</Cell>
                  <Cell phone="below">
                    <StatusWord state={shown[outcome]}>{t(`outcomes.${outcome}`)}</StatusWord>
                    {code && <span className="ml-1.5 font-mono text-micro text-ink-2">{code}</span>}
                  </Cell>
                  <Cell right phone="aside" className="whitespace-nowrap">
                    {tookMs !== null && t("seconds", { seconds: number(tookMs / 1_000, { maximumFractionDigits: 1 }) })}
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
    </section>
  );
}
