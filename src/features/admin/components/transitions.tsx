"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section, Sheet, SheetFoot } from "@/components/ui/sheet";
import { StatusWord } from "@/components/ui/status-badge";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toShown } from "@/components/ui/shown-state";
import type { Overview } from "../schema";
import { useCause } from "./use-cause";

type Transition = Overview["transitions"][number];

const FEW = 10;

/** What changed last, of accounts and of providers as a whole. */
export function Transitions({ transitions }: { transitions: readonly Transition[] }) {
  const t = useTranslations("health.transitions");
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? transitions : transitions.slice(0, FEW);
  return (
    <Section id="transitions" title={t("title")} note={t("note")}>
      <Sheet>
        {transitions.length === 0 ? (
          <p className="px-4 py-4 text-small text-ink-2 tablet:px-6 tablet:py-5">{t("nothing")}</p>
        ) : (
          <Table>
            <TableHead>
              <Row>
                <HeadCell>{t("whose")}</HeadCell>
                <HeadCell>{t("from")}</HeadCell>
                <HeadCell>{t("to")}</HeadCell>
                <HeadCell>{t("cause")}</HeadCell>
                <HeadCell right>{t("when")}</HeadCell>
              </Row>
            </TableHead>
            <TableBody>
              {shown.map((each) => (
                <TransitionRow key={`${each.at} ${each.connectionId ?? each.product ?? ""} ${each.to}`} of={each} />
              ))}
            </TableBody>
          </Table>
        )}
        {shown.length < transitions.length && (
          <SheetFoot>
            <Button size="small" onClick={() => setShowsAll(true)}>
              {t("more", { count: transitions.length - shown.length })}
            </Button>
          </SheetFoot>
        )}
      </Sheet>
    </Section>
  );
}

function TransitionRow({ of }: { of: Transition }) {
  const t = useTranslations("health.transitions");
  const states = useTranslations("ui.state");
  const cause = useCause();
  const isWhole = of.subject === "provider";
  const second = [of.product, of.workspaceName].filter((part) => part !== null).join(" · ");
  return (
    <Row>
      <Cell phone="main">
        <NameLines
          name={isWhole ? t("whole", { product: of.product ?? "" }) : (of.userName ?? t("somebody"))}
          second={isWhole ? null : second}
        />
      </Cell>
      <Cell phone="hidden" className="text-ink-2">
        {states(toShown(of.from))}
      </Cell>
      <Cell phone="aside">
        <StatusWord state={toShown(of.to)} />
      </Cell>
      <Cell>{of.cause !== null && cause({ cause: of.cause, sentence: "" })}</Cell>
      <Cell right>
        <RelativeTime at={of.at} />
      </Cell>
    </Row>
  );
}
