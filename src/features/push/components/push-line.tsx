"use client";

import { RadioTower } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Account } from "../schema";
import { chooseWay } from "./choose-way";
import { PushPanel } from "./push-panel";

type Calendar = {
  readonly calendarId: string;
  readonly name: string | null;
  readonly delivery: { readonly by: "push" | "polling"; readonly lastNotified: string | null };
};
type Props = {
  account: Account;
  calendars: readonly Calendar[];
  /** Whether providers can call this instance. */
  isReachable: boolean;
};

/** How changes of an account come here, in one line of its card, and the way to everything about it. */
export function PushLine({ account, calendars, isReachable }: Props) {
  const t = useTranslations("push");
  const [open, setOpen] = useState(false);
  if (calendars.length === 0) return null;
  const deliveries = calendars.map(({ delivery }) => delivery);
  const names = new Map(calendars.map(({ calendarId, name }) => [calendarId, name ?? ""]));
  const told = deliveries.filter(({ by }) => by === "push");
  const last = told.map(({ lastNotified }) => lastNotified).reduce(newest, null);
  const way = chooseWay(deliveries, isReachable);
  return (
    <div className="flex gap-2.5 text-small text-ink-2">
      <RadioTower aria-hidden className="mt-0.5 size-4 flex-none stroke-[1.75] text-ink-3" />
      <span className="min-w-0">
        {t(`ways.${way}`, { party: account.party })}
        {last && <> {t.rich("lastWord", { time: () => <RelativeTime at={last} /> })}</>}{" "}
        <button
          type="button"
          className="link min-h-11 tablet:min-h-0"
          aria-label={t("openNamed", { name: account.name })}
          onClick={() => setOpen(true)}
        >
          {t("open")}
        </button>
      </span>
      <Dialog open={open} onClose={() => setOpen(false)} title={t("title", { name: account.name })} place="wide">
        <DialogBody>{open && <PushPanel account={account} names={names} />}</DialogBody>
      </Dialog>
    </div>
  );
}

const newest = (one: string | null, other: string | null) =>
  one === null || (other !== null && other > one) ? other : one;
