"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import type { DisconnectedShape } from "@/server/connections/shapes";
import type { Connection } from "../schema";

type Props = {
  connection: Connection;
  name: string;
  /** How many are copied here. */
  events: number;
  open: boolean;
  onClose: () => void;
  onChanged: () => void;
};

/** What ends, what stays, and one choice: whether the copied events stay here. */
export function DisconnectDialog({ connection, name, events, open, onClose, onChanged }: Props) {
  const t = useTranslations("connections");
  const [keep, setKeep] = useState(false);
  const { id, party, canRevoke, counts } = connection;
  const { run, pending, problem, reset } = useChange({
    change: () => send<DisconnectedShape>("DELETE", `/api/v1/calendar/connections/${id}?keepEvents=${keep}`),
    onDone: () => {
      onClose();
      onChanged();
      toast.done({ text: t("disconnected", { name }) });
    },
  });
  const close = () => {
    onClose();
    reset();
  };
  const revokes = canRevoke ? "yes" : "no";
  return (
    <ConfirmDialog
      open={open}
      onClose={close}
      question={t("disconnectAsk", { name })}
      facts={[
        {
          name: t("disconnectFacts.changes"),
          text: t("disconnectFacts.changesText", { revokes, party, calendars: counts.selected }),
        },
        { name: t("disconnectFacts.stays"), text: t("disconnectFacts.staysText", { party }) },
        { name: t("disconnectFacts.time"), text: t("disconnectFacts.timeText") },
      ]}
      action={t("disconnectAction")}
      pending={pending}
      problem={
        <>
          <Checkbox
            checked={keep}
            onChange={(event) => setKeep(event.target.checked)}
            label={t("disconnectKeep", { events })}
            hint={t("disconnectKeepMore")}
          />
          <ProblemNotice problem={problem} />
        </>
      }
      onConfirm={() => run(undefined)}
    />
  );
}
