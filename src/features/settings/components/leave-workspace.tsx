"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/** Afterwards this workspace does not exist for the person: the page is loaded anew. */
export function LeaveWorkspace({ name, memberId }: { name: string; memberId: string }) {
  const t = useTranslations("settings.workspace");
  const [open, setOpen] = useState(false);
  const { mutate, isPending, isSuccess, error, reset } = useMutation<unknown, ProblemError>({
    mutationFn: () => send("DELETE", `/api/v1/members/${memberId}`),
    onSuccess: () => location.assign("/"),
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("leave", { name })}</Button>
      <ConfirmDialog
        open={open}
        onClose={() => {
          setOpen(false);
          reset();
        }}
        question={t("askLeave", { name })}
        facts={[
          { name: t("facts.changes"), text: t("facts.changesText") },
          { name: t("facts.stays"), text: t("facts.staysText") },
          { name: t("facts.time"), text: t("facts.timeText") },
        ]}
        action={t("leaveVerb")}
        pending={isPending || isSuccess}
        problem={<ProblemNotice problem={error} />}
        onConfirm={() => mutate()}
      />
    </>
  );
}
