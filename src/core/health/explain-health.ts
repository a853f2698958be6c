import type { Names } from "../errors/explain";
import type { HealthReason } from "./assess-health";

/** The sentence beside the badge. Times are put in front of it by whoever shows it, in the viewer's zone. */
const sentences: Readonly<Record<HealthReason, (names: Names) => string>> = {
  proven: ({ party }) => `${party} was read to the end, and nothing is missing.`,
  first_read: ({ party }) => `We read this calendar from ${party} for the first time.`,
  closing_gap: ({ party }) => `We read what happened at ${party} in the meantime.`,
  failing: ({ party }) => `Reading from ${party} fails; we try again ourselves. You see the calendar as it was.`,
  overdue: ({ party }) => `${party} should have been read by now. You see the calendar as it was.`,
  deletion_held: ({ party }) => `${party} says that most of this calendar is gone. We kept it and make sure first.`,
  provider_fails: ({ party }) =>
    `${party} does not answer as it should, for many people at once. Nothing for you to do.`,
  access_ended: ({ product }) => `${product} has stopped, and only you can restart it.`,
  too_many_failures: ({ party }) =>
    `Reading from ${party} failed too often in a row. We try once an hour and go on by ourselves when that works.`,
  set_aside: () => "Reading this calendar ended our own process three times in a row, so we set it aside.",
  paused_by_person: () => "Paused by a person. Changes since then are not read.",
  never_read: ({ party }) => `We do not know yet: nothing has been read from ${party}.`,
  nobody_tried: () => "We do not know: nobody has tried for a while.",
  clock_disagrees: () => "We do not know: our clocks disagree.",
};

/** Whether a word that was written down is a reason that this version knows. */
export const isHealthReason = (word: string | null): word is HealthReason =>
  word !== null && Object.hasOwn(sentences, word);

export const explainHealth = (because: HealthReason, names: Names): string => sentences[because](names);
