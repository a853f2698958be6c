"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { ProblemError } from "@/components/api/problem";
import { send } from "@/components/api/send";
import { Sheet, SheetBody } from "@/components/ui/sheet";
import type { AvailabilityShape } from "@/server/availability/shapes";
import { previewOf, type Draft } from "./configuration-draft";
import { groupSlots } from "./group-slots";

const calmMs = 400;
const mostDays = 6;
const mostTimes = 8;

/** Until somebody has stopped changing it. */
function useCalm(draft: Draft): Draft {
  const [calm, setCalm] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(draft), calmMs);
    return () => clearTimeout(timer);
  }, [draft]);
  return calm;
}

/** What visitors would see with what stands there now: asked of the server, which knows the calendars. */
export function ConfigurationPreview({ draft }: { draft: Draft }) {
  const t = useTranslations("bookingSettings.preview");
  const wanted = previewOf(useCalm(draft));
  const { data, error, isFetching } = useQuery<AvailabilityShape, ProblemError>({
    queryKey: ["preview", wanted],
    queryFn: () => send("POST", "/api/calendars/configurations/preview", wanted),
    enabled: wanted !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Sheet>
      <SheetBody>
        <h2 className="text-section font-semibold">{t("title")}</h2>
        <div aria-live="polite" aria-busy={isFetching}>
          {wanted === null ? (
            <p className="mt-2 text-ink-2">{t("nobody")}</p>
          ) : error !== null ? (
            <p className="mt-2 text-ink-2">{t("incomplete")}</p>
          ) : data === undefined ? (
            <p className="mt-2 text-ink-3">{t("looking")}</p>
          ) : (
            <Slots answer={data} zone={draft.timezone} />
          )}
        </div>
      </SheetBody>
    </Sheet>
  );
}

function Slots({ answer, zone }: { answer: AvailabilityShape; zone: string }) {
  const t = useTranslations("bookingSettings.preview");
  const format = useFormatter();
  const days = groupSlots(answer.available_slots, zone);
  const city = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  return (
    <>
      <p className="mt-0.5 text-small text-ink-2">
        {t("count", { count: answer.available_slots.length, city })} {t(`modes.${answer.mode}`)}
      </p>
      <ol className="mt-4 grid gap-3">
        {days.slice(0, mostDays).map(({ day, starts }) => (
          <li key={day}>
            <p className="text-small font-medium">
              {format.dateTime(new Date(`${day}T12:00:00Z`), {
                ...{ weekday: "short", day: "numeric", month: "short", timeZone: "UTC" },
              })}
            </p>
            <p className="mt-1 flex flex-wrap gap-1">
              {starts.slice(0, mostTimes).map((start) => (
                <span key={start} className="rounded-small bg-sunken px-1.5 py-0.5 text-micro tabular-nums">
                  {format.dateTime(new Date(start), { timeStyle: "short", timeZone: zone })}
                </span>
              ))}
              {starts.length > mostTimes && (
                <span className="px-1 py-0.5 text-micro text-ink-3">
                  {t("more", { count: starts.length - mostTimes })}
                </span>
              )}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
