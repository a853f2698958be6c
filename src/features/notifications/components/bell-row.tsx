"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { StateGlyph, type State } from "@/components/ui/state-glyph";
import { sayAlert } from "@/lib/i18n/alert-words";
import type { BellData } from "../schema";

type Notification = BellData["notifications"][number];
type Props = { notification: Notification; href: string; onGo: () => void };

function glyphOf({ kind, ruleId, severity }: Notification): State {
  if (kind === "resolved") return "healthy";
  if (ruleId === "provider.outage") return "outage";
  return severity === "critical" || severity === "high" ? "reconnect" : "late";
}

export function BellRow({ notification, href, onGo }: Props) {
  const t = useTranslations("bell");
  const say = useTranslations("alerts");
  const { kind, at, isRead, ruleId, product } = notification;
  const words = sayAlert(say, notification);
  const isAsked = ruleId === null;
  const isOver = kind === "resolved";
  const title = kind === "escalation" ? words.ofOthers : words.title;
  const prefix = kind === "reminder" || kind === "escalation" ? t(kind) : null;
  return (
    <li className="border-t border-line first:border-t-0">
      <Link
        href={href}
        prefetch={false}
        onClick={onGo}
        className="grid grid-cols-[1rem_minmax(0,1fr)_0.5rem] gap-x-3 px-4 py-3 hover:bg-sunken"
      >
        <StateGlyph state={glyphOf(notification)} className="mt-0.5" />
        <span className="min-w-0">
          <span className={cn("block", !isRead && "font-medium")}>
            {isAsked ? t("asked", { product }) : isOver ? words.over : title}
          </span>
          {!isOver && (
            <span className="mt-0.5 line-clamp-2 text-small text-ink-2">{isAsked ? t("askedMore") : words.todo}</span>
          )}
          <span className="mt-0.5 block text-micro text-ink-3">
            {prefix !== null && !isAsked && `${prefix} · `}
            <RelativeTime at={at} stop={false} />
          </span>
        </span>
        {!isRead && (
          <span className="mt-1.5 size-2 rounded-full bg-accent">
            <span className="sr-only">{t("unread")}</span>
          </span>
        )}
      </Link>
    </li>
  );
}
