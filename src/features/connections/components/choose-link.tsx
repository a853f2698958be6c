"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Connection } from "../schema";
import { ChooseCalendars } from "./choose-calendars";

/** Which calendars of an account are read, where it is worth a word. */
export function ChooseLink({ connection, onChanged }: { connection: Connection; onChanged: () => void }) {
  const t = useTranslations("connections");
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="link" onClick={() => setOpen(true)}>
        {t("chooseAgain")}
      </button>
      <ChooseCalendars connection={connection} open={open} onClose={() => setOpen(false)} onChanged={onChanged} />
    </>
  );
}
