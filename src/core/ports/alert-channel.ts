import type { Severity } from "../alerts/alert";

/** What is said, ready to be put into the form of a channel: plain text, one line each. */
export type Message = {
  /** The same however often it is sent, so that who receives it twice knows. */
  readonly id: string;
  /** opened, resolved, reminder, escalation, digest, test, self_test */
  readonly kind: string;
  readonly severity: Severity;
  readonly title: string;
  readonly body: string;
  readonly todo: string;
  /** Several things said at once, each with what to do. */
  readonly lines?: readonly { readonly title: string; readonly text: string }[];
  readonly link: { readonly label: string; readonly href: string };
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
};

export type SendOutcome =
  | { readonly do: "sent" }
  /** `isLasting`: no later try can help; the receiver is gone, or refuses for good. */
  | { readonly do: "failed"; readonly code: string; readonly isLasting: boolean };

export const channelIds = ["in_app", "email", "slack", "teams", "sms", "webhook"] as const;
export type ChannelId = (typeof channelIds)[number];

/** One way out of the house. It throws nothing: what went wrong is an outcome. */
export type AlertChannel<To> = {
  readonly id: ChannelId;
  readonly send: (message: Message, to: To) => Promise<SendOutcome>;
  /** Asks whether the way is open without anybody getting a message. Where it is absent, a machine listens: it is sent one. */
  readonly probe?: (to: To) => Promise<SendOutcome>;
};
