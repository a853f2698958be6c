"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ProblemError } from "@/components/api/problem";
import { send } from "@/components/api/send";
import { useProblemWords } from "@/components/api/use-problem-words";
import { toast } from "@/components/ui/toast";

export type ResyncTarget = { provider: string } | { connectionId: string } | { calendarId: string };

/** Asks for a read at once. How it goes is seen on the page; only a refusal is said here. */
export function useResync(onAsked: () => void) {
  const t = useTranslations("calendar.resync");
  const words = useProblemWords();
  const { mutate, isPending, variables } = useMutation<unknown, ProblemError, ResyncTarget>({
    mutationFn: (target) => {
      // The answer comes when all is read; the page shows the way there.
      setTimeout(onAsked, 300);
      return send("POST", "/api/calendar/health/resync", target);
    },
    onSuccess: () => toast.done({ text: t("asked") }),
    onError: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
    onSettled: onAsked,
  });
  return {
    resync: mutate,
    isAsking: (target: ResyncTarget) => isPending && JSON.stringify(variables) === JSON.stringify(target),
  };
}
