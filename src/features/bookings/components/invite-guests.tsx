"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { Button } from "@/components/ui/button";
import type { GuestsShape } from "@/server/booking/shapes";
import { BehindLink, linkKey } from "./behind-link";

const path = "/api/v1/bookings/guests";

/** The page behind the link that asks a visitor whether their guests are to be invited. */
export function InviteGuests() {
  const t = useTranslations("book");
  return (
    <BehindLink<GuestsShape> path={path} title={t("guestsTitle")}>
      {(seen, token) => <Guests seen={seen} token={token} />}
    </BehindLink>
  );
}

function Guests({ seen, token }: { seen: GuestsShape; token: string }) {
  const t = useTranslations("book");
  const format = useFormatter();
  const client = useQueryClient();
  const title = useRef<HTMLHeadingElement>(null);
  const invite = useMutation<GuestsShape, ProblemError>({
    mutationFn: () => send("POST", `${path}/invite`, { token }),
    onSuccess: (answer) => client.setQueryData(linkKey(path, token), answer),
  });
  const { booking, guests, invited } = seen;
  useEffect(() => {
    if (invited) title.current?.focus();
  }, [invited]);
  const when = format.dateTimeRange(new Date(booking.start), new Date(booking.end), {
    ...{ dateStyle: "full", timeStyle: "short", timeZone: booking.timezone },
  });
  return (
    <div className="grid gap-4">
      {invited && (
        <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
          <MailCheck aria-hidden className="size-6" />
        </span>
      )}
      <div>
        <p className="text-small text-ink-2">{booking.title}</p>
        <h1 ref={title} tabIndex={-1} className="text-title-phone outline-none tablet:text-title">
          {t(invited ? "guestsInvited" : "guestsAsk", { count: guests.length })}
        </h1>
        <p className="mt-2 text-ink-2">{t(invited ? "guestsInvitedMore" : "guestsAskMore")}</p>
      </div>
      <p className="font-medium">
        {when}
        <span className="block font-normal text-ink-2">{booking.timezone.replaceAll("_", " ")}</span>
      </p>
      <ul className="rounded-small border border-line">
        {guests.map((guest) => (
          <li key={guest} className="border-t border-line px-4 py-2.5 wrap-anywhere first:border-t-0">
            {guest}
          </li>
        ))}
      </ul>
      <ProblemNotice problem={invite.error} />
      {!invited && (
        <Button look="primary" className="w-fit" pending={invite.isPending} onClick={() => invite.mutate()}>
          {t("guestsInvite", { count: guests.length })}
        </Button>
      )}
    </div>
  );
}
