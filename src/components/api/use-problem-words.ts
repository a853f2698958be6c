"use client";

import { useTranslations } from "next-intl";
import type { ProblemError } from "./problem";
import { useAnswerWords } from "./use-answer-words";

/** Our routes answer in sentences for people; here they are in the page's language, and the words for when none came. */
export function useProblemWords() {
  const t = useTranslations("problem");
  const say = useAnswerWords();
  return (problem: ProblemError): { title: string; detail: string } => {
    if (problem.details) return say(problem.details);
    if (problem.offline) return { title: t("offline"), detail: t("offlineDetail") };
    return { title: t("unexpected"), detail: t("unexpectedDetail") };
  };
}
