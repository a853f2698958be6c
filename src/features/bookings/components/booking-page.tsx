"use client";

import { Clock, MapPin, Video } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { Note } from "@/components/ui/note";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet } from "@/components/ui/sheet";
import type { AvailabilityShape } from "@/server/availability/shapes";
import type { BookingPage as Page } from "@/server/booking/load-page";
import type { BookedShape, BookingRefusal } from "@/server/booking/shapes";
import { Booked } from "./booked";
import { groupSlots, laterDay } from "./group-slots";
import { SlotPicker } from "./slot-picker";
import { useBook } from "./use-book";
import { pageDays, useSlots } from "./use-slots";
import { useVisitorZone } from "./use-visitor-zone";
import { VisitorForm } from "./visitor-form";
import { ZoneSwitch } from "./zone-switch";

type Props = { page: Page; first: AvailabilityShape };

export function BookingPage({ page, first }: Props) {
  const [zone, setZone] = useVisitorZone(page.zone);
  const [booked, setBooked] = useState<{ answer: BookedShape; withGuests: boolean } | null>(null);
  return (
    <Sheet className="mx-auto grid max-w-[60rem] overflow-hidden desk:grid-cols-[280px_minmax(0,1fr)]">
      <div className="border-b border-line px-4 py-5 tablet:px-6 desk:border-r desk:border-b-0">
        <About page={page} />
        <div className="mt-5 max-w-text">
          <ZoneSwitch zone={zone} onChange={setZone} />
        </div>
      </div>
      <div className="min-w-0 px-4 py-5 tablet:px-6">
        {booked ? (
          <Booked booked={booked.answer} withGuests={booked.withGuests} onAnother={() => setBooked(null)} />
        ) : (
          <Choose
            page={page}
            first={first}
            zone={zone}
            onBooked={(answer, withGuests) => setBooked({ answer, withGuests })}
          />
        )}
      </div>
    </Sheet>
  );
}

function About({ page }: { page: Page }) {
  const t = useTranslations("book");
  const format = useFormatter();
  const { kind, text } = page.location;
  return (
    <>
      <p className="text-small text-ink-2">{t("with", { names: format.list(page.hosts) })}</p>
      <h1 className="mt-0.5 text-title-phone tablet:text-title">{page.title}</h1>
      {page.description && <p className="mt-2 whitespace-pre-line text-ink-2">{page.description}</p>}
      <ul className="mt-4 grid gap-2 text-small text-ink-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:flex-none">
        <li className="flex gap-2">
          <Clock aria-hidden /> {t("minutes", { count: page.durationMinutes })}
        </li>
        {kind !== "none" && (
          <li className="flex gap-2">
            {kind === "conference" ? <Video aria-hidden /> : <MapPin aria-hidden />}
            {kind === "conference" ? t("conference") : text || t("phone")}
          </li>
        )}
      </ul>
    </>
  );
}

/** What the times rest on, where that is less than usual: in figures, as nobody's calendar is named to strangers. */
function Soundness({ answer }: { answer: AvailabilityShape }) {
  const t = useTranslations("book");
  const { soundness, calendar_health: health, evidence_from: readAt } = answer;
  if (soundness === "partial")
    return (
      <Note icon={<Clock />}>{t("partly", { read: health.successful_calendars, all: health.total_calendars })}</Note>
    );
  if (soundness === "older" && readAt !== null)
    return <Note icon={<Clock />}>{t.rich("older", { age: () => <RelativeTime at={readAt} /> })}</Note>;
  return null;
}

type Choosing = Props & { zone: string; onBooked: (booked: BookedShape, withGuests: boolean) => void };

function Choose({ page, first, zone, onBooked }: Choosing) {
  const t = useTranslations("book");
  const format = useFormatter();
  const today = first.first_day;
  const [firstDay, setFirstDay] = useState(today);
  const [start, setStart] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<BookingRefusal | null>(null);
  const slots = useSlots({ id: page.id, firstDay, first: firstDay === today ? first : null });
  const book = useBook(page.id, {
    onBooked,
    onRefused: (answer) => {
      setRefusal(answer);
      void slots.refetch();
    },
  });
  const names = format.list(page.hosts);
  const answer = slots.data ?? first;
  if (start !== null)
    return (
      <VisitorForm
        {...{ start, zone, book, refusal }}
        asks={answer.mode === "request_only"}
        onBack={() => {
          setStart(null);
          setRefusal(null);
        }}
      />
    );
  if (answer.mode === "none")
    return (
      <div role="status">
        <h2 className="text-section font-semibold">{t("closed")}</h2>
        <p className="mt-1 text-ink-2">{t("closedMore", { names })}</p>
      </div>
    );
  return (
    <div className="grid gap-4">
      {answer.mode === "request_only" && <Note icon={<Clock />}>{t("requestOnly", { names })}</Note>}
      <Soundness answer={answer} />
      <ProblemNotice problem={slots.error} />
      <SlotPicker
        days={groupSlots(answer.available_slots, zone)}
        {...{ zone, chosen: start, onChoose: setStart }}
        looking={slots.isPlaceholderData || slots.isPending}
        onEarlier={firstDay > today ? () => setFirstDay(laterDay(firstDay, 0 - pageDays)) : null}
        onLater={() => setFirstDay(laterDay(firstDay, pageDays))}
      />
      <p className="text-small text-ink-3">{t("powered")}</p>
    </div>
  );
}
