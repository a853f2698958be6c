"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { controlClass, Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import type { BookingRefusal } from "@/server/booking/shapes";
import { GuestsField, readGuests } from "./guests-field";
import type { useBook } from "./use-book";

type Props = {
  start: string;
  zone: string;
  asks: boolean;
  book: ReturnType<typeof useBook>;
  refusal: BookingRefusal | null;
  onBack: () => void;
};

/** Whichever of them it is about. */
const guestsError = (errorOf: (path: string) => string | undefined) =>
  Array.from({ length: 10 }, (_, index) => errorOf(`guests.${index}`)).find(Boolean) ?? errorOf("guests");

/** Who comes, and to what address the invitation goes. */
export function VisitorForm({ start, zone, asks, book, refusal, onBack }: Props) {
  const t = useTranslations("book");
  const format = useFormatter();
  const [visitor, setVisitor] = useState({ name: "", email: "", notes: "", guests: "" });
  const time = format.dateTime(new Date(start), {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
    timeZone: zone,
  });
  const locale = useLocale();
  const submit = (acceptsRequest: boolean) =>
    book.run({ ...visitor, guests: readGuests(visitor.guests), start, timezone: zone, locale, acceptsRequest });
  const errorOf = (path: string) => book.problem?.details?.errors?.find((error) => error.path === path)?.message;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(asks);
  };
  return (
    <form onSubmit={onSubmit} className="grid max-w-text gap-4">
      <div>
        <h2 className="text-section font-semibold">{t("yourDetails")}</h2>
        <p className="text-ink-2">
          {time} · {zone.replaceAll("_", " ")}
        </p>
      </div>
      <Field label={t("name")} error={errorOf("name")}>
        {(control) => (
          <Input
            {...control}
            required
            autoFocus
            autoComplete="name"
            maxLength={120}
            value={visitor.name}
            onChange={(event) => setVisitor({ ...visitor, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("email")} hint={t("emailHint")} error={errorOf("email")}>
        {(control) => (
          <Input
            {...control}
            required
            type="email"
            autoComplete="email"
            maxLength={254}
            value={visitor.email}
            onChange={(event) => setVisitor({ ...visitor, email: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={
          <>
            {t("notes")} <span className="font-normal text-ink-3">({t("optional")})</span>
          </>
        }
        error={errorOf("notes")}
      >
        {(control) => (
          <textarea
            {...control}
            rows={3}
            maxLength={2_000}
            className={`${controlClass} py-2`}
            value={visitor.notes}
            onChange={(event) => setVisitor({ ...visitor, notes: event.target.value })}
          />
        )}
      </Field>
      <GuestsField
        text={visitor.guests}
        error={guestsError(errorOf)}
        onChange={(guests) => setVisitor({ ...visitor, guests })}
      />
      {refusal !== null && (
        <div role="alert">
          <Note
            action={
              refusal.can_request && (
                <Button size="small" onClick={() => submit(true)}>
                  {t("askInstead")}
                </Button>
              )
            }
          >
            {refusal.message}
          </Note>
        </div>
      )}
      <ProblemNotice problem={book.problem} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" pending={book.pending}>
          {t(asks ? "ask" : "book", { time })}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t("otherTime")}
        </Button>
      </div>
    </form>
  );
}
