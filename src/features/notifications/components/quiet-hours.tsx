"use client";

import { useTranslations } from "next-intl";
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

/** The usual nights as a choice; another span, set through the API, stays what it is. */
export function QuietHours({ channel, name, disabled, onChange }: Props) {
  const t = useTranslations("notifications.quiet");
  const chosen = spanOf(channel);
  return (
    <Select
      aria-label={t("label", { channel: name })}
      disabled={disabled}
      value={chosen}
      onChange={(event) => {
        const span = spans[event.target.value as Span];
        onChange({ ...channel, quietFrom: span[0], quietUntil: span[1] });
      }}
    >
      <option value="none">{t("none")}</option>
      <option value="night">{t("night")}</option>
      <option value="evening">{t("evening")}</option>
      {chosen === "own" && <option value="own">{t("own")}</option>}
    </Select>
  );
}
