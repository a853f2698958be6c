"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/components/ui/dialog";
import { endpointsPath, type Address } from "../schema";
import { SecretOnce } from "./secret-once";

type Props = { address: Address; open: boolean; onClose: () => void };

export function SecretDialog({ address, open, onClose }: Props) {
  const t = useTranslations("notifications");
  return (
    <Dialog open={open} onClose={onClose} title={t("rotateTitle", { name: address.name })}>
      <DialogBody>
        <SecretForm id={address.id} onClose={onClose} />
      </DialogBody>
    </Dialog>
  );
}

function SecretForm({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("notifications");
  const [secret, setSecret] = useState<string | null>(null);
  const { run, pending, problem } = useChange({
    change: () => send<{ secret: string }>("POST", `${endpointsPath}/${id}/secret`, {}),
    onDone: (made) => setSecret(made.secret),
  });
  if (secret !== null) return <SecretOnce secret={secret} onClose={onClose} />;
  return (
    <>
      <p className="text-ink-2">{t("rotateText")}</p>
      {problem && <ProblemNotice problem={problem} />}
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button look="primary" pending={pending} onClick={() => run(undefined)}>
          {t("rotateNow")}
        </Button>
      </DialogActions>
    </>
  );
}
