import { useTranslations } from "next-intl";
import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { AuditFilter } from "../schema";
import { auditFamilies } from "./audit-words";

type Props = { filter: AuditFilter; people: readonly { id: string; name: string }[]; filtered: boolean };

/** A form of the address: what is chosen stands in the URL, so that it can be kept and shared. */
export function AuditFilterForm({ filter, people, filtered }: Props) {
  const t = useTranslations("settings.audit");
  return (
    <Form
      action="/settings/audit"
      scroll={false}
      prefetch={false}
      className="grid items-end gap-x-3 gap-y-3 border-b border-line p-4 tablet:grid-cols-2 tablet:px-6 desk:grid-cols-[minmax(0,1.2fr)_minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)_auto]"
    >
      <Field label={t("what")}>
        {(control) => (
          <Select {...control} name="action" defaultValue={filter.action ?? ""}>
            <option value="">{t("everything")}</option>
            {auditFamilies.map((family) => (
              <option key={family} value={family}>
                {t(`families.${family}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("who")}>
        {(control) => (
          <Select {...control} name="actor" defaultValue={filter.actor ?? ""}>
            <option value="">{t("everybody")}</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("from")}>
        {(control) => <Input {...control} type="date" name="from" defaultValue={filter.from} />}
      </Field>
      <Field label={t("to")}>
        {(control) => <Input {...control} type="date" name="to" defaultValue={filter.to} />}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" className="max-tablet:flex-1">
          {t("show")}
        </Button>
        {filtered && (
          <Button asChild look="quiet">
            <Link href="/settings/audit" prefetch={false} scroll={false}>
              {t("clear")}
            </Link>
          </Button>
        )}
      </div>
    </Form>
  );
}
