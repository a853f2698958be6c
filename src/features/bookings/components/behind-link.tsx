"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { PageMessage } from "@/components/ui/page-message";
import { useLink } from "./use-link";

type Props<Seen> = {
  /** Where its routes begin, and what the page is called until it knows. */
  path: string;
  title: string;
  children: (seen: Seen, token: string) => ReactNode;
};

/** What a link leads to, once it was looked up; what is changed there is set under the same key. */
export const linkKey = (path: string, token: string | null | undefined) => [path, token];

/** A page for whoever has a link that was mailed or shown once. */
export function BehindLink<Seen>({ path, title, children }: Props<Seen>) {
  const t = useTranslations("book");
  const token = useLink();
  const { data, error } = useQuery<Seen, ProblemError>({
    queryKey: linkKey(path, token),
    queryFn: () => send("POST", `${path}/look-up`, { token }),
    enabled: typeof token === "string",
    retry: false,
  });
  if (token === null) return <PageMessage title={t("manageNone")}>{t("manageNoneMore")}</PageMessage>;
  if (error)
    return (
      <PageMessage title={title}>
        <ProblemNotice problem={error} />
      </PageMessage>
    );
  return data && token ? children(data, token) : <PageMessage title={title} />;
}
