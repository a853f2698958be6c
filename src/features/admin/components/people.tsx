"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { UserCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section, Sheet } from "@/components/ui/sheet";
import { listPath, type HealthSearch, type OverseenPage, type Overview } from "../schema";
import { AccountDialog } from "./account-dialog";
import { PeopleFilter } from "./people-filter";
import { PeoplePager } from "./people-pager";
import { PeopleTable } from "./people-table";
import type { ChangeSearch } from "./use-health-search";

type Props = { first: OverseenPage; search: HealthSearch; change: ChangeSearch; overview: Overview };

const EVERY_MS = 30_000;

/** The list of accounts: whoever waits for a person first, found by name, kept in the address. */
export function People({ first, search, change, overview }: Props) {
  const t = useTranslations("health.people");
  const { page, problem, refresh } = useList(first, search);
  const opened = page.connections.find(({ connectionId }) => connectionId === search.account);
  const isNarrowed = search.q !== undefined || search.provider !== undefined || search.state !== undefined;
  return (
    <Section id="people" title={t("title")} note={t("note")}>
      <Sheet>
        <PeopleFilter search={search} change={change} overview={overview} />
        {problem && (
          <div className="px-4 pb-4 tablet:px-6">
            <ProblemNotice problem={problem} />
          </div>
        )}
        {page.connections.length > 0 ? (
          <PeopleTable
            people={page.connections}
            showsWorkspace={overview.workspace === null}
            open={(account) => change({ account, cursor: search.cursor })}
            onReminded={refresh}
          />
        ) : (
          <EmptyState
            icon={<UserCheck />}
            title={t(isNarrowed ? "nothingMatches" : "nobodyWaits")}
            action={
              <Button onClick={() => change({ state: "all", q: undefined, provider: undefined })}>
                {t("showAll")}
              </Button>
            }
          >
            {t(isNarrowed ? "nothingMatchesMore" : "nobodyWaitsMore")}
          </EmptyState>
        )}
        <PeoplePager page={page} search={search} change={change} />
      </Sheet>
      <AccountDialog
        account={opened}
        onClose={() => change({ account: undefined, cursor: search.cursor })}
        onReminded={refresh}
      />
    </Section>
  );
}

/** The page as it was is kept on the screen until the next one is there. */
function useList(first: OverseenPage, search: HealthSearch) {
  const client = useQueryClient();
  const path = listPath(search);
  const [drawn] = useState(path);
  const query = useQuery<OverseenPage, ProblemError>({
    queryKey: ["admin people", path],
    queryFn: () => send<OverseenPage>("GET", path),
    ...(path === drawn && { initialData: first }),
    placeholderData: (previous) => previous,
    staleTime: EVERY_MS / 2,
    refetchInterval: EVERY_MS,
    retry: false,
    networkMode: "always",
  });
  return {
    page: query.data ?? first,
    problem: query.error,
    refresh: () => void client.invalidateQueries({ queryKey: ["admin people"] }),
  };
}
