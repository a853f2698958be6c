"use client";

import { useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import type { State } from "@/components/ui/state-glyph";
import { StatusWord } from "@/components/ui/status-badge";
import type { PushChannel } from "../schema";

const shown: Readonly<Record<PushChannel["state"], State>> = {
  delivering: "healthy",
  silent: "late",
  expired: "late",
  opening: "catchingUp",
  failed: "late",
  unsupported: "paused",
  stopped: "paused",
  no_address: "paused",
  resting: "paused",
};

type Names = ReadonlyMap<string, string>;
type Props = { channels: readonly PushChannel[]; party: string; names: Names };

export function ChannelList({ channels, party, names }: Props) {
  return (
    <ul className="grid gap-3">
      {channels.map((channel) => (
        <Channel key={`${channel.connectionId}-${channel.calendarId}`} {...{ channel, party, names }} />
      ))}
    </ul>
  );
}

/** What delivers needs no explanation; everything else has one. */
function Channel({ channel, party, names }: { channel: PushChannel; party: string; names: Names }) {
  const t = useTranslations("push");
  const { state, since, expiresAt, lastNotified, nextTry, code, calendarId } = channel;
  const name = calendarId === null ? t("wholeAccount") : names.get(calendarId);
  return (
    <li className="grid gap-0.5">
      <div className="flex flex-wrap items-center gap-x-2.5">
        {name && <span className="min-w-0 text-small font-medium wrap-anywhere">{name}</span>}
        <StatusWord state={shown[state]}>{t(`states.${state}`)}</StatusWord>
      </div>
      <p className="text-small text-ink-2">
        {since && t.rich("since", { time: () => <DateTime at={since} /> })}
        {lastNotified && <> · {t.rich("notified", { time: () => <RelativeTime at={lastNotified} /> })}</>}
        {state === "delivering" && expiresAt && (
          <> · {t.rich("ends", { time: () => <RelativeTime at={expiresAt} /> })}</>
        )}
        {nextTry && <> · {t.rich("nextTry", { time: () => <RelativeTime at={nextTry} /> })}</>}
        {state === "failed" && code && <span className="ml-1.5 font-mono text-micro">{code}</span>}
      </p>
      {state !== "delivering" && <p className="text-small text-ink-2">{t(`sentences.${state}`, { party })}</p>}
    </li>
  );
}
