import type { MeetingShape } from "@/server/meetings/shapes";

export type Meeting = MeetingShape;
export type Content = NonNullable<MeetingShape["content"]>;
export type Outcome = NonNullable<MeetingShape["outcome"]>;

export const views = ["upcoming", "past"] as const;
export type View = (typeof views)[number];
export const outcomes = ["held", "no_show", "cancelled", "rescheduled"] as const satisfies readonly Outcome[];

/** What stands in the address; anything else is the first view. */
export const readView = (text: unknown): View => views.find((view) => view === text) ?? "upcoming";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Whose meetings are asked for; null for one's own. */
export const readWhose = (text: unknown): string | null => (typeof text === "string" && uuid.test(text) ? text : null);

const pageSize = 25;
export const mostShown = 200;
/** How many are asked for, from the address. */
export const readShown = (text: unknown): number => {
  const pages = typeof text === "string" && /^[1-9]\d{0,2}$/.test(text) ? Math.ceil(Number(text) / pageSize) : 1;
  return Math.min(pages * pageSize, mostShown);
};
export const moreThan = (shown: number): number => shown + pageSize;

export const meetingPathOf = (id: string) => `/api/v1/meetings/${id}`;
