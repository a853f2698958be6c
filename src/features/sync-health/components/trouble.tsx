"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { explainAction } from "@/core/errors/explain";
import { DateTime } from "@/components/ui/date-time";
import { ErrorBlock } from "@/components/ui/error-block";
import { RelativeTime } from "@/components/ui/relative-time";
import { stateTone } from "@/components/ui/state-glyph";
import { toShown } from "@/components/ui/shown-state";
import type { BookingEffect, ConnectionHealth } from "../schema";
import { findHeld, isDecision } from "./find-held";
import { PageEffects } from "./page-effects";
import { useCauseWords } from "./use-cause-words";

type Props = {
  connection: ConnectionHealth;
  /** The one button, or nothing where nothing is to do. */
  action: ReactNode;
  /** Booking pages that are less than they should be until then. */
  pages: readonly BookingEffect[];
};

/** What happened, since when, what it means, what happens by itself; at the side the one button. */
export function Trouble({ connection, action, pages }: Props) {
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
      means={
        <>
          {words.means}
          <PageEffects pages={pages} among={connection.calendars.length > 1 ? connection.connectionId : undefined} />
        </>
      }
      next={words.next}
      action={action}
      actionNote={useActionNote(connection)}
      {...(lastError && {
        technical: toTechnical(lastError, connection.cause),
        help: (
          <a href={`/docs/troubleshooting#${lastError.code}`} target="_blank" rel="noopener" className="link">
            {t("help")}
          </a>
        ),
      })}
    />
  );
}

/** Beside the one button: what it costs and what stays. Reading at once is offered in the head of the card. */
function useActionNote({ action, state, party, product, calendars }: ConnectionHealth): string {
  const t = useTranslations("calendar.trouble");
  if (action === null) return t("noNote");
  if (action.id === "decide_held" && !isDecision(findHeld({ calendars }))) return t("secondRead");
  // What exactly is asked of the person, such as their administrator's consent, is known to the API only.
  if (action.id === "reconnect" && action.note !== explainAction("reconnect", { party, product })) return action.note;
  return action.id === "resync" && state !== "disabled" ? t("readNow") : t(`actions.${action.id}Note`, { product });
}

/** For whoever helps: stable, without contents, the same in every language. */
function toTechnical(error: NonNullable<ConnectionHealth["lastError"]>, cause: string): string {
  const { code, category, requestId, at } = error;
  return [[cause, code, category].join(" · "), [requestId && `request ${requestId}`, at].filter(Boolean).join(" · ")]
    .filter(Boolean)
    .join("\n");
}
