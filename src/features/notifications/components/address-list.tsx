"use client";

import { Ellipsis, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { DateTime } from "@/components/ui/date-time";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section, Sheet, SheetFoot } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { useSendingWords } from "@/components/ui/use-sending-words";
import { endpointsPath, type Address, type NotificationSettings } from "../schema";
import { AddAddressDialog } from "./add-address-dialog";
import { SecretDialog } from "./secret-dialog";
import { SentDialog } from "./sent-dialog";
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
              <AddressRow key={address.id} address={address} mayChange={!address.isTeam || settings.mayAddForTeam} />
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

type Open = "sent" | "secret" | null;

function AddressRow({ address, mayChange }: { address: Address; mayChange: boolean }) {
  const t = useTranslations("notifications");
  const { test, testing } = useSendTest();
  const [open, setOpen] = useState<Open>(null);
  const { id, channel, name, isTeam } = address;
  const close = () => setOpen(null);
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
      {mayChange && <AddressMenu address={address} onOpen={setOpen} />}
      <SentDialog address={address} open={open === "sent"} onClose={close} />
      <SecretDialog address={address} open={open === "secret"} onClose={close} />
    </li>
  );
}

function AddressMenu({ address, onOpen }: { address: Address; onOpen: (what: Open) => void }) {
  const t = useTranslations("notifications");
  const words = useProblemWords();
  const { run, pending } = useChange({
    change: (id: string) => send("DELETE", `${endpointsPath}/${id}`),
    onDone: () => toast.done({ text: t("removed") }),
    onProblem: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
  });
  const { id, name, isSigned } = address;
  return (
    <Menu
      trigger={
        <Button look="quiet" size="icon" pending={pending} aria-label={t("menu", { name })}>
          <Ellipsis aria-hidden strokeWidth={1.75} />
        </Button>
      }
    >
      <MenuItem onSelect={() => onOpen("sent")}>{t("deliveries")}</MenuItem>
      {isSigned && <MenuItem onSelect={() => onOpen("secret")}>{t("rotate")}</MenuItem>}
      <MenuSeparator />
      <MenuItem onSelect={() => run(id)}>{t("removeIt")}</MenuItem>
    </Menu>
  );
}

function AddressState({ address }: { address: Address }) {
  const t = useTranslations("notifications");
  const { disabledAt, failingSince, verifiedAt, testedAt } = address;
  const why = useSendingWords()(address.errorCode ?? "");
  if (disabledAt !== null) return t.rich("disabled", { why, time: () => <RelativeTime at={disabledAt} /> });
  if (failingSince !== null) return t.rich("failing", { why, time: () => <DateTime at={failingSince} /> });
  if (testedAt !== null && (verifiedAt === null || testedAt >= verifiedAt))
    return t.rich("tested", { time: () => <RelativeTime at={testedAt} /> });
  if (verifiedAt !== null) return t.rich("works", { time: () => <RelativeTime at={verifiedAt} /> });
  return t("neverSent");
}
