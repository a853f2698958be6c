"use client";

import { Radio, RefreshCcw, Wrench } from "lucide-react";
import { useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/api/problem-notice";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { Account, PushAct, PushHealth, PushResults } from "../schema";
import { ChannelList } from "./channel-list";
import { NoticeLog } from "./notice-log";
import { PushFigures } from "./push-figures";
import { usePushAct, usePushRead } from "./use-push";

/** Everything about how changes of one account arrive: each channel, what came, and what can be done about it. */
export function PushPanel({ account, names }: { account: Account; names: ReadonlyMap<string, string> }) {
  const t = useTranslations("push");
  const { data: health, error, isPending } = usePushRead<PushHealth>("health", account);
  const act = usePushAct(account);
  if (isPending) return <SkeletonRows rows={4} />;
  if (error) return <ProblemNotice problem={error} />;
  const isStopped = health.channels.every(({ state }) => state === "stopped");
  return (
    <div className="grid gap-5">
      {health.advice && <Note icon={<Radio />}>{t("advice", { party: account.party })}</Note>}
      <ChannelList channels={health.channels} party={account.party} names={names} />
      {!health.advice && <Actions {...{ act, isStopped }} />}
      <div role="status" aria-live="polite" className="empty:hidden">
        {act.data && !act.isPending && <Outcome act={act.variables} results={act.data} party={account.party} />}
      </div>
      {act.error && <ProblemNotice problem={act.error} />}
      <PushFigures account={account} />
      <NoticeLog account={account} />
    </div>
  );
}

type ActionsProps = { act: ReturnType<typeof usePushAct>; isStopped: boolean };

function Actions({ act, isStopped }: ActionsProps) {
  const t = useTranslations("push.acts");
  const running = (each: PushAct) => act.isPending && act.variables === each;
  const run = (each: PushAct) => () => {
    if (!act.isPending) act.mutate(each);
  };
  if (isStopped)
    return (
      <div>
        <Button look="primary" pending={running("recreate")} onClick={run("recreate")}>
          {t("resume")}
        </Button>
      </div>
    );
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <Button pending={running("test")} onClick={run("test")} aria-describedby="push-test-note">
          {!running("test") && <Radio aria-hidden strokeWidth={1.75} />}
          {t(running("test") ? "testing" : "test")}
        </Button>
        <Button pending={running("auto-fix")} onClick={run("auto-fix")}>
          {!running("auto-fix") && <Wrench aria-hidden strokeWidth={1.75} />}
          {t("repair")}
        </Button>
        <Button look="quiet" pending={running("recreate")} onClick={run("recreate")}>
          {!running("recreate") && <RefreshCcw aria-hidden strokeWidth={1.75} />}
          {t("recreate")}
        </Button>
        <Button look="quiet" pending={running("stop")} onClick={run("stop")}>
          {t("stop")}
        </Button>
      </div>
      <p id="push-test-note" className="text-micro text-ink-3">
        {t("testNote")}
      </p>
    </div>
  );
}

type OutcomeProps = { act: PushAct; results: PushResults; party: string };

/** What came of it, channel by channel where they differ. */
function Outcome({ act, results: { results }, party }: OutcomeProps) {
  const t = useTranslations("push.results");
  // Where something was done, what needed nothing is no news.
  const done = results.filter(({ result }) => result !== "left");
  const groups = [...Map.groupBy(done.length > 0 ? done : results, ({ result }) => result)];
  return (
    <div className="grid gap-1.5">
      {groups.map(([result, each]) => {
        const slowest = Math.max(0, ...each.map(({ tookMs }) => tookMs ?? 0));
        const seconds = (slowest / 1_000).toFixed(1);
        return <Note key={`${act}-${result}`}>{t(result, { count: each.length, seconds, party })}</Note>;
      })}
    </div>
  );
}
