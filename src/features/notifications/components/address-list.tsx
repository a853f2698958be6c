"use client";

import { Send, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section, Sheet, SheetFoot } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { endpointsPath, type Address, type NotificationSettings } from "../schema";
import { AddAddressDialog } from "./add-address-dialog";
import { useSendTest } from "./use-send-test";

/** Where messages go outside, one's own and the team's, and how each fares. */
export function AddressList({ settings }: { settings: NotificationSettings }) {
  const t = useTranslations("notifications");
  const [adding, setAdding] = useState(false);
  return (
    <Section id="addresses" title={t("addresses")} note={t("addressesNote")}>
      <Sheet>
        {settings.endpoints.length === 0 ? (
          <EmptyState icon={<Send />} title={t("noAddress")}>
            {t("noAddressMore")}
          </EmptyState>
        ) : (
          <ul>
            {settings.endpoints.map((address) => (
              <AddressRow key={address.id} address={address} mayRemove={!address.isTeam || settings.mayAddForTeam} />
            ))}
          </ul>
        )}
        <SheetFoot className="justify-end">
          <Button onClick={() => setAdding(true)}>{t("add")}</Button>
        </SheetFoot>
      </Sheet>
      <AddAddressDialog open={adding} mayAddForTeam={settings.mayAddForTeam} onClose={() => setAdding(false)} />
    </Section>
  );
}

function AddressRow({ address, mayRemove }: { address: Address; mayRemove: boolean }) {
  const t = useTranslations("notifications");
  const words = useProblemWords();
  const { test, testing } = useSendTest();
  const { run, pending } = useChange({
    change: (id: string) => send("DELETE", `${endpointsPath}/${id}`),
    onDone: () => toast.done({ text: t("removed") }),
    onProblem: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
  });
  const { id, channel, name, isTeam } = address;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-3 first:border-t-0 tablet:px-6">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{name}</span>
          <Badge>{t(`channels.${channel}`)}</Badge>
          {isTeam && <Badge>{t("team")}</Badge>}
        </p>
        <p className="text-small text-ink-3">
          <AddressState address={address} />
        </p>
      </div>
      <Button size="small" pending={testing} onClick={() => test({ channel, endpointId: id })}>
        {t("test")}
      </Button>
      {mayRemove && (
        <Button look="quiet" size="icon" pending={pending} aria-label={t("remove", { name })} onClick={() => run(id)}>
          <Trash2 aria-hidden strokeWidth={1.75} />
        </Button>
      )}
    </li>
  );
}

function AddressState({ address: { disabledAt, failingSince, verifiedAt, errorCode } }: { address: Address }) {
  const t = useTranslations("notifications");
  const code = errorCode ?? "";
  if (disabledAt !== null) return t.rich("disabled", { code, time: () => <RelativeTime at={disabledAt} /> });
  if (failingSince !== null) return t.rich("failing", { code, time: () => <DateTime at={failingSince} /> });
  if (verifiedAt !== null) return t.rich("works", { time: () => <RelativeTime at={verifiedAt} /> });
  return t("neverSent");
}
