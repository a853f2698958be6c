"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Channel } from "../schema";

type Props = { channel: Channel; name: string; disabled: boolean; onChange: (channel: Channel) => void };

const spans = {
  none: [null, null],
  night: [1_320, 420],
  evening: [1_080, 480],
} as const;
type Span = keyof typeof spans;

function spanOf({ quietFrom, quietUntil }: Channel): Span | "own" {
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return "none";
  const found = (Object.keys(spans) as Span[]).find(
    (span) => spans[span][0] === quietFrom && spans[span][1] === quietUntil,
  );
  return found ?? "own";
}

const toClock = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
/** Null while a field is half written. */
function toMinutes(clock: string): number | null {
  const [hours = NaN, minutes = NaN] = clock.split(":").map(Number);
  return Number.isNaN(hours + minutes) ? null : hours * 60 + minutes;
}

/** The usual nights as a choice, or a span of one's own; over midnight too, in the zone of the profile. */
export function QuietHours({ channel, name, disabled, onChange }: Props) {
  const t = useTranslations("notifications.quiet");
  const [isOwn, setOwn] = useState(spanOf(channel) === "own");
  const chosen = isOwn ? "own" : spanOf(channel);
  const choose = (wanted: string) => {
    setOwn(wanted === "own");
    if (wanted === "own") return;
    const [quietFrom, quietUntil] = spans[wanted as Span];
    onChange({ ...channel, quietFrom, quietUntil });
  };
  return (
    <>
      <Select
        className="w-full"
        aria-label={t("label", { channel: name })}
        disabled={disabled}
        value={chosen}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="none">{t("none")}</option>
        <option value="night">{t("night")}</option>
        <option value="evening">{t("evening")}</option>
        <option value="own">{t("own")}</option>
      </Select>
      {chosen === "own" && <OwnSpan {...{ channel, name, disabled, onChange }} />}
    </>
  );
}

/** Kept when both are written and the person goes on. */
function OwnSpan({ channel, name, disabled, onChange }: Props) {
  const t = useTranslations("notifications.quiet");
  const [from, setFrom] = useState(toClock(channel.quietFrom ?? spans.night[0]));
  const [until, setUntil] = useState(toClock(channel.quietUntil ?? spans.night[1]));
  const keep = () => {
    const [quietFrom, quietUntil] = [toMinutes(from), toMinutes(until)];
    const isNew = quietFrom !== channel.quietFrom || quietUntil !== channel.quietUntil;
    if (quietFrom !== null && quietUntil !== null && isNew) onChange({ ...channel, quietFrom, quietUntil });
  };
  const field = (label: "from" | "until", value: string, set: (value: string) => void) => (
    <Input
      type="time"
      className="w-auto min-w-0 flex-1"
      aria-label={t(label, { channel: name })}
      disabled={disabled}
      value={value}
      onChange={(event) => set(event.target.value)}
      onBlur={keep}
    />
  );
  return (
    <span className="flex items-center gap-2">
      {field("from", from, setFrom)}
      <span aria-hidden>–</span>
      {field("until", until, setUntil)}
    </span>
  );
}
