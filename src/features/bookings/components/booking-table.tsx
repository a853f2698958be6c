"use client";

import { useFormatter, useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { HostBookingShape } from "@/server/booking/shapes";
import { causeWord, type View } from "../schema";

type Props = { bookings: readonly HostBookingShape[]; view: View; zone: string };

export function BookingTable({ bookings, view, zone }: Props) {
  const t = useTranslations("bookings");
  return (
    <Table>
      <TableHead>
        <Row>
          <HeadCell>{t("time")}</HeadCell>
          <HeadCell>{t("visitor")}</HeadCell>
          <HeadCell>{t("what")}</HeadCell>
          <HeadCell>{t("state")}</HeadCell>
          <HeadCell right>
            <span className="sr-only">{t("actions")}</span>
          </HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {bookings.map((booking) => (
          <BookingRow key={booking.id} {...{ booking, view, zone }} />
        ))}
      </TableBody>
    </Table>
  );
}

function BookingRow({ booking, view, zone }: { booking: HostBookingShape; view: View; zone: string }) {
  const t = useTranslations("bookings");
  const states = useTranslations("book.states");
  const format = useFormatter();
  const cause = booking.attention ?? (booking.state === "requested" ? booking.cause : null);
  const time = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" } as const;
  return (
    <Row>
      <Cell phone="main" className="font-medium whitespace-nowrap">
        {format.dateTime(new Date(booking.start), { ...time, timeZone: zone })}
      </Cell>
      <Cell>
        <NameLines name={booking.visitor.name} second={booking.visitor.email} />
      </Cell>
      <Cell>
        <NameLines name={booking.title} second={t("hosts", { names: format.list(booking.hosts) })} />
      </Cell>
      <Cell phone="aside">
        <Badge>{booking.no_show ? t("noShow") : states(booking.state)}</Badge>
        {cause !== null && (
          <span className="mt-0.5 block max-w-64 text-micro text-ink-2">{t(`causes.${causeWord(cause)}`)}</span>
        )}
      </Cell>
      <Cell phone="action" right>
        <Decisions booking={booking} view={view} />
      </Cell>
    </Row>
  );
}

type Decision = "confirm" | "decline" | "cancel" | "no_show" | "showed";

function offeredFor({ state, no_show: noShow }: HostBookingShape, view: View): readonly Decision[] {
  if (state === "requested") return ["confirm", "decline"];
  if (state !== "confirmed") return [];
  if (view !== "past" && view !== "no_shows") return ["cancel"];
  return [noShow ? "showed" : "no_show"];
}

function Decisions({ booking, view }: { booking: HostBookingShape; view: View }) {
  const t = useTranslations("bookings");
  const states = useTranslations("book.states");
  const names = {
    confirm: "confirm",
    decline: "decline",
    cancel: "cancel",
    no_show: "noShow",
    showed: "showed",
  } as const;
  const { run, pending, problem } = useChange({
    change: (decision: Decision) =>
      send<HostBookingShape>("POST", `/api/v1/bookings/${booking.id}/decision`, { decision }),
    // The row may leave this view with its new state: what became of it is said all the same.
    onDone: ({ state, visitor: { name } }) => {
      if (state !== booking.state) toast.done({ text: name, detail: states(state) });
    },
  });
  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      {offeredFor(booking, view).map((decision) => (
        <Button
          key={decision}
          size="small"
          look={decision === "confirm" ? "primary" : "secondary"}
          pending={pending}
          onClick={() => run(decision)}
        >
          {t(names[decision])}
        </Button>
      ))}
      <ProblemNotice problem={problem} />
    </span>
  );
}
