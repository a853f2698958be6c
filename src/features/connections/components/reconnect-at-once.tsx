"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { useConnect } from "./use-connect";

type Props = { provider: string; product: string; connectionId: string };

/** Whoever came by the link of a mail wants just this: it begins as soon as the page is there, once. */
export function ReconnectAtOnce({ provider, product, connectionId }: Props) {
  const t = useTranslations("connections");
  const { connect, leavingFor, problem } = useConnect();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    connect({ provider, connectionId });
  }, [connect, provider, connectionId]);
  return (
    <div role="status">
      {leavingFor !== null && <p className="mb-5 text-ink-2">{t("goingTo", { product })}</p>}
      {problem && (
        <div className="mb-5">
          <ProblemNotice problem={problem} />
        </div>
      )}
    </div>
  );
}
