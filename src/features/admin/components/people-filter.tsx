"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toShown } from "@/components/ui/shown-state";
import {
  exportPath,
  firstState,
  listSorts,
  listStates,
  type HealthSearch,
  type ListSort,
  type ListState,
  type Overview,
} from "../schema";
import type { ChangeSearch } from "./use-health-search";

type Props = { search: HealthSearch; change: ChangeSearch; overview: Overview };

const WAIT_MS = 250;

export function PeopleFilter({ search, change, overview }: Props) {
  const t = useTranslations("health.people");
  const states = useTranslations("ui.state");
  const stateWord = (state: ListState) => (state === "act" || state === "trouble" ? t(state) : states(toShown(state)));
  return (
    <div className="grid grid-cols-2 items-center gap-2 border-b border-line p-4 max-tablet:[&>*:nth-child(-n+2)]:col-span-2 max-tablet:[&>*:last-child]:col-span-2 tablet:px-6 desk:grid-cols-[minmax(0,1.4fr)_minmax(0,1.15fr)_minmax(0,1fr)_minmax(0,1fr)_auto]">
      <Search search={search} change={change} />
      <Select
        aria-label={t("state")}
        value={search.state ?? firstState}
        onChange={(event) => change({ state: event.target.value as ListState | "all" })}
      >
        <option value="all">{t("every")}</option>
        {listStates.map((state) => (
          <option key={state} value={state}>
            {stateWord(state)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("provider")}
        value={search.provider ?? ""}
        onChange={(event) => change({ provider: event.target.value || undefined })}
      >
        <option value="">{t("everyProvider")}</option>
        {overview.providers.map(({ provider, product }) => (
          <option key={provider} value={provider}>
            {product}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("sort")}
        value={search.sort ?? "worst"}
        onChange={(event) => change({ sort: event.target.value as ListSort })}
      >
        {listSorts.map((sort) => (
          <option key={sort} value={sort}>
            {t(`sorts.${sort}`)}
          </option>
        ))}
      </Select>
      <Button asChild>
        <a href={exportPath(search)} download>
          <Download aria-hidden strokeWidth={1.75} />
          {t("export")}
        </a>
      </Button>
    </div>
  );
}

/** Asks when typing has stopped for a moment. */
function Search({ search, change }: Omit<Props, "overview">) {
  const t = useTranslations("health.people");
  const [typed, setTyped] = useState(search.q ?? "");
  const [known, setKnown] = useState(search.q);
  if (known !== search.q) {
    setKnown(search.q);
    if ((search.q ?? "") !== typed.trim()) setTyped(search.q ?? "");
  }
  useEffect(() => {
    const wanted = typed.trim() || undefined;
    if (wanted === search.q) return undefined;
    const timer = setTimeout(() => change({ q: wanted }), WAIT_MS);
    return () => clearTimeout(timer);
  }, [typed, search.q, change]);
  return (
    <SearchInput
      aria-label={t("search")}
      placeholder={t("search")}
      value={typed}
      maxLength={100}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
