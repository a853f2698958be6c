"use client";

import { Archive, ShieldQuestion } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { ConnectionHealth } from "../schema";
import type { Opened } from "./health-dialogs";

type Props = { connection: ConnectionHealth; open: (opened: Opened) => void };

const bold = (text: ReactNode) => <b>{text}</b>;

/** What is set apart in an account while the rest is well: single events, and a deletion that waits. */
export function CardNotes({ connection, open }: Props) {
  const t = useTranslations("calendar");
  const { calendars, party } = connection;
  const isTold = connection.cause === "deletion_held";
  return (
    <>
      {calendars
        .filter(({ held, cause }) => held !== null && !(isTold && cause === "deletion_held"))
        .map((calendar) => (
          <Note
            key={`held-${calendar.calendarId}`}
            icon={<ShieldQuestion />}
            action={
              calendar.held?.waitsFor === "person" && (
                <Button look="primary" size="small" onClick={() => open({ kind: "held", calendar, party })}>
                  {t("held.decide")}
                </Button>
              )
            }
          >
            {t.rich("held.note", {
              b: bold,
              name: calendar.name ?? t("calendars.unnamed"),
              removals: calendar.held?.removals ?? 0,
              of: calendar.held?.of ?? 0,
              waits: calendar.held?.waitsFor ?? "second_read",
            })}
          </Note>
        ))}
      {calendars
        .filter(({ quarantined }) => quarantined > 0)
        .map((calendar) => (
          <Note
            key={`aside-${calendar.calendarId}`}
            icon={<Archive />}
            action={
              <button type="button" className="link" onClick={() => open({ kind: "setAside", calendar, party })}>
                {t("setAside.see", { count: calendar.quarantined })}
              </button>
            }
          >
            {t.rich("setAside.note", {
              b: bold,
              count: calendar.quarantined,
              name: calendar.name ?? t("calendars.unnamed"),
            })}
          </Note>
        ))}
    </>
  );
}
