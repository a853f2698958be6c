"use client";

import { PencilOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Connection } from "../schema";
import { ConnectLink } from "./connect-link";

/** That nothing is written into an account whose person wants it so, and the way to allow it when it is needed. */
export function ReadsOnlyLine({ connection: { id, provider, mayWrite } }: { connection: Connection }) {
  const t = useTranslations("connections");
  if (mayWrite) return null;
  return (
    <div className="flex gap-2.5 text-small text-ink-2">
      <PencilOff aria-hidden className="mt-0.5 size-4 flex-none stroke-[1.75] text-ink-3" />
      <span className="min-w-0">
        {t("readsOnly")}{" "}
        <ConnectLink target={{ provider, connectionId: id, mayWrite: true }}>{t("allowWriting")}</ConnectLink>
      </span>
    </div>
  );
}
