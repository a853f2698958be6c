"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useLostContact } from "@/components/live/live-query";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { StatusBadge } from "@/components/ui/status-badge";
import { Tile } from "@/components/ui/tile";
import {
  isReading,
  provenAt,
  shownOf,
  type BookingEffect,
  type CalendarHealth,
  type ConnectionHealth,
  type PastDays,
} from "../schema";
import { AccountFacts } from "./account-facts";
import { AccountScore } from "./account-score";
import { AccountFigures } from "./account-figures";
import { CalendarRows } from "./calendar-rows";
import { useConnectionName } from "./connection-name";
import { findHeld, isDecision } from "./find-held";
import { ProofTime } from "./proof-time";
import { ReadingProgress } from "./reading-progress";
import { RunStrip } from "./run-strip";
import { TokenLine, warnsOfToken } from "./token-line";
import { DecideButton } from "./decide-button";
import { DayStrip } from "./day-strip";
import { hasTrouble } from "./has-trouble";
import { Trouble } from "./trouble";
import type { Asked, ResyncTarget } from "./use-resync";

export type CardActions = {
  resync: (asked: Asked) => void;
  isAsking: (target: ResyncTarget) => boolean;
  openRuns: (calendarId: string) => void;
  decide: (calendar: CalendarHealth) => void;
};

/** What another feature puts into a card: how to repair it, and everything else that can be done with it. */
export type CardParts = { repair: ReactNode; resume: ReactNode; menu: ReactNode; note: ReactNode };

type Props = {
  connection: ConnectionHealth;
  past: PastDays["connections"][number] | undefined;
  actions: CardActions;
  parts: CardParts;
  notes?: ReactNode;
  /** Booking pages that its trouble spoils. */
  pages: readonly BookingEffect[];
};
type HeadProps = Pick<Props, "connection" | "actions" | "parts">;

/** One account: its state in words, then evidence. Only what applies is there. */
export function ConnectionCard({ connection, past, actions, parts, notes, pages }: Props) {
  const { calendars } = connection;
  const name = useConnectionName()(connection);
  const isOnItsWay = isReading(connection) || connection.state === "catching_up";
  const asides = (
    <>
      {parts.note}
      {notes}
    </>
  );
  const troubleAction = useTroubleAction({ connection, actions, parts });
  return (
    <Sheet role="region" aria-label={name} className="overflow-hidden">
      <CardHead connection={connection} actions={actions} parts={parts} />
      {hasTrouble(connection) && (
        <div className="pb-5">
          <Trouble connection={connection} action={troubleAction} pages={pages} />
        </div>
      )}
      <div className="grid grid-cols-1 gap-5 px-4 pb-5 tablet:px-6">
        {isOnItsWay && <ReadingProgress connection={connection} account={name} />}
        {calendars.length > 0 && (
          <div className="grid grid-cols-1 gap-x-12 gap-y-5 desk:grid-cols-[minmax(0,1fr)_316px]">
            <div className="grid grid-cols-1 content-start gap-5">
              <CalendarRows
                account={name}
                calendars={calendars}
                onOpenRuns={actions.openRuns}
                onResync={actions.resync}
              />
              {asides}
            </div>
            <div className="grid grid-cols-1 content-start gap-4">
              <AccountFacts connection={connection} />
              <AccountScore connection={connection} past={past} />
            </div>
          </div>
        )}
        {calendars.length === 0 && asides}
        {warnsOfToken(connection) && <TokenLine connection={connection} />}
        {calendars.length > 0 && (
          <>
            <div className="grid grid-cols-1 gap-x-12 gap-y-5 desk:grid-cols-[minmax(0,1fr)_316px]">
              {past ? <DayStrip past={past} /> : <div className="h-[74px] max-desk:hidden" />}
              <RunStrip calendars={calendars} onOpen={actions.openRuns} />
            </div>
            <div className="border-t border-line pt-4">
              <AccountFigures connection={connection} />
            </div>
          </>
        )}
      </div>
    </Sheet>
  );
}

