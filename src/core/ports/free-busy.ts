import type { ProviderErrorKind } from "../errors/kinds";
import type { Interval } from "../time/interval";
import type { AccountCall } from "./provider-call";

/** A calendar that could not be read is not free: it failed. */
export type BusyAnswer =
  | { readonly kind: "busy"; readonly periods: readonly Interval[]; readonly unreadable: number }
  | { readonly kind: "failed"; readonly because: ProviderErrorKind };

export interface FreeBusyPort {
  /** What is asked for by: a calendar's id, or the address of a person, whose default calendar answers. */
  readonly by: "calendar" | "address";
  readonly mostCalendars: number;
  readonly longestWindowMs: number;
  /** An answer for each that was asked for. */
  readBusy(call: AccountCall, ids: readonly string[], window: Interval): Promise<ReadonlyMap<string, BusyAnswer>>;
}
