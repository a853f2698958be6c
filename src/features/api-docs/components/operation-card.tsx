import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Field, Operation, Refusal } from "../schema";

const code = "font-mono text-[12.5px]";

/** Folded to one line; opens without a script. */
export function OperationCard({ operation }: { operation: Operation }) {
  const t = useTranslations("docs");
  const { id, method, path, summary, forWhom, fields, bodyExample, answer, refusals } = operation;
  return (
    <details id={id} className="group border-t border-line first:border-t-0">
      <summary className="relative flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-3 -outline-offset-2 transition-colors hover:bg-sunken/55 tablet:px-6 [&::-webkit-details-marker]:hidden">
        <span className={`${code} w-14 flex-none font-medium text-ink-2`}>{method}</span>
        <code className={`${code} min-w-0 wrap-anywhere`}>{path}</code>
        <span className="ml-auto text-right text-small text-ink-2 max-tablet:ml-0 max-tablet:w-full max-tablet:text-left">
          {summary}
        </span>
        <ChevronDown
          aria-hidden
          className="size-4 flex-none self-center text-ink-3 transition-transform duration-180 group-open:rotate-180 max-tablet:absolute max-tablet:top-3.5 max-tablet:right-4"
          strokeWidth={1.75}
        />
      </summary>
      <div className="grid gap-5 pb-6">
        <p className="px-4 text-small text-ink-2 tablet:px-6">{t("for", { whom: forWhom })}</p>
        {fields.length > 0 && <Fields fields={fields} />}
        <div className="grid items-start gap-5 px-4 tablet:px-6 desk:grid-cols-2">
          {bodyExample && <Example title={t("send")} text={bodyExample} />}
          <Example title={t("answers", { status: answer.status })} text={answer.example ?? t("noBody")} />
        </div>
        <Refusals refusals={refusals} />
      </div>
    </details>
  );
}

function Example({ title, text }: { title: string; text: string }) {
  return (
    <div className="min-w-0">
      <h4 className="mb-1.5 text-small font-medium">{title}</h4>
      <CodeBlock text={text} />
    </div>
  );
}

function Fields({ fields }: { fields: readonly Field[] }) {
  const t = useTranslations("docs");
  return (
    <Table>
      <TableHead>
        <Row>
          <HeadCell>{t("field")}</HeadCell>
          <HeadCell>{t("where")}</HeadCell>
          <HeadCell>{t("type")}</HeadCell>
          <HeadCell right>{t("needed")}</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {fields.map((field) => (
          <Row key={`${field.in}-${field.name}`}>
            <Cell phone="main">
              <code className={code}>{field.name}</code>
            </Cell>
            <Cell phone="hidden">{field.in}</Cell>
            <Cell>{field.type}</Cell>
            <Cell right phone="aside">
              {t(field.required ? "yes" : "no")}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function Refusals({ refusals }: { refusals: readonly Refusal[] }) {
  const t = useTranslations("docs");
  return (
    <details className="px-4 text-small tablet:px-6">
      <summary className="min-h-6 w-fit text-ink-2 max-tablet:min-h-11 max-tablet:py-3 marker:text-ink-3">
        {t("refusals", { count: refusals.length })}
      </summary>
      <ul className="mt-2 grid gap-1">
        {refusals.map((refusal) => (
          <li
            key={refusal.code}
            className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 tablet:grid-cols-[2.5rem_13rem_minmax(0,1fr)]"
          >
            <span className="text-ink-3">{refusal.status}</span>
            <code className={code}>{refusal.code}</code>
            <span className="text-ink-2 max-tablet:col-start-2">{refusal.title}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
