"use client";

import { useTranslations } from "next-intl";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useProblemWords } from "@/components/api/use-problem-words";
import { toast } from "@/components/ui/toast";
import { useSendingWords } from "@/components/ui/use-sending-words";
import { testPath, type TestResult } from "../schema";

type Way = { channel: string; endpointId?: string };

/** Sends one by that way and says whether it was taken. */
export function useSendTest() {
  const t = useTranslations("notifications");
  const words = useProblemWords();
  const why = useSendingWords();
  const { run, pending } = useChange({
    change: (way: Way) => send<TestResult>("POST", testPath, way),
    onDone: ({ state, code }) =>
      state === "sent"
        ? toast.done({ text: t("testSent") })
        : toast.failed({ text: t("testFailed"), detail: t("testCode", { why: why(code ?? "") }) }),
    onProblem: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
  });
  return { test: run, testing: pending };
}
