import type { EventKind, EventStatus, Response, ShownAs } from "../calendar/event";

/**
 * Which events take somebody's time. What is declined, cancelled, shown as free or only says where somebody works
 * never does; out of office always does. The rest can be set for each configuration.
 */
export type BusyPolicy = {
  /** All-day events that are shown as busy. */
  readonly allDay: boolean;
  /** Not yet certain: tentative, or answered "maybe". */
  readonly tentative: boolean;
  /** Invited and not answered yet. */
  readonly unanswered: boolean;
};

export const defaultBusyPolicy: BusyPolicy = { allDay: true, tentative: true, unanswered: true };

export type JudgedEvent = {
  readonly kind: EventKind | (string & {});
  readonly status: EventStatus | (string & {});
  readonly shownAs: ShownAs | (string & {});
  readonly response: Response | "organizer" | (string & {});
  readonly isAllDay: boolean;
  /** Somebody else's meeting, without an answer yet. */
  readonly isUnanswered: boolean;
};

export type BusyReason =
  | "out_of_office"
  | "busy"
  | "cancelled"
  | "declined"
  | "shown_free"
  | "only_a_place"
  | "birthday"
  | "all_day_by_policy"
  | "tentative_by_policy"
  | "unanswered_by_policy";

export type Judgement = { readonly blocks: boolean; readonly because: BusyReason };

const free = (because: BusyReason): Judgement => ({ blocks: false, because });

export function judgeEvent(event: JudgedEvent, policy: BusyPolicy): Judgement {
  return neverBlocks(event) ?? byPolicy(event, policy);
}

function neverBlocks({ kind, status, shownAs, response }: JudgedEvent): Judgement | null {
  if (status === "cancelled") return free("cancelled");
  if (response === "declined") return free("declined");
  if (kind === "working_location" || shownAs === "working_elsewhere") return free("only_a_place");
  if (kind === "birthday") return free("birthday");
  return shownAs === "free" ? free("shown_free") : null;
}

function byPolicy(event: JudgedEvent, policy: BusyPolicy): Judgement {
  const { kind, status, shownAs, response, isAllDay, isUnanswered } = event;
  if (kind === "out_of_office" || shownAs === "out_of_office") return { blocks: true, because: "out_of_office" };
  if (isAllDay && !policy.allDay) return free("all_day_by_policy");
  const isTentative = status === "tentative" || shownAs === "tentative" || response === "tentative";
  if (isTentative && !policy.tentative) return free("tentative_by_policy");
  if (isUnanswered && !policy.unanswered) return free("unanswered_by_policy");
  return { blocks: true, because: "busy" };
}
