"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusWord } from "@/components/ui/status-badge";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { Sheet } from "@/components/ui/sheet";
import type { Overview } from "../schema";
import { useAction } from "./use-action";
import { useWorkWords } from "./use-work-words";

type Breaker = Overview["breakers"][number];
type Props = { breakers: readonly Breaker[]; mayAct: boolean; onChanged: () => void };

/** What is left alone for a while because it failed: a provider as a whole, or one account. */
export function Breakers({ breakers, mayAct, onChanged }: Props) {
  const t = useTranslations("health.breakers");
  return (
    <Sheet>
      <header className="flex items-center justify-between gap-3 px-4 pt-4 pb-1 tablet:px-6">
        <h3 className="text-body font-semibold">{t("title")}</h3>
        <StatusWord state={breakers.length === 0 ? "healthy" : "late"}>
          {t("count", { count: breakers.length })}
        </StatusWord>
      </header>
      {breakers.length === 0 ? (
        <p className="px-4 pb-4 text-small text-ink-2 tablet:px-6 tablet:pb-5">{t("none")}</p>
      ) : (
        <Table>
          <TableHead>
            <Row>
              <HeadCell>{t("what")}</HeadCell>
              <HeadCell>{t("state")}</HeadCell>
              <HeadCell>{t("cause")}</HeadCell>
              <HeadCell right>{t("since")}</HeadCell>
              <HeadCell right>{t("until")}</HeadCell>
              <HeadCell right>
                <span className="sr-only">{t("action")}</span>
              </HeadCell>
            </Row>
          </TableHead>
          <TableBody>
            {breakers.map((breaker) => (
              <BreakerRow key={`${breaker.workspaceId} ${breaker.key}`} {...{ breaker, mayAct, onChanged }} />
            ))}
          </TableBody>
        </Table>
      )}
    </Sheet>
  );
}

function BreakerRow({ breaker, mayAct, onChanged }: Omit<Props, "breakers"> & { breaker: Breaker }) {
  const t = useTranslations("health.breakers");
  const { run, isPending } = useAction(onChanged);
  const { sayFailure } = useWorkWords();
  const { workspaceId, key, product, userName, connectionId, state, openedAt, until, cause } = breaker;
  const name = connectionId === null ? t("whole", { product }) : (userName ?? product);
  return (
    <Row>
      <Cell phone="main">
        <NameLines name={name} second={connectionId === null ? null : product} />
      </Cell>
      <Cell phone="aside">
        <StatusWord state={connectionId === null ? "outage" : "late"}>{t(state)}</StatusWord>
      </Cell>
      <Cell>{cause === null ? t("noCause") : <span title={cause}>{sayFailure(cause)}</span>}</Cell>
      <Cell right phone="hidden">
        {openedAt && <RelativeTime at={openedAt} />}
      </Cell>
      <Cell right phone="hidden">
        {until && <RelativeTime at={until} />}
      </Cell>
      <Cell right phone="action">
        {mayAct && (
          <Button
            size="small"
            look="quiet"
            pending={isPending}
            aria-label={t("resetNamed", { name })}
            onClick={() =>
              run({
                path: `/api/v1/admin/workspaces/${workspaceId}/breakers/reset`,
                body: { key },
                done: t("done", { name }),
              })
            }
          >
            {t("reset")}
          </Button>
        )}
      </Cell>
    </Row>
  );
}
