import { dayMs, minuteMs } from "../time/wall-time";
import { bookableWindow, freeAt, fullDays, overlapOf, readyHost, startsIn, type SlotQuestion } from "./open-slots";
import type { Span } from "./spans";

/** Why a time cannot be booked, in the order in which a person can do something about it. */
export type RuleName =
  "in_the_past" | "minimum_notice" | "horizon" | "outside_hours" | "cap_reached" | "not_covered" | "slot_taken";

export type RuleVerdict =
  { readonly is: "allowed"; readonly hosts: readonly string[] } | { readonly is: "refused"; readonly rule: RuleName };

const refused = (rule: RuleName): RuleVerdict => ({ is: "refused", rule });

/** The rules of one time that somebody asks for: the same that the slots are made by. */
export function checkRules(question: SlotQuestion, startsAt: Date, now: Date): RuleVerdict {
  const from = startsAt.getTime();
  const slot = { from, to: from + question.rules.durationMinutes * minuteMs };
  const bookable = bookableWindow(question.rules, now);
  if (from < now.getTime()) return refused("in_the_past");
  if (from < bookable.from) return refused("minimum_notice");
  if (from >= bookable.to) return refused("horizon");
  return checkPlace(question, slot);
}

function checkPlace(question: SlotQuestion, slot: Span): RuleVerdict {
  const { rules, hosts, need } = question;
  const around = { from: slot.from - dayMs, to: slot.to + dayMs };
  if (!startsIn(rules, around).includes(slot.from)) return refused("outside_hours");
  if (fullDays(question)(slot.from)) return refused("cap_reached");
  const ready = hosts.map((host) => readyHost(host, around));
  const free = freeAt({ rules, need, hosts: ready }, slot);
  if (free !== null) return { is: "allowed", hosts: free };
  const covering = ready.filter(({ covered }) => covered !== null && overlapOf(covered, slot) !== null);
  return refused(covering.length < (need === "all" ? ready.length : 1) ? "not_covered" : "slot_taken");
}
