"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { exchange, send } from "@/components/api/send";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Note } from "@/components/ui/note";
import type { BookingRefusal, ManagedShape, MovedShape } from "@/server/booking/shapes";
import { BehindLink, linkKey } from "./behind-link";
import { MoveTo } from "./move-to";

const path = "/api/v1/bookings/manage";

/** The page behind the link that a visitor was given. */
export function ManageBooking() {
  const t = useTranslations("book");
  return (
    <BehindLink<ManagedShape> path={path} title={t("manageTitle")}>
      {(seen, token) => <Managed seen={seen} token={token} />}
    </BehindLink>
  );
}

function Managed({ seen, token }: { seen: ManagedShape; token: string }) {
  const t = useTranslations("book");
  const format = useFormatter();
  const [moving, setMoving] = useState(false);
  const { booking } = seen;
  return (
    <div className="grid gap-4">
      <div>
        <p className="text-small text-ink-2">{t("with", { names: format.list(booking.hosts) })}</p>
        <h1 className="text-title-phone tablet:text-title">{booking.title}</h1>
      </div>
      <div>
        <p className="font-medium">
          {format.dateTimeRange(new Date(booking.start), new Date(booking.end), {
            ...{ dateStyle: "full", timeStyle: "short", timeZone: booking.timezone },
          })}
        </p>
        <p className="text-ink-2">{booking.timezone.replaceAll("_", " ")}</p>
        <p className="mt-2" role="status">
          <Badge>{t(`states.${booking.state}`)}</Badge>
        </p>
      </div>
      {moving ? (
        <Moving seen={seen} token={token} onDone={() => setMoving(false)} />
      ) : (
        <Actions seen={seen} token={token} onMove={() => setMoving(true)} />
      )}
    </div>
  );
}

function Actions({ seen, token, onMove }: { seen: ManagedShape; token: string; onMove: () => void }) {
  const t = useTranslations("book");
  const format = useFormatter();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation<ManagedShape, ProblemError>({
    mutationFn: () => send("POST", `${path}/cancel`, { token }),
    onSuccess: (answer) => {
      client.setQueryData(linkKey(path, token), answer);
      setAsking(false);
    },
  });
  const { booking } = seen;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {booking.join_url && booking.state === "confirmed" && (
          <Button asChild look="primary">
            <a href={booking.join_url} rel="noopener noreferrer" target="_blank">
              {t("join")}
            </a>
          </Button>
        )}
        {seen.may_move && <Button onClick={onMove}>{t("move")}</Button>}
        {seen.may_cancel && (
          <Button look="quiet" onClick={() => setAsking(true)}>
            {t("cancel")}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        question={t("cancelSure")}
        facts={[{ name: t("cancelWhat"), text: t("cancelMore", { names: format.list(booking.hosts) }) }]}
        action={t("cancel")}
        pending={cancel.isPending}
        problem={cancel.error && <ProblemNotice problem={cancel.error} />}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}

function Moving({ seen, token, onDone }: { seen: ManagedShape; token: string; onDone: () => void }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<BookingRefusal | null>(null);
  const move = useMutation<{ answer: MovedShape | BookingRefusal }, ProblemError, string>({
    mutationFn: (start) => exchange("POST", `${path}/move`, { token, start }),
    onSuccess: ({ answer }) => {
      if (answer.status === "error") return setRefusal(answer);
      client.setQueryData(linkKey(path, token), answer);
      onDone();
    },
  });
  return (
    <div className="grid gap-4">
      {refusal && (
        <div role="alert">
          <Note>{refusal.message}</Note>
        </div>
      )}
      <ProblemNotice problem={move.error} />
      <MoveTo
        configurationId={seen.configuration_id}
        zone={seen.booking.timezone}
        pending={move.isPending}
        onMove={(start) => move.mutate(start)}
        onBack={onDone}
      />
    </div>
  );
}
