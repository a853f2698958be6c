"use client";

import { Lock, Video } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { useWordsNow } from "@/components/ui/now";
import { useClock } from "@/components/ui/use-clock";
import type { Content, Meeting, View } from "../schema";
import { GuestNames } from "./guest-names";
import { NoteButton } from "./note-dialog";
import { OutcomeSelect } from "./outcome-select";

/** When, what and with whom; then what one does with it: join it, or say what became of it. */
export function MeetingRow({ meeting, view }: { meeting: Meeting; view: View }) {
  const t = useTranslations("meetings");
  const { clock } = useClock();
  const { startsAt, endsAt, content } = meeting;
  const title = content === null ? t("hidden") : (content.title ?? t("untitled"));
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 border-t border-line px-4 py-3 first:border-t-0 tablet:flex-nowrap tablet:px-6">
      <span className="w-28 flex-none text-ink-2 tabular-nums max-tablet:basis-full">
        <time dateTime={startsAt}>{clock(new Date(startsAt))}</time>–
        <time dateTime={endsAt}>{clock(new Date(endsAt))}</time>
      </span>
      <div className="min-w-0 flex-1 max-tablet:basis-full">
        <TitleLine {...{ meeting, title }} />
        {content !== null && <ContentLines content={content} />}
      </div>
      <div className="flex flex-none items-center gap-1 tablet:-my-1">
        <WhatToDo {...{ meeting, view, title }} />
      </div>
    </li>
  );
}

function TitleLine({ meeting: { content, state }, title }: { meeting: Meeting; title: string }) {
  const t = useTranslations("meetings");
  const isCancelled = state === "cancelled";
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <bdi className={cn("font-medium wrap-anywhere", isCancelled && "text-ink-2 line-through")}>{title}</bdi>
      {content?.isPrivate && (
        <Lock role="img" aria-label={t("private")} className="size-3.5 text-ink-3" strokeWidth={1.75} />
      )}
      {isCancelled && <Badge>{t("cancelled")}</Badge>}
    </p>
  );
}

function ContentLines({ content }: { content: Content }) {
  return (
    <>
      <p className="text-small">
        <GuestNames content={content} />
      </p>
      {content.note !== null && (
        <p className="mt-1.5 max-w-text border-l-2 border-line-strong pl-2.5 text-small wrap-anywhere whitespace-pre-line text-ink-2">
          {content.note}
        </p>
      )}
    </>
  );
}

/** One joins what comes, and says of what was what became of it. */
function WhatToDo({ meeting, view, title }: { meeting: Meeting; view: View; title: string }) {
  const t = useTranslations("meetings");
  const { content, outcome, state } = meeting;
  if (content === null) return outcome === null ? null : <Badge>{t(`outcomes.${outcome}`)}</Badge>;
  if (view === "upcoming") return state === "cancelled" ? null : <JoinButton {...{ meeting, content, title }} />;
  return (
    <>
      <OutcomeSelect meeting={meeting} title={title} />
      <NoteButton id={meeting.id} title={title} note={content.note} />
    </>
  );
}

function JoinButton({ meeting, content, title }: { meeting: Meeting; content: Content; title: string }) {
  const t = useTranslations("meetings");
  const { joinUrl, joinService } = content;
  const [from, until] = [new Date(meeting.startsAt), new Date(meeting.endsAt)];
  const isNow = useWordsNow((now) => (now >= from && now < until ? "now" : ""));
  if (joinUrl === null) return null;
  return (
    <Button asChild size="small" look={isNow === "now" ? "primary" : "secondary"}>
      <a
        href={joinUrl}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={joinService ? t("joinNamed", { title, service: joinService }) : t("joinPlain", { title })}
      >
        <Video aria-hidden strokeWidth={1.75} />
        {t("join")}
      </a>
    </Button>
  );
}
