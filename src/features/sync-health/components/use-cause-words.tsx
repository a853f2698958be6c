"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { provenAt, type CalendarHealth, type ConnectionHealth } from "../schema";
import { findHeld, isDecision } from "./find-held";

type Words = { happened: ReactNode; means: ReactNode; next: ReactNode };
type Key = "causes.deletion_held.happened";

/** What the failure itself was says more than that reading fails. */
const toldByError = new Set(["failing", "provider_fails", "access_ended", "never_read"]);

/** In the words of the page's language; what has no text yet is said as the API says it. */
export function useCauseWords(connection: ConnectionHealth): Words {
  const t = useTranslations("calendar");
  const happened = useHappened(connection);
  const { cause, party, product, next } = connection;
  if (!t.has(`causes.${cause}.means` as Key))
    return { happened: connection.sentence, means: connection.means, next: next.sentence };

  const proof = provenAt(connection) ?? connection.lastSync;
  const nextAt = isDecision(findHeld(connection)) ? null : next.at;
  const part = (name: "means" | "next") =>
    t.rich(`causes.${cause as "failing"}.${name}`, {
      ...{ party, product },
      at: nextAt === null ? "none" : "known",
      proof: () => proof !== null && <RelativeTime at={proof} />,
      next: () => nextAt !== null && <RelativeTime at={nextAt} />,
    });
  return { happened, means: part("means"), next: part("next") };
}

function useHappened(connection: ConnectionHealth): string {
  const t = useTranslations("calendar");
  const { cause, party, product, lastError } = connection;
  const errorKey = `errors.${lastError?.code ?? ""}` as "errors.network";
  const error = t.has(errorKey) ? t(errorKey, { party, product }) : "";
  if (toldByError.has(cause) && error !== "") return error;
  const key = `causes.${cause}.happened` as Key;
  return t.has(key) ? t(key, { party, product, error, ...toHeldFacts(findHeld(connection)) }) : connection.sentence;
}

const toHeldFacts = (calendar: CalendarHealth | undefined) => ({
  name: calendar?.name ?? "",
  removals: calendar?.held?.removals ?? 0,
  of: calendar?.held?.of ?? 0,
});