function CardHead({ connection, actions, parts }: HeadProps) {
  const lost = useLostContact();
  const { product, accountEmail } = connection;
  const isRunning = isReading(connection);
  const shown = shownOf(connection, { isRunning, lost });
  return (
    <header className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-3 px-4 py-4 tablet:gap-x-4 tablet:px-6 tablet:py-5">
      <Tile name={product} />
      <div className="min-w-0">
        <h3 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
          <span className="min-w-0 wrap-anywhere max-tablet:order-2 max-tablet:basis-full">
            {product}
            {accountEmail && (
              <span className="font-normal text-ink-2 max-tablet:block">
                <span className="max-tablet:hidden"> · </span>
                {accountEmail}
              </span>
            )}
          </span>
          <StatusBadge state={shown} turning={shown === "catchingUp" && isRunning} />
        </h3>
        <ProofLine connection={connection} openRuns={actions.openRuns} />
      </div>
      <div className="flex items-center gap-1 max-tablet:contents">
        <div className="max-tablet:order-last max-tablet:col-span-3 max-tablet:[&>*]:w-full">
          <HeadAction {...{ connection, actions, parts }} />
        </div>
        {parts.menu}
      </div>
    </header>
  );
}

/** In the head stands what needs no explanation; the button of a trouble stands beside its explanation. */
function HeadAction({ connection, actions, parts }: HeadProps) {
  const t = useTranslations("calendar.card");
  const name = useConnectionName()(connection);
  const { connectionId, state, calendars } = connection;
  if (state === "paused") return parts.resume;
  if (state === "needs_reconnecting" || state === "disabled" || calendars.length === 0) return null;
  const isBusy = isReading(connection) || actions.isAsking({ connectionId });
  return (
    <Button
      pending={isBusy}
      aria-label={t(isBusy ? "readingNamed" : "resyncNamed", { name })}
      onClick={() => actions.resync({ target: { connectionId }, way: "everything" })}
    >
      {!isBusy && <RefreshCw aria-hidden strokeWidth={1.75} />}
      {t(isBusy ? "reading" : "resync")}
    </Button>
  );
}

/** Nothing where nothing is to do: then the block says so. */
function useTroubleAction({ connection, actions, parts }: HeadProps): ReactNode {
  const t = useTranslations("calendar.trouble.actions");
  const { action, connectionId, product } = connection;
  const held = findHeld(connection);
  if (action?.id === "reconnect") return parts.repair;
  if (action?.id === "decide_held" && held && isDecision(held))
    return <DecideButton wide onDecide={() => actions.decide(held)} />;
  if (action?.id === "resync" && connection.state === "disabled")
    return (
      <Button
        look="primary"
        wide
        pending={actions.isAsking({ connectionId })}
        onClick={() => actions.resync({ target: { connectionId }, way: "everything" })}
      >
        {t("resync", { product })}
      </Button>
    );
  return undefined;
}

function ProofLine({ connection, openRuns }: { connection: ConnectionHealth; openRuns: (calendarId: string) => void }) {
  const t = useTranslations("calendar.card");
  const lost = useLostContact();
  const { calendars, state, party } = connection;
  const proof = provenAt(connection) ?? (state === "healthy" ? connection.lastSync : null);
  const of = calendars.find(({ lastSuccess }) => lastSuccess === proof) ?? calendars[0];
  const time = () => proof !== null && <ProofTime at={proof} onOpen={() => of && openRuns(of.calendarId)} />;
  const shown = shownOf(connection, { isRunning: isReading(connection), lost });

  const words = () => {
    if (calendars.length === 0) return t("noCalendars");
    if (proof === null) return t("neverProven", { state: shown });
    if (shown !== "healthy") return t.rich("lastProven", { time, state: shown });
    const by = calendars.some(({ delivery }) => delivery.by === "push") ? "push" : "polling";
    return t.rich("proven", { time, calendars: calendars.length, by, party });
  };
  return <p className="mt-0.5 text-small text-ink-2">{words()}</p>;
}
