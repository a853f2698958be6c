"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { StateGlyph } from "@/components/ui/state-glyph";
import type { ProblemError } from "./problem";
import { useProblemWords } from "./use-problem-words";

/** A refusal in the person's words, at the place where they asked. The request id is there to be copied. */
export function ProblemNotice({ problem }: { problem: ProblemError | null }) {
  const t = useTranslations("problem");
  const words = useProblemWords();
  if (!problem) return null;
  const { title, detail } = words(problem);
  const requestId = problem.details?.requestId;
  return (
    <div role="alert" className="flex items-start gap-2.5 rounded-[9px] bg-bad-soft px-3 py-2.5 text-small">
      <StateGlyph state="reconnect" className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {detail && <p className="text-ink-2">{detail}</p>}
        {problem.details && (
          <a href={problem.details.type} target="_blank" rel="noopener" className="link">
            {t("help")}
          </a>
        )}
        {requestId && (
          <p className="mt-1 flex items-center gap-1 text-micro text-ink-2">
            <span className="font-mono wrap-anywhere">{t("request", { id: requestId })}</span>
            <CopyButton text={requestId} label={t("copyRequest")} iconOnly className="-my-2 flex-none" />
          </p>
        )}
      </div>
    </div>
  );
}
