"use client";

import { useFormatter, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section, Sheet } from "@/components/ui/sheet";
import { StatusWord } from "@/components/ui/status-badge";
import { useSendingWords } from "@/components/ui/use-sending-words";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Overview } from "../schema";

type Way = Overview["ways"][number];
const known = ["email", "slack", "teams", "sms", "webhook"] as const;

/** Whether messages would go out: each way is tried once a day when nothing else went there. */
export function Ways({ ways }: { ways: readonly Way[] }) {
  const t = useTranslations("health.ways");
  return (
    <Section id="ways" title={t("title")} note={t("note")}>
      <Sheet>
        <Table>
          <TableHead>
            <Row>
              <HeadCell>{t("way")}</HeadCell>
              <HeadCell right>{t("addresses")}</HeadCell>
              <HeadCell right>{t("tested")}</HeadCell>
              <HeadCell right>{t("state")}</HeadCell>
            </Row>
          </TableHead>
          <TableBody>
            {ways.map((way) => (
              <WayRow key={way.channel} way={way} />
            ))}
          </TableBody>
        </Table>
      </Sheet>
    </Section>
  );
}

function WayRow({ way: { channel, addresses, failing, disabled, workedAt, testedAt, code } }: { way: Way }) {
  const t = useTranslations("health.ways");
  const why = useSendingWords();
  const { number } = useFormatter();
  const name = known.find((id) => id === channel);
  const tried = [workedAt, testedAt]
    .filter((at) => at !== null)
    .toSorted()
    .at(-1);
  const bad = failing + disabled;
  return (
    <Row>
      <Cell phone="main" className="font-medium">
        {name === undefined ? channel : t(`channels.${name}`)}
      </Cell>
      <Cell right phone={channel === "email" ? "hidden" : "below"}>
        <span className="text-ink-3 tablet:hidden">{t("addresses")} </span>
        {channel === "email" ? "" : number(addresses)}
      </Cell>
      <Cell right>
        <span className="text-ink-3 tablet:hidden">{t("tested")} </span>
        {tried === undefined ? t("never") : <RelativeTime at={tried} />}
      </Cell>
      <Cell right phone="aside">
        <StatusWord state={bad > 0 ? "reconnect" : tried === undefined ? "unknown" : "healthy"}>
          {bad > 0
            ? t("failing", { count: bad, why: code === null ? "none" : why(code) })
            : t(tried === undefined ? "untried" : "works")}
        </StatusWord>
      </Cell>
    </Row>
  );
}
