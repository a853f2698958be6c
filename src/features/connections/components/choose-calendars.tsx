"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/components/ui/dialog";
import type { Connection } from "../schema";
import { CalendarChoice } from "./calendar-choice";

type Props = { connection: Connection; open: boolean; onClose: () => void; onChanged: () => void };

/** Which calendars of an account are read, and how far. */
export function ChooseCalendars({ connection, open, onClose, onChanged }: Props) {
  const t = useTranslations("connections");
  const account = connection.accountEmail ?? connection.product;
  const present = connection.calendars.filter(({ isRetired, isSelected }) => !isRetired || isSelected);
  return (
    <Dialog open={open} onClose={onClose} title={t("chooseTitle", { account })}>
      <DialogBody>
        <p className="mb-2 max-w-text text-ink-2">{present.length > 0 ? t("chooseLead") : t("chooseEmpty")}</p>
        <ul className="-mx-5 tablet:-mx-6">
          {present.map((calendar) => (
            <CalendarChoice
              key={calendar.id}
              calendar={calendar}
              mayWrite={connection.mayWrite}
              onChanged={onChanged}
            />
          ))}
        </ul>
        <DialogActions>
          <Button look="primary" onClick={onClose}>
            {t("done")}
          </Button>
        </DialogActions>
      </DialogBody>
    </Dialog>
  );
}
