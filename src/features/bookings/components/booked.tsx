"use client";

import { CalendarCheck, Hourglass } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { BookedShape } from "@/server/booking/shapes";

const titles = { confirmed: "bookedTitle", requested: "requestedTitle", pending: "pendingTitle" } as const;

type Props = { booked: BookedShape; withGuests: boolean; onAnother: () => void };

/** What became of it, in the words of the server, and the way back. */
export function Booked({ booked, withGuests, onAnother }: Props) {
  const t = useTranslations("book");
  const format = useFormatter();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const { booking } = booked;
  const Icon = booked.status === "confirmed" ? CalendarCheck : Hourglass;
  return (
    <div className="grid max-w-text gap-4">
      <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon aria-hidden className="size-6" />
      </span>
      <div>
        <h2 ref={title} tabIndex={-1} className="text-title-phone outline-none tablet:text-title">
          {t(titles[booked.status])}
        </h2>
        <p className="mt-1 text-ink-2">{booked.message}</p>
        {withGuests && <p className="mt-2 text-ink-2">{t("guestsWait")}</p>}
      </div>
      <p className="font-medium">
        {format.dateTimeRange(new Date(booking.start), new Date(booking.end), {
          dateStyle: "full",
          timeStyle: "short",
          timeZone: booking.timezone,
        })}
        <span className="block font-normal text-ink-2">{booking.timezone.replaceAll("_", " ")}</span>
      </p>
      <div className="flex flex-wrap gap-2">
        {booking.join_url && (
          <Button asChild>
            <a href={booking.join_url} rel="noopener noreferrer" target="_blank">
              {t("join")}
            </a>
          </Button>
        )}
        <Button asChild>
          <a href={booked.manage_url}>{t("manage")}</a>
        </Button>
        <Button look="quiet" onClick={onAnother}>
          {t("another")}
        </Button>
      </div>
    </div>
  );
}
