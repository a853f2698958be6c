/** Why an event was set aside. The rest of the calendar goes on. */
export type QuarantineReason =
  | "no_id"
  | "no_version"
  | "no_start"
  | "impossible_date"
  | "year_out_of_range"
  | "ends_before_it_starts"
  | "mixed_times"
  | "unknown_zone"
  | "no_series"
  | "unreadable_rule"
  | "too_many_occurrences"
  | "refused_by_database";

/** An event that was set aside: its id, so that it can be asked for again, and nothing of its content. */
export type SetAside = { readonly remoteId: string | null; readonly reason: QuarantineReason };

const sentences: Readonly<Record<QuarantineReason, string>> = {
  no_id: "it has no id, or one that cannot be stored",
  no_version: "it has no version, so that we could not tell a change",
  no_start: "it has no start",
  impossible_date: "it has a date or time that does not exist",
  year_out_of_range: "it lies before the year 1900 or after 2999",
  ends_before_it_starts: "it ends before it starts",
  mixed_times: "it starts on a whole day and ends at a time, or the other way round",
  unknown_zone: "its time zone is known to nobody, and it gives no offset",
  no_series: "it belongs to a series that the calendar does not show us",
  unreadable_rule: "its rule of repetition cannot be read",
  too_many_occurrences: "its rule repeats more often than a calendar can hold",
  refused_by_database: "our database refuses it",
};

/** Completes "1 event set aside: …". */
export const explainQuarantine = (reason: QuarantineReason): string => sentences[reason];
