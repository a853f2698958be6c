import type { BookingInput } from "@/server/booking/inputs";

/** Where a process that books can be killed: between each two steps. */
export const bookingPlaces = [
  "before the time is held",
  "inside the transaction that holds it",
  "after the time was held",
  "after the provider took the event",
  "inside the transaction that stores the event",
  "before the booking is confirmed",
  "inside the transaction that confirms it",
  "before the answer is kept",
] as const;
export type BookingPlaceToDie = (typeof bookingPlaces)[number];

export type BookingChildSetup = {
  readonly settings: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly workspaceId: string;
  /** Null: it lives until it is disconnected. */
  readonly place: BookingPlaceToDie | null;
};
export type BookingChildOrder = {
  readonly configurationId: string;
  /** The whole of it, or only the step at which one of many gets the time. */
  readonly does: "book" | "hold";
  /** At once, one after another in no order. */
  readonly asked: readonly { readonly input: BookingInput; readonly key: string | null }[];
};
export type BookingChildAnswer =
  { readonly kind: "ready" } | { readonly kind: "done"; readonly outcomes: readonly string[] };
