"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useKeptFresh } from "@/components/live/use-kept-fresh";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section, Sheet } from "@/components/ui/sheet";
import { toShown } from "@/components/ui/shown-state";
import { StatusWord } from "@/components/ui/status-badge";
import { NameLines } from "@/components/ui/table";
import { addressOf, teamPath, type OverseenConnection, type OverseenPage } from "../schema";

/** The accounts of a team, what is wrong first. A page that lost contact calls nothing proven any more. */
export function TeamStates({ first, workspaceId }: { first: OverseenPage; workspaceId: string }) {
  const t = useTranslations("home");
  const path = teamPath(workspaceId);
  const { data, isError } = useKeptFresh<OverseenPage>({ key: ["team", path], path, first });
  return (
    <Section
      id="team"
      title={t("team")}
      note={
        <Link href={addressOf({ state: "all" })} prefetch={false} className="link" aria-describedby="team-title">
          {t("seeAll")}
        </Link>
      }
    >
      <Sheet>
        {data.connections.length === 0 ? (
          <p className="px-4 py-3.5 text-ink-2 tablet:px-6">{t("teamNone")}</p>
        ) : (
          <ul>
            {data.connections.map((account) => (
              <TeamRow key={account.connectionId} account={account} lost={isError} />
            ))}
          </ul>
        )}
      </Sheet>
    </Section>
  );
}

function TeamRow({ account, lost }: { account: OverseenConnection; lost: boolean }) {
  const { userName, userEmail, product, state, since, connectionId } = account;
  return (
    <li className="flex min-h-14 items-center gap-3 border-t border-line px-4 py-2 first:border-t-0 tablet:px-6">
      <div className="min-w-0 flex-1">
        <Link
          href={addressOf({ state: "all", q: userEmail, account: connectionId })}
          prefetch={false}
          className="hover:underline"
        >
          <NameLines name={userName} second={product} />
        </Link>
      </div>
      <span className="text-right">
        <StatusWord state={toShown(state, lost)} />
        <span className="block text-micro text-ink-3">
          <RelativeTime at={since} />
        </span>
      </span>
    </li>
  );
}
