"use client";

import { Video } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { useWordsNow } from "@/components/ui/now";
import { Section, Sheet } from "@/components/ui/sheet";
import { useClock } from "@/components/ui/use-clock";
import type { NextMeeting } from "../schema";
import { useRead } from "./use-read";

type Meetings = { meetings: NextMeeting[] };

/** The person's own meetings, with the link to join. Nobody else sees them. */
export function NextMeetings({ first, atMost }: { first?: Meetings; atMost?: number }) {
  const t = useTranslations("calendar.meetings");
  const { data } = useRead<Meetings>("/api/v1/calendar/meetings/next", { refetchEveryMs: 60_000, first });
  if (!data) return null;
  return (
    <Section id="meetings" title={t("title")} note={t("note")}>
      <Sheet>
        {data.meetings.length === 0 ? (
          <EmptyState icon={<Video />} title={t("none")}>
            {t("noneMore")}
          </EmptyState>
        ) : (
          <ul>
            {data.meetings.slice(0, atMost).map((meeting) => (
              <MeetingRow key={meeting.id} meeting={meeting} />
            ))}
          </ul>
        )}
      </Sheet>
    </Section>
  );
}

function MeetingRow({ meeting }: { meeting: NextMeeting }) {
  const t = useTranslations("calendar.meetings");
  const { title, startsAt, endsAt, attendeeCount, joinUrl, joinService, calendarName } = meeting;
  const { clock } = useClock();
  const name = title ?? t("untitled");
  const isNow = useWordsNow((now) => (now >= new Date(startsAt) && now < new Date(endsAt) ? "now" : ""));
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0 tablet:flex-nowrap tablet:px-6">
      <span className="w-36 flex-none text-small text-ink-2">
        {t.rich("span", { start: () => <DateTime at={startsAt} />, end: clock(new Date(endsAt)) })}
      </span>
      <span className="min-w-0 flex-1 max-tablet:basis-full">
        <span dir="auto" className="block truncate font-medium" title={name}>
          {name}
        </span>
        <span className="block truncate text-small text-ink-3">
          {t("about", {
            count: attendeeCount,
            named: calendarName === null ? "no" : "yes",
            calendar: calendarName ?? "",
          })}
        </span>
      </span>
      {joinUrl && (
        <Button asChild size="small" look={isNow === "now" ? "primary" : "secondary"}>
          <a
            href={joinUrl}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={
              joinService ? t("joinNamed", { title: name, service: joinService }) : t("joinPlain", { title: name })
            }
          >
            <Video aria-hidden strokeWidth={1.75} />
            {t("join")}
          </a>
        </Button>
      )}
    </li>
  );
}
