"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { ProblemError } from "@/components/api/problem";
import { exchange } from "@/components/api/send";
import { useProblemWords } from "@/components/api/use-problem-words";
import { toast } from "@/components/ui/toast";
import { readKey } from "./use-read";
import type { SyncAccepted, SyncDone, SyncRefused } from "@/server/sync-now/shapes";

export type ResyncTarget = { provider: string } | { connectionId: string } | { calendarId: string };
/** Only what changed, or everything anew and compared. */
export type ResyncWay = "changes" | "everything";
export type Asked = { target: ResyncTarget; way: ResyncWay };

const paths: Readonly<Record<ResyncWay, string>> = {
  changes: "/api/v1/calendar/sync",
  everything: "/api/calendar/health/resync",
};

type Answer = { status: number; answer: SyncDone | SyncAccepted | SyncRefused };

/** Asks for a read at once. The way there is seen on the page; here the result is said, whatever it is. */
export function useResync(onChanged: () => void) {
  const sayResult = useResultWords();
  const words = useProblemWords();
  const client = useQueryClient();
  const { mutate, isPending, variables } = useMutation<Answer, ProblemError, Asked>({
    mutationFn: ({ target, way }) => {
      // The answer comes when all is read: the page looks how it goes meanwhile.
      setTimeout(onChanged, 250);
      return exchange("POST", paths[way], target);
    },
    onSuccess: (answer, { way }) => sayResult(answer, way),
    onError: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
    onSettled: () => {
      onChanged();
      // The next meetings and whatever else is open: what was read may stand in them.
      return client.invalidateQueries({ queryKey: readKey });
    },
  });
  const asked = isPending ? JSON.stringify(variables.target) : null;
  const isAsking = useCallback((target: ResyncTarget) => asked === JSON.stringify(target), [asked]);
  return { resync: mutate, isAsking };
}

function useResultWords() {
  const t = useTranslations("calendar");
  return ({ status, answer }: Answer, way: ResyncWay) => {
    const changes = answer.results.reduce(
      (sum, { changes: own }) => sum + (own ? own.added + own.changed + own.removed : 0),
      0,
    );
    const synced = answer.results.filter((each) => ["synced", "up_to_date"].includes(each.status)).length;
    const failed = answer.results.filter((each) => each.status === "failed").length;
    const result = { changes, synced, failed };
    if (status === 202) toast.done({ text: t("resync.accepted") });
    else if (status >= 400) toast.failed({ text: t("resync.refused"), detail: answer.message });
    else if (failed > 0) toast.failed({ text: t("resync.partly", result), detail: t("resync.partlyMore") });
    else toast.done({ text: t(way === "changes" ? "resync.changes" : "resync.everything", result) });
  };
}
