"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { pageNowMs } from "@/components/ui/now";
import { dayIn, groupSlots, laterDay } from "./group-slots";
import { SlotPicker } from "./slot-picker";
import { pageDays, useSlots } from "./use-slots";

type Props = {
  configurationId: string;
  zone: string;
  pending: boolean;
  onMove: (start: string) => void;
  onBack: () => void;
};

export function MoveTo({ configurationId, zone, pending, onMove, onBack }: Props) {
  const t = useTranslations("book");
  const format = useFormatter();
  const [today] = useState(() => dayIn(zone, new Date(pageNowMs()).toISOString()));
  const [firstDay, setFirstDay] = useState(today);
  const [start, setStart] = useState<string | null>(null);
  const slots = useSlots({ id: configurationId, firstDay, first: null });
  const options = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" } as const;
  return (
    <>
      <SlotPicker
        days={groupSlots(slots.data?.available_slots ?? [], zone)}
        {...{ zone, chosen: start, onChoose: setStart }}
        looking={slots.isPlaceholderData || slots.isPending}
        onEarlier={firstDay > today ? () => setFirstDay(laterDay(firstDay, 0 - pageDays)) : null}
        onLater={() => setFirstDay(laterDay(firstDay, pageDays))}
      />
      <div className="flex flex-wrap gap-2">
        {start !== null && (
          <Button look="primary" pending={pending} onClick={() => onMove(start)}>
            {t("moveTo", { time: format.dateTime(new Date(start), { ...options, timeZone: zone }) })}
          </Button>
        )}
        <Button look="quiet" onClick={onBack}>
          {t("keep")}
        </Button>
      </div>
    </>
  );
}
