import { explainAction, type Names } from "../errors/explain";
import type { HumanAction } from "../errors/provider-error";
import type { HealthReason } from "./assess-health";

/** What a person can do about a finding; whoever shows it has a button for each. */
export type HealthActionId = "reconnect" | "resync" | "resume" | "decide_held";

export type HealthAdvice = {
  /** What it means for the person. */
  readonly means: string;
  /** What happens by itself. */
  readonly next: string;
  readonly action: { readonly id: HealthActionId; readonly label: string; readonly note: string } | null;
};

export type AdviceFacts = {
  readonly names: Names;
  /** What a held deletion waits for. */
  readonly heldFor?: "second_read" | "person" | undefined;
  /** What exactly only the person can do about a lost grant. */
  readonly humanAction?: HumanAction | undefined;
};

type Advise = (facts: AdviceFacts) => HealthAdvice;

const nothingToDo = (means: string, next: string): HealthAdvice => ({ means, next, action: null });
const resync = (label: string, note: string) => ({ id: "resync", label, note }) as const;
const readNow = resync("Read now", "We would do it anyway, a little later.");
const mayBeMissing = "Changes since the last read may be missing here. Nothing that was here is lost.";

const advice: Readonly<Record<HealthReason, Advise>> = {
  proven: ({ names: { party } }) =>
    nothingToDo(`What you see here is what ${party} has.`, "We read it again by ourselves."),
  first_read: () =>
    nothingToDo(
      "Some events are missing until the first read is over.",
      "It goes on page by page and is done by itself.",
    ),
  closing_gap: () =>
    nothingToDo(
      "Changes of the time without access are coming in; some are still missing.",
      "It goes on page by page and is done by itself.",
    ),
  failing: () => ({ means: mayBeMissing, next: "We try again ourselves, less often each time.", action: readNow }),
  overdue: () => ({ means: mayBeMissing, next: "It is in the queue already.", action: readNow }),
  deletion_held: ({ heldFor, names: { party } }) =>
    heldFor === "person"
      ? {
          means: `We show the events that ${party} no longer has. Other changes come in as usual.`,
          next: "Nothing by itself: nothing is removed before you say so.",
          action: {
            id: "decide_held",
            label: "Decide",
            note: "Nothing is removed at the provider, whatever you choose.",
          },
        }
      : nothingToDo(
          "Everything is kept as it was for the moment.",
          "We read once more, and go by what that says or ask you.",
        ),
  provider_fails: ({ names: { party } }) =>
    nothingToDo(
      "You see the calendar as it was before the trouble began.",
      `We try again every few minutes. When ${party} answers, we catch up by ourselves.`,
    ),
  access_ended: ({ names, humanAction = "reconnect" }) => ({
    means: "Changes made since then are missing here. Nothing that was here is lost.",
    next: "Nothing by itself. After you reconnect we read what was missed.",
    action: { id: "reconnect", label: `Reconnect ${names.product}`, note: explainAction(humanAction, names) },
  }),
  too_many_failures: () => ({
    means: mayBeMissing,
    next: "We try once an hour. When that succeeds, it goes on by itself.",
    action: resync("Resync", "Tries once, now."),
  }),
  set_aside: () => ({
    means: mayBeMissing,
    next: "Nothing by itself. The operator was told, and our log says where it ended.",
    action: resync("Resync", "Tries once more."),
  }),
  paused_by_person: () => ({
    means: "Changes since then are not read.",
    next: "Nothing, until somebody resumes it.",
    action: { id: "resume", label: "Resume", note: "What changed in the meantime comes in then." },
  }),
  never_read: () => ({
    means: "Nothing is here yet.",
    next: "The first read begins as soon as it is its turn.",
    action: readNow,
  }),
  nobody_tried: () => ({
    means: "It may be as it was, or not: we cannot tell.",
    next: "It is read as soon as our worker runs; the operator sees that it does not.",
    action: readNow,
  }),
  clock_disagrees: () => ({
    means: "It may be as it was, or not: we cannot tell.",
    next: "The next read tells.",
    action: readNow,
  }),
};

/** Beside the sentence of a verdict: so what, what now, and what to do. Times are added by whoever shows it. */
export const adviseHealth = (because: HealthReason, facts: AdviceFacts): HealthAdvice => advice[because](facts);
