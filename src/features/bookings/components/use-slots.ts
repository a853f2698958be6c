"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ProblemError } from "@/components/api/problem";
import { send } from "@/components/api/send";
import type { AvailabilityShape } from "@/server/availability/shapes";
import { laterDay } from "./group-slots";

export const pageDays = 14;

type Asked = { readonly id: string; readonly firstDay: string; readonly first: AvailabilityShape | null };

/** Two weeks of slots. The first ones came with the page; they are asked for anew when the visitor comes back. */
export function useSlots({ id, firstDay, first }: Asked) {
  return useQuery<AvailabilityShape, ProblemError>({
    queryKey: ["slots", id, firstDay],
    queryFn: () =>
      send("POST", `/api/calendars/configurations/${id}/check-availability/`, {
        start_date: firstDay,
        end_date: laterDay(firstDay, pageDays - 1),
      }),
    ...(first !== null && { initialData: first, staleTime: 60_000 }),
    placeholderData: keepPreviousData,
  });
}
