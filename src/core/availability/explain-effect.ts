import type { Names } from "../errors/explain";
import type { Effect, ReadingCause } from "./degrade";

/** What it means for whoever opens the page. */
export const effectSentences: Readonly<Record<Effect, string>> = {
  closed: "Nothing can be booked: no calendar of yours is left on this page.",
  request_only: "Visitors can only ask; you confirm by hand.",
  left_out: "Visitors are offered the times of your colleagues only, not yours.",
  unchecked: "It is left out: visitors may be offered times in which it holds something.",
};

/** Why a calendar cannot be looked at. */
export const readingSentences: Readonly<Record<ReadingCause, (names: Names) => string>> = {
  token: ({ product }) => `Its access has ended: ${product} has to be reconnected.`,
  permission: ({ party }) => `${party} does not allow us to read it.`,
  gone: ({ party }) => `${party} no longer has it, or no longer shows it.`,
  paused: () => "It is paused.",
  disabled: ({ party }) => `Reading it from ${party} failed too often in a row.`,
  never_read: () => "It has not been read to its end yet.",
  meetings_only: () => "Only meetings are known of it, not what else takes time.",
  too_old: () => "It was last read to its end more than a day ago.",
  not_connected: () => "It is not read any more.",
  provider: ({ party }) => `${party} does not answer.`,
};

/** What a person can do about it; whoever shows it has a button for each. */
export type ReadingAction = "reconnect" | "resync" | "resume" | "choose" | "connect" | "change_page";

const actions: Readonly<Record<Exclude<ReadingCause, "not_connected">, ReadingAction>> = {
  token: "reconnect",
  permission: "reconnect",
  gone: "change_page",
  paused: "resume",
  disabled: "resync",
  never_read: "resync",
  meetings_only: "change_page",
  too_old: "resync",
  provider: "resync",
};

/** Why nobody reads it: its account was disconnected, the provider no longer shows it, or somebody unchose it. */
export type Unread = { readonly isDisconnected: boolean; readonly isRetired: boolean };

export function actionFor(because: ReadingCause, { isDisconnected, isRetired }: Unread): ReadingAction {
  if (because !== "not_connected") return actions[because];
  if (isDisconnected) return "connect";
  return isRetired ? "change_page" : "choose";
}

export const actionLabels: Readonly<Record<ReadingAction, (names: Names) => string>> = {
  reconnect: ({ product }) => `Reconnect ${product}`,
  resync: () => "Read now",
  resume: () => "Resume",
  choose: () => "Choose it again",
  connect: ({ product }) => `Connect ${product} again`,
  change_page: () => "Change the page",
};
