"use client";

import { useTranslations } from "next-intl";
import type { ProblemError } from "./problem";

/** Our routes answer in sentences for people; here are the words for when no answer came. */
export function useProblemWords() {
  const t = useTranslations("problem");
  return (problem: ProblemError): { title: string; detail: string } => {
    if (problem.details) return { title: problem.details.title, detail: problem.details.detail };
    if (problem.offline) return { title: t("offline"), detail: t("offlineDetail") };
    return { title: t("unexpected"), detail: t("unexpectedDetail") };
  };
}
