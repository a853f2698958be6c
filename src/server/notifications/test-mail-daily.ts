import { z } from "zod";

import { dayMs } from "@/core/time/wall-time";
import { readSetting, writeSetting } from "@/server/db/alerts/settings";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Deps } from "@/server/deps";

import { channelAlarm, channelWorks } from "./channel-alarm";
import { verifyMail } from "./channels/email";

const asked = z.object({ at: z.coerce.date(), code: z.string().nullable().optional() });
const setting = { workspaceId: instanceWorkspaceId, key: "mail_self_test" };

/** Whether it is time, and says so before it is asked: two processes at once ask once. */
async function takeTurn({ db, now }: Deps): Promise<boolean> {
  return db.inWorkspace({ workspaceId: instanceWorkspaceId }, async (tx) => {
    const last = asked.safeParse(await readSetting(tx, setting));
    if (last.success && now().getTime() - last.data.at.getTime() < dayMs) return false;
    await writeSetting(tx, { ...setting, value: { ...last.data, at: now().toISOString() }, by: null });
    return true;
  });
}

/**
 * R9. Once a day the mail server is asked whether it would take mail from us, so that a broken way is noticed before it is
 * needed. Nobody gets anything: a daily mail that says that all is well is one that nobody reads.
 */
export async function testMailDaily(deps: Deps): Promise<void> {
  if (deps.env.messaging.mail === null || !(await takeTurn(deps))) return;
  const outcome = await verifyMail(deps);
  const value = { at: deps.now().toISOString(), code: outcome.do === "sent" ? null : outcome.code };
  await deps.db.inWorkspace(setting, (tx) => writeSetting(tx, { ...setting, value, by: null }));
  if (outcome.do === "sent") await channelWorks(deps, "email");
  else await channelAlarm(deps, "email", outcome.code);
}

/** How the last of them ended; null before the first. Asked outside of any workspace. */
export async function readMailTest({ db }: Pick<Deps, "db">): Promise<{ at: Date; code: string | null } | null> {
  const last = asked.safeParse(await db.inWorkspace(setting, (tx) => readSetting(tx, setting)));
  return last.success ? { at: last.data.at, code: last.data.code ?? null } : null;
}
