"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ProblemError } from "@/components/api/problem";
import { send } from "@/components/api/send";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Button } from "@/components/ui/button";
import { pageNowMs } from "@/components/ui/now";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { OverseenConnection } from "../schema";

type Props = { person: OverseenConnection; onReminded: () => void; wide?: boolean };

const waitsForPerson = ({ state }: OverseenConnection) => state === "needs_reconnecting" || state === "disabled";

/** Puts a word into the person's bell, once a day. Whoever was reminded today has the time of it in the button's place. */
export function RemindButton({ person, onReminded, wide = false }: Props) {
  const t = useTranslations("health.people");
  const words = useProblemWords();
  const { workspaceId, connectionId, userName, remindedAt } = person;
  const { mutate, isPending } = useMutation<unknown, ProblemError>({
    mutationFn: () => send("POST", `/api/v1/admin/workspaces/${workspaceId}/connections/${connectionId}/remind`),
    onSuccess: () => {
      toast.done({ text: t("reminded", { name: userName }), detail: t("remindedMore") });
      onReminded();
    },
    onError: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
  });
  if (!waitsForPerson(person)) return null;
  const isToday = remindedAt?.slice(0, 10) === new Date(pageNowMs()).toISOString().slice(0, 10);
  if (remindedAt !== null && isToday)
    return (
      <span className="text-ink-3">
        {t.rich("remindedAt", { time: () => <RelativeTime at={remindedAt} stop={false} /> })}
      </span>
    );
  return (
    <Button
      size={wide ? "normal" : "small"}
      look={wide ? "secondary" : "quiet"}
      pending={isPending}
      aria-label={t("remindNamed", { name: userName })}
      onClick={() => mutate()}
    >
      {t("remind")}
    </Button>
  );
}
