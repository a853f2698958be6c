"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime } from "@/components/ui/date-time";
import { ErrorBlock } from "@/components/ui/error-block";
import { RelativeTime } from "@/components/ui/relative-time";
import { stateTone } from "@/components/ui/state-glyph";
import { isReading, provenAt, toShown, type ConnectionHealth } from "../schema";

type Props = {
  connection: ConnectionHealth;
  /** The one button, or nothing where nothing is to do. */
  action: ReactNode;
};

const shows = new Set<ConnectionHealth["state"]>([
  "needs_reconnecting",
  "disabled",
  "provider_outage",
  "late",
  "unknown",
]);
/** Unknown before and during the first try is no trouble: the first read is on its way. */
const isFirst = (connection: ConnectionHealth) =>
  connection.cause === "never_read" &&
  (isReading(connection) || connection.calendars.every(({ lastTried }) => lastTried === null));

export const hasTrouble = (connection: ConnectionHealth): boolean =>
  shows.has(connection.state) && !isFirst(connection);

/** What happened, since when, what it means, what happens by itself; at the side the one button. */
export function Trouble({ connection, action }: Props) {
  const t = useTranslations("calendar.trouble");
  const words = useCauseWords(connection);
  const { since, lastError } = connection;
  const tone = stateTone[toShown(connection.state)];
  return (
    <ErrorBlock
      tone={tone === "ok" || tone === "busy" ? "idle" : tone}
      happened={words.happened}
      since={
        since
          ? t.rich("since", { at: () => <DateTime at={since} />, age: () => <RelativeTime at={since} /> })
          : t("sinceUnknown")
      }
      means={words.means}
      next={words.next}
      action={action}
      actionNote={useActionNote(connection)}
      {...(lastError && { technical: toTechnical(lastError, connection.cause) })}
    />
  );
}

/** Beside the one button: what it costs and what stays. Reading at once is offered in the head of the card. */
function useActionNote({ action, state, product }: ConnectionHealth): string {
  const t = useTranslations("calendar.trouble");
  if (action === null) return t("noNote");
  if (action.id === "reconnect") return action.note;
  return action.id === "resync" && state !== "disabled" ? t("readNow") : t(`actions.${action.id}Note`, { product });
}

/** For whoever helps: stable, without contents, the same in every language. */
function toTechnical(error: NonNullable<ConnectionHealth["lastError"]>, cause: string): string {
  const { code, category, requestId, at } = error;
  return [[cause, code, category].join(" · "), [requestId && `request ${requestId}`, at].filter(Boolean).join(" · ")]
    .filter(Boolean)
    .join("\n");
}

/** In the words of the page's language; what has no text yet is said as the API says it. */
function useCauseWords(connection: ConnectionHealth): { happened: ReactNode; means: ReactNode; next: ReactNode } {
  const t = useTranslations("calendar");
  const { cause, party, product, lastError, next } = connection;
  const key = `causes.${cause}.happened` as Parameters<typeof t.has>[0];
  const errorKey = `errors.${lastError?.code}` as Parameters<typeof t.has>[0];
  const proof = provenAt(connection) ?? connection.lastSync;
  const names = { party, product };
  if (!t.has(key)) return { happened: connection.sentence, means: connection.means, next: next.sentence };

  const part = (name: "means" | "next") =>
    t.rich(`causes.${cause as "failing"}.${name}`, {
      ...names,
      at: next.at === null ? "none" : "known",
      proof: () => (proof === null ? null : <RelativeTime at={proof} />),
      next: () => next.at !== null && <RelativeTime at={next.at} />,
    });
  const isError = lastError !== null && t.has(errorKey) && cause !== "deletion_held" && cause !== "overdue";
  return {
    happened: isError ? t(errorKey, names) : t(key, names),
    means: part("means"),
    next: part("next"),
  };
}
