import { useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { AuditShape } from "@/server/people/shapes";
import { describeDetail } from "./audit-words";

type People = readonly { id: string; name: string }[];

export function AuditTable({ entries, people }: { entries: readonly AuditShape[]; people: People }) {
  const t = useTranslations("settings.audit");
  return (
    <Table>
      <TableHead>
        <Row>
          <HeadCell>{t("when")}</HeadCell>
          <HeadCell>{t("who")}</HeadCell>
          <HeadCell>{t("did")}</HeadCell>
          <HeadCell>{t("facts")}</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} people={people} />
        ))}
      </TableBody>
    </Table>
  );
}

function AuditRow({ entry, people }: { entry: AuditShape; people: People }) {
  const t = useTranslations("settings.audit");
  const { actor, action, subject, detail, at } = entry;
  const words = useTranslations("auditWords");
  const sentence = `actions.${action}` as "actions.key.created";
  const who = actor.name ?? words(`actors.${actor.kind}`);
  const about =
    subject?.kind === "person" && subject.id !== actor.id
      ? people.find(({ id }) => id === subject.id)?.name
      : undefined;
  const facts = describeDetail(detail);
  return (
    <Row>
      <Cell phone="aside" className="whitespace-nowrap text-ink-2 max-tablet:text-micro max-tablet:text-ink-3">
        <DateTime at={at} form="full" />
      </Cell>
      <Cell phone="main">
        <NameLines name={who} {...(actor.kind === "key" && { second: t("byKey") })} />
      </Cell>
      <Cell className="max-tablet:text-ink">
        {words.has(sentence) ? words(sentence) : action}
        {about && <span className="text-ink-2"> · {about}</span>}
        <code className="sr-only"> {action}</code>
      </Cell>
      <Cell {...(facts === "" && { phone: "hidden" as const })} className="text-micro text-ink-3 wrap-anywhere">
        {facts}
      </Cell>
    </Row>
  );
}
