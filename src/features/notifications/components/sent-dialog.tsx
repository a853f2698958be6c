"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { useSendingWords } from "@/components/ui/use-sending-words";
import { endpointsPath, kindWord, replayPathOf, stateWord, type Address, type Sent } from "../schema";

type Props = { address: Address; open: boolean; onClose: () => void };

/** What went to an address and how it ended; each can be sent again. */
export function SentDialog({ address, open, onClose }: Props) {
  const t = useTranslations("notifications");
  return (
    <Dialog open={open} onClose={onClose} title={t("deliveriesOf", { name: address.name })}>
      <DialogBody>
        <SentList id={address.id} />
      </DialogBody>
    </Dialog>
  );
}

function SentList({ id }: { id: string }) {
  const t = useTranslations("notifications");
  const words = useProblemWords();
  const why = useSendingWords();
  const client = useQueryClient();
  const queryKey = ["sent", id];
  const { data } = useQuery({
    queryKey,
    queryFn: () => send<{ deliveries: Sent[] }>("GET", `${endpointsPath}/${id}/deliveries`),
    refetchInterval: 5_000,
  });
  const { run, pending } = useChange({
    change: (delivery: string) => send("POST", replayPathOf(delivery), {}),
    onDone: () => {
      toast.done({ text: t("replayed") });
      void client.invalidateQueries({ queryKey });
    },
    onProblem: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
  });
  if (data?.deliveries.length === 0) return <p className="text-ink-2">{t("noDeliveries")}</p>;
  return (
    <ul>
      {data?.deliveries.map((row) => (
        <li key={row.id} className="flex flex-wrap items-center gap-x-3 border-t border-line py-2.5 first:border-t-0">
          <span className="min-w-0 flex-1">
            <span className="block font-medium">
              {t(`kinds.${kindWord(row.kind)}`)}
              <span className="font-normal text-ink-2"> · {t(`states.${stateWord(row.state)}`)}</span>
            </span>
            <span className="block text-small text-ink-3">
              <DateTime at={row.at} />
              {row.errorCode !== null && ` · ${why(row.errorCode)}`}
            </span>
          </span>
          <Button size="small" pending={pending} onClick={() => run(row.id)}>
            {t("replay")}
          </Button>
        </li>
      ))}
    </ul>
  );
}
