import type { AlertChannel } from "@/core/ports/alert-channel";
import type { Deps } from "@/server/deps";

import { slackChannel, smsChannel, teamsChannel, webhookChannel, type Endpoint } from "./http-channels";

type Entry = {
  readonly id: "slack" | "teams" | "sms" | "webhook";
  readonly open: (deps: Pick<Deps, "env" | "now">) => AlertChannel<Endpoint>;
  /** Its calls are signed with a secret of ours. */
  readonly isSigned: boolean;
};

/** Ways out that go to an address somebody entered. A further one is a line here and its names in the texts. */
export const httpChannels: readonly Entry[] = [
  { id: "slack", open: slackChannel, isSigned: false },
  { id: "teams", open: teamsChannel, isSigned: false },
  { id: "sms", open: smsChannel, isSigned: false },
  { id: "webhook", open: webhookChannel, isSigned: true },
];
