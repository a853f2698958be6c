"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { exchange } from "@/components/api/send";
import type { ProblemError } from "@/components/api/problem";
import type { Locale } from "@/lib/i18n/locales";
import type { BookedShape, BookingRefusal } from "@/server/booking/shapes";

type Wish = {
  readonly start: string;
  readonly name: string;
  readonly email: string;
  readonly notes: string;
  readonly guests: readonly string[];
  readonly timezone: string;
  /** Of the mails. */
  readonly locale: Locale;
  readonly acceptsRequest: boolean;
};
type Handlers = {
  readonly onBooked: (booked: BookedShape, withGuests: boolean) => void;
  readonly onRefused: (refusal: BookingRefusal) => void;
};

/** One key for one wish: pressed twice, or sent again after a lost connection, it is booked once. */
export function useBook(id: string, { onBooked, onRefused }: Handlers) {
  const keys = useRef(new Map<string, string>());
  const mutation = useMutation<{ status: number; answer: BookedShape | BookingRefusal }, ProblemError, Wish>({
    mutationFn: ({ acceptsRequest, guests, ...wish }) => {
      const body = { ...wish, ...(guests.length > 0 && { guests }), ...(acceptsRequest && { accept_request: true }) };
      const name = JSON.stringify(body);
      const key = keys.current.get(name) ?? crypto.randomUUID();
      keys.current.set(name, key);
      return exchange("POST", `/api/calendars/configurations/${id}/book-appointment/`, {
        ...body,
        idempotency_key: key,
      });
    },
    onSuccess: ({ answer }, { guests }) => {
      if (answer.status === "error") onRefused(answer);
      else onBooked(answer, guests.length > 0);
    },
  });
  return { run: mutation.mutate, pending: mutation.isPending, problem: mutation.error };
}
