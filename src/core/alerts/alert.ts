/** From the one that wakes people up to the one that can wait. */
export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

export const isAtLeast = (severity: Severity, minimum: Severity): boolean =>
  severities.indexOf(severity) <= severities.indexOf(minimum);

/** What an alert is about. The id is ours. */
export type Subject = {
  readonly kind: "connection" | "calendar" | "channel" | "provider" | "worker";
  readonly id: string;
};

/** Figures and names of states, never a word of a provider or of an event: texts are made of them where they are shown. */
export type Evidence = Readonly<Record<string, string | number>>;

/** A rule says: this is so now. */
export type Finding = {
  readonly ruleId: string;
  /** One open alert per cause. */
  readonly dedupeKey: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** Since when it is so, where the evidence says. */
  readonly since: Date | null;
  readonly evidence: Evidence;
};
