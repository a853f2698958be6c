"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { toShown } from "@/components/ui/shown-state";
import { StatusWord } from "@/components/ui/status-badge";
import { calendarsPath, type OverseenCalendars, type OverseenConnection } from "../schema";
import { useCause } from "./use-cause";

type Calendar = OverseenCalendars["calendars"][number];

const EVERY_MS = 30_000;

/** Each calendar of an account, the worst first. Which one it is, only its person knows: here they are counted. */
export function AccountCalendars({ account }: { account: OverseenConnection }) {
  const t = useTranslations("health.account");
  const path = calendarsPath(account);
  const { data, error } = useQuery<OverseenCalendars, ProblemError>({
    queryKey: ["admin calendars", path],
    queryFn: () => send<OverseenCalendars>("GET", path),
    refetchInterval: EVERY_MS,
    retry: false,
    networkMode: "always",
  });
  return (
    <section aria-label={t("eachTitle")}>
      <h3 className="mb-1 font-medium">{t("eachTitle")}</h3>
      {error && <ProblemNotice problem={error} />}
      {!data && !error && <Waiting calendars={account.calendars} />}
      {data?.calendars.length === 0 && <p className="text-small text-ink-2">{t("noCalendars")}</p>}
      {data && data.calendars.length > 0 && (
        <ul className="text-small">
          {data.calendars.map((calendar, index) => (
            <Line key={calendar.calendarId} calendar={calendar} number={index + 1} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** As many lines as will come, so that nothing jumps. */
function Waiting({ calendars }: { calendars: number }) {
  const t = useTranslations("health.account");
  return (
    <div role="status" className="grid gap-2">
      <span className="sr-only">{t("reading")}</span>
      {Array.from({ length: Math.min(8, Math.max(1, calendars)) }, (_, index) => (
        <span key={index} className="appear-late block h-10 rounded-small bg-ink/6" />
      ))}
    </div>
  );
}

function Line({ calendar, number }: { calendar: Calendar; number: number }) {
  const t = useTranslations("health.account");
  const cause = useCause();
  const { isPrimary, state, since, lastProven, nextSyncAt, failures, code } = calendar;
  const isWell = state === "healthy";
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-t border-line py-2 first:border-t-0">
      <span className="font-medium">{t(isPrimary ? "main" : "other", { number })}</span>
      <StatusWord state={toShown(state)} />
      <span className="col-span-2 flex flex-wrap gap-x-4 text-ink-2">
        {!isWell && (
          <span>
            {cause({ cause: calendar.cause, sentence: "" })},{" "}
            {t.rich("sinceThen", { time: () => <DateTime at={since} /> })}
          </span>
        )}
        <span>
          {lastProven === null
            ? t("neverProven")
            : t.rich("provenAt", { time: () => <RelativeTime at={lastProven} stop={false} /> })}
        </span>
        {failures > 0 && <span>{t("inARow", { count: failures })}</span>}
        {nextSyncAt !== null && !isWell && (
          <span>{t.rich("nextAt", { time: () => <RelativeTime at={nextSyncAt} stop={false} /> })}</span>
        )}
        {code !== null && !isWell && <code className="font-mono text-[12.5px]">{code}</code>}
      </span>
    </li>
  );
}
