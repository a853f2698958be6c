"use client";

import { Bell as BellIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Popover } from "@/components/ui/popover";
import type { BellData } from "../schema";
import { BellRow } from "./bell-row";
import { useBell } from "./use-bell";

const icon = { "aria-hidden": true, strokeWidth: 1.75 } as const;
const mostShown = 99;

/** How much is unread, and what it is. Opened, it is read; what arrives meanwhile is not. */
export function Bell({ first, href }: { first: BellData; href: string }) {
  const t = useTranslations("bell");
  const { unread, notifications, isError, onOpened, onClosed } = useBell(first);
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    setOpen(next);
    if (next) void onOpened();
    else onClosed();
  };
  return (
    <Popover
      open={open}
      onOpenChange={change}
      label={t("title")}
      align="start"
      trigger={
        <Button look="quiet" size="icon" className="relative" aria-label={t("open", { count: unread })}>
          <BellIcon {...icon} />
          {unread > 0 && (
            <span
              aria-hidden
              className="absolute top-1 right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[10px] leading-none font-semibold text-on-accent tabular-nums"
            >
              {unread > mostShown ? `${mostShown}+` : unread}
            </span>
          )}
        </Button>
      }
    >
      <header className="sticky top-0 flex items-center gap-3 border-b border-line bg-raised px-4 py-2.5">
        <h2 className="mr-auto font-semibold">{t("title")}</h2>
        <Link href={href} prefetch={false} className="link text-small" onClick={() => setOpen(false)}>
          {t("all")}
        </Link>
      </header>
      {isError && <p className="px-4 py-2 text-small text-ink-2">{t("lost")}</p>}
      {notifications.length === 0 ? (
        <EmptyState icon={<BellIcon />} title={t("none")}>
          {t("noneMore")}
        </EmptyState>
      ) : (
        <ul>
          {notifications.map((each) => (
            <BellRow key={each.id} notification={each} href={href} onGo={() => setOpen(false)} />
          ))}
        </ul>
      )}
    </Popover>
  );
}
