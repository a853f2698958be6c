"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Section, Sheet } from "@/components/ui/sheet";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { OverseenProvider } from "../schema";

/** Sign-ins by state: those that renew themselves, those that fail to, those that end, and those only a person renews. */
export function Tokens({ providers }: { providers: readonly OverseenProvider[] }) {
  const t = useTranslations("health.tokens");
  const { number } = useFormatter();
  return (
    <Section id="tokens" title={t("title")} note={t("note")}>
      <Sheet>
        <Table>
          <TableHead>
            <Row>
              <HeadCell>{t("provider")}</HeadCell>
              <HeadCell right>{t("good")}</HeadCell>
              <HeadCell right>{t("failing")}</HeadCell>
              <HeadCell right>{t("endingSoon")}</HeadCell>
              <HeadCell right>{t("lost")}</HeadCell>
            </Row>
          </TableHead>
          <TableBody>
            {providers.map(({ provider, product, grants: { all, lost, failing, endingSoon } }) => (
              <Row key={provider}>
                <Cell phone="main">{product}</Cell>
                <Cell right phone="aside">
                  {number(all - lost - failing)}
                </Cell>
                <Figure name={t("failing")} figure={failing} />
                <Figure name={t("endingSoon")} figure={endingSoon} />
                <Figure name={t("lost")} figure={lost} />
              </Row>
            ))}
          </TableBody>
        </Table>
      </Sheet>
    </Section>
  );
}

function Figure({ name, figure }: { name: string; figure: number }) {
  const { number } = useFormatter();
  return (
    <Cell right>
      <span aria-hidden className="text-ink-3 tablet:hidden">
        {name}{" "}
      </span>
      {number(figure)}
    </Cell>
  );
}
