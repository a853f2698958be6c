/** What a colour means. Never used without a shape and a word. */
export type Tone = "ok" | "busy" | "late" | "away" | "bad" | "idle";

export const toneMark: Record<Tone, string> = {
  ok: "text-ok",
  busy: "text-busy",
  late: "text-late",
  away: "text-away",
  bad: "text-bad",
  idle: "text-idle",
};

export const toneText: Record<Tone, string> = {
  ok: "text-ok-text",
  busy: "text-busy-text",
  late: "text-late-text",
  away: "text-away-text",
  bad: "text-bad-text",
  idle: "text-idle-text",
};

export const toneSoft: Record<Tone, string> = {
  ok: "bg-ok-soft",
  busy: "bg-busy-soft",
  late: "bg-late-soft",
  away: "bg-away-soft",
  bad: "bg-bad-soft",
  idle: "bg-idle-soft",
};
