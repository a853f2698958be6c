"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { bookingsPath, exportPath, filterStates, type Filters } from "../schema";

type Choice = { readonly id: string; readonly name: string };
type Props = { filters: Filters; hosts: readonly Choice[]; pages: readonly Choice[] };

/** Beyond the views. What is chosen stands in the address, so that it can be kept and sent to somebody. */
export function BookingFilters({ filters, hosts, pages }: Props) {
  const t = useTranslations("bookings.filters");
  const states = useTranslations("book.states");
  const router = useRouter();
  const [pending, start] = useTransition();
  const change = (next: Partial<Filters>) =>
    start(() => router.replace(bookingsPath({ ...filters, ...next }), { scroll: false }));
  return (
    <div
      role="search"
      aria-label={t("label")}
      aria-busy={pending}
      className="grid grid-cols-2 items-center gap-2 border-b border-line p-4 tablet:px-6 desk:grid-cols-[repeat(3,minmax(0,1fr))_auto_auto_auto]"
    >
      {/* With one host there is nobody to choose. */}
      {hosts.length > 1 && (
        <Choose
          label={t("host")}
          every={t("everybody")}
          choices={hosts}
          value={filters.host}
          onChange={(host) => change({ host })}
        />
      )}
      <Choose
        label={t("page")}
        every={t("everyPage")}
        choices={pages}
        value={filters.configuration}
        onChange={(configuration) => change({ configuration })}
      />
      <Choose
        label={t("state")}
        every={t("everyState")}
        choices={filterStates.map((id) => ({ id, name: states(id) }))}
        value={filters.state}
        onChange={(state) => change({ state: filterStates.find((each) => each === state) })}
      />
      <DayInput label={t("from")} value={filters.from} onChange={(from) => change({ from })} />
      <DayInput label={t("until")} value={filters.until} onChange={(until) => change({ until })} />
      <Button asChild className="max-desk:col-span-2">
        <a href={exportPath(filters)} download>
          <Download aria-hidden strokeWidth={1.75} />
          {t("export")}
        </a>
      </Button>
    </div>
  );
}

type ChooseProps = {
  label: string;
  every: string;
  choices: readonly Choice[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

function Choose({ label, every, choices, value, onChange }: ChooseProps) {
  return (
    <Select aria-label={label} value={value ?? ""} onChange={(event) => onChange(event.target.value || undefined)}>
      <option value="">{every}</option>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

type DayProps = { label: string; value: string | undefined; onChange: (value: string | undefined) => void };

function DayInput({ label, value, onChange }: DayProps) {
  return (
    <label className="flex min-w-0 items-center gap-2 text-small text-ink-2">
      <span className="flex-none">{label}</span>
      <Input
        type="date"
        className="min-w-0"
        defaultValue={value ?? ""}
        key={value ?? ""}
        // A day that is being typed is no day yet.
        onChange={({ target }) => {
          if (target.value !== (value ?? "") && target.validity.valid) onChange(target.value || undefined);
        }}
      />
    </label>
  );
}
