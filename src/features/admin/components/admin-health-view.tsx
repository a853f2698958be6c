"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ContactMark, ContactProvider, useLiveQuery } from "@/components/live/live-query";
import { PageHeader } from "@/components/ui/page-header";
import { addressOf, overviewPath, type HealthSearch, type OverseenPage, type Overview } from "../schema";
import { DeadLetters } from "./dead-letters";
import { Drift } from "./drift";
import { History } from "./history";
import { Incidents } from "./incidents";
import { Machinery } from "./machinery";
import { Objectives } from "./objectives";
import { OverviewBanner } from "./overview-banner";
import { People } from "./people";
import { ProviderTable } from "./provider-table";
import { Tokens } from "./tokens";
import { Transitions } from "./transitions";
import { useHealthSearch } from "./use-health-search";
import { Ways } from "./ways";
import { WorkspaceTable } from "./workspace-table";

type Props = {
  first: { overview: { body: Overview; etag: string | null; atMs: number }; people: OverseenPage };
  search: HealthSearch;
};

const neverBusy = () => false;

/** Whoever looks after others: what is going on, who waits for whom, and what the machinery does. No contents. */
export function AdminHealthView({ first, search: firstSearch }: Props) {
  const t = useTranslations("health");
  const { search, change } = useHealthSearch(firstSearch);
  const path = overviewPath(search.workspace);
  const {
    body: overview,
    contact,
    refresh,
  } = useLiveQuery<Overview>({ path, first: first.overview, isBusy: neverBusy });
  const onChanged = () => void refresh();
  const isOfOne = overview.workspace !== null;
  const canLeave = search.workspace !== undefined && overview.workspaces.length === 0 && overview.workspace !== null;
  return (
    <ContactProvider contact={contact}>
      <PageHeader
        title={t("title")}
        lead={isOfOne ? t("leadOne", { workspace: overview.workspace?.name ?? t("oneWorkspace") }) : t("leadAll")}
      >
        <ContactMark />
        {canLeave && <Link href={addressOf({})}>{t("allWorkspaces")}</Link>}
      </PageHeader>
      <OverviewBanner overview={overview} search={search} change={change} />
      <Incidents overview={overview} change={change} />
      <People first={first.people} search={search} change={change} overview={overview} />
      <ProviderTable providers={overview.providers} change={change} />
      <Objectives overview={overview} />
      <History workspaceId={search.workspace} />
      {overview.workspaces.length > 0 && <WorkspaceTable workspaces={overview.workspaces} />}
      <Machinery overview={overview} onChanged={onChanged} />
      {overview.ways.length > 0 && <Ways ways={overview.ways} />}
      <Tokens providers={overview.providers} />
      <div className="grid gap-x-5 desk:grid-cols-2">
        <Drift drift={overview.drift} />
        {overview.dead && <DeadLetters dead={overview.dead} onChanged={onChanged} />}
      </div>
      <Transitions transitions={overview.transitions} />
    </ContactProvider>
  );
}
