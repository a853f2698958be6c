import { useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet } from "@/components/ui/sheet";
import { StatusWord } from "@/components/ui/status-badge";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { InstanceShape } from "@/server/people/shapes";

type Worker = InstanceShape["workers"][number];

export function WorkerTable({ workers }: { workers: readonly Worker[] }) {
  const t = useTranslations("health");
  return (
    <Sheet>
      <Table>
        <TableHead>
          <Row>
            <HeadCell>{t("worker")}</HeadCell>
            <HeadCell>{t("state")}</HeadCell>
            <HeadCell>{t("version")}</HeadCell>
            <HeadCell right>{t("started")}</HeadCell>
            <HeadCell right>{t("heartbeat")}</HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {workers.map((worker) => (
            <Row key={worker.id}>
              <Cell phone="main">
                <NameLines name={worker.name} second={worker.kind} />
              </Cell>
              <Cell phone="aside">
                <WorkerState worker={worker} />
              </Cell>
              <Cell phone="hidden">
                <code className="font-mono text-[12.5px]">{worker.version}</code>
              </Cell>
              <Cell right phone="hidden">
                <DateTime at={worker.startedAt} />
              </Cell>
              <Cell right>
                <RelativeTime at={worker.lastBeatAt} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Sheet>
  );
}

/** Alive is green because its heartbeat, with its time, stands in the same row. */
function WorkerState({ worker }: { worker: Worker }) {
  const t = useTranslations("health");
  if (worker.alive) return <StatusWord state="healthy">{t("alive")}</StatusWord>;
  return worker.stoppedAt ? (
    <StatusWord state="paused">{t("stopped")}</StatusWord>
  ) : (
    <StatusWord state="late">{t("silent")}</StatusWord>
  );
}
