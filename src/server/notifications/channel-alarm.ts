import {
  instanceWorkspaceId,
  raiseInstanceAlert,
  resolveInstanceAlert,
  type InstanceAlert,
} from "@/server/db/tokens/instance-alerts";
import type { Deps } from "@/server/deps";

const failing = (channel: string, reason: string): InstanceAlert => ({
  ruleId: "alerts.failing",
  dedupeKey: `alerts.failing:${channel}`,
  severity: "high",
  subject: { kind: "worker", id: channel },
  evidence: { channel, reason },
});

const inInstance = { workspaceId: instanceWorkspaceId };
/** Ways that all share: one address that fails is its owner's matter and stands beside it. */
const shared: ReadonlySet<string> = new Set(["email", "sms"]);

/** F96. Whoever would tell of it cannot: it stands on the health page, and goes out by every other way. */
export async function channelAlarm(deps: Deps, channel: string, reason: string): Promise<void> {
  if (!shared.has(channel)) return;
  deps.log.error("Messages do not go out", { channel, reason });
  await deps.db.inWorkspace(inInstance, (tx) => raiseInstanceAlert(tx, failing(channel, reason), deps.now()));
}

export async function channelWorks(deps: Deps, channel: string): Promise<void> {
  if (!shared.has(channel)) return;
  await deps.db.inWorkspace(inInstance, (tx) => resolveInstanceAlert(tx, failing(channel, "").dedupeKey, deps.now()));
}
