"use client";

import { useTranslations } from "next-intl";
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

type Props = { channels: readonly PushChannel[]; party: string };

export function ChannelList({ channels, party }: Props) {
  return (
    <ul className="grid gap-3">
      {channels.map((channel) => (
        <Channel key={`${channel.connectionId}-${channel.calendarId}`} channel={channel} party={party} />
      ))}
    </ul>
  );
}

function Channel({ channel, party }: { channel: PushChannel; party: string }) {
  const t = useTranslations("push");
  const { state, since, expiresAt, lastNotified, nextTry, code } = channel;
  return (
    <li className="grid gap-1">
      <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
        <StatusWord state={shown[state]}>{t(`states.${state}`)}</StatusWord>
        <span className="text-small text-ink-2">
          {since && t.rich("since", { time: () => <RelativeTime at={since} /> })}
          {lastNotified && <> · {t.rich("notified", { time: () => <RelativeTime at={lastNotified} /> })}</>}
          {state === "delivering" && expiresAt && (
            <> · {t.rich("ends", { time: () => <RelativeTime at={expiresAt} /> })}</>
          )}
          {nextTry && <> · {t.rich("nextTry", { time: () => <RelativeTime at={nextTry} /> })}</>}
          {code && <span className="ml-1.5 font-mono text-micro">{code}</span>}
        </span>
      </div>
      <p className="text-small text-ink-2">{t(`sentences.${state}`, { party })}</p>
    </li>
  );
}
