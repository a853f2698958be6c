"use client";

import { useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/api/problem-notice";
import { CopyButton } from "@/components/ui/copy-button";
import { DateTime } from "@/components/ui/date-time";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusWord } from "@/components/ui/status-badge";
import type { State } from "@/components/ui/state-glyph";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { RunDetail } from "../schema";
import { toBar } from "./gather-bars";
import { useDuration } from "./use-duration";
import { useRead } from "./use-read";

type Props = { calendarId: string | null; name: string; onClose: () => void };

/** The history of a calendar: each run with what it read, and with the id to quote when it failed. */
export function RunsDialog({ calendarId, name, onClose }: Props) {
  const t = useTranslations("calendar.runs");
  return (
    <Dialog open={calendarId !== null} onClose={onClose} title={t("title", { name })} place="wide">
      <DialogBody className="px-0 tablet:px-0">{calendarId && <Runs calendarId={calendarId} />}</DialogBody>
    </Dialog>
  );
}

function Runs({ calendarId }: { calendarId: string }) {
  const t = useTranslations("calendar.runs");
  const { data, error, isPending } = useRead<{ runs: RunDetail[] }>(`/api/v1/calendar/calendars/${calendarId}/runs`);
  if (isPending) return <SkeletonRows rows={4} />;
  if (error)
    return (
      <div className="px-5 tablet:px-6">
        <ProblemNotice problem={error} />
      </div>
    );
  if (data.runs.length === 0) return <p className="px-5 py-4 text-ink-2 tablet:px-6">{t("none")}</p>;
  return (
    <Table>
      <TableHead>
        <Row>
          <HeadCell>{t("when")}</HeadCell>
          <HeadCell>{t("outcome")}</HeadCell>
          <HeadCell>{t("why")}</HeadCell>
          <HeadCell>{t("changes")}</HeadCell>
          <HeadCell right>{t("took")}</HeadCell>
          <HeadCell right>{t("calls")}</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {data.runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </TableBody>
    </Table>
  );
}

const states: Readonly<Record<ReturnType<typeof toBar>, State>> = {
  proven: "healthy",
  late: "late",
  outage: "outage",
  failed: "reconnect",
  working: "catchingUp",
  none: "unknown",
};

function RunRow({ run }: { run: RunDetail }) {
  const t = useTranslations("calendar.runs");
  const duration = useDuration();
  const { at, outcome, trigger, kind, code, requestId, added, changed, removed, drift, driftOf } = run;
  const has = (key: string) => t.has(key as "outcomes.failed");
  const word = (group: "triggers" | "kinds", id: string) => {
    const key = `${group}.${id}`;
    return has(key) ? t(key as "kinds.full") : id;
  };
  return (
    <Row>
      <Cell phone="main" className="whitespace-nowrap">
        <DateTime at={at} form="full" />
      </Cell>
      <Cell phone="below">
        <StatusWord state={states[toBar(run)]}>{t(`outcomes.${outcome}`)}</StatusWord>
        {code && (
          <span className="mt-0.5 flex items-center gap-1 font-mono text-micro text-ink-2">
            <span className="wrap-anywhere">{code}</span>
            {requestId && <CopyButton text={requestId} label={t("request", { id: requestId })} iconOnly />}
          </span>
        )}
      </Cell>
      <Cell phone="below">
        {word("triggers", trigger)}
        <span className="block text-micro text-ink-3">{word("kinds", kind)}</span>
      </Cell>
      <Cell phone="below">
        {added + changed + removed > 0 ? t("changed", { added, changed, removed }) : t("unchanged")}
        {drift > 0 && <span className="block text-micro text-ink-3">{t("drift", { count: drift, ...driftOf })}</span>}
      </Cell>
      <Cell right phone="aside" className="whitespace-nowrap">
        {run.durationMs === null ? "" : duration(run.durationMs)}
      </Cell>
      <Cell right phone="hidden" className="whitespace-nowrap">
        {t("callsNote", { calls: run.calls, retries: run.retries })}
      </Cell>
    </Row>
  );
}
