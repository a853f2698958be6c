import { z } from "zod";

import { usualHours, workingHours } from "@/core/alerts/working-hours";
import type { OpeningHours, WeeklyHours } from "@/core/availability/opening-hours";
import { weekly } from "@/server/availability/hours-shapes";
import type { Tx } from "@/server/db/open-database";
import { findWorkingHours, writeWorkingHours } from "@/server/db/people/memberships";
import { findUser } from "@/server/db/people/users";
import type { Deps } from "@/server/deps";

import { actorOf, recordAudit } from "./audit-log";
import { requireHere, requireSelf, type Caller } from "./person";

export const workingHoursInput = z.strictObject({ weekly: weekly.nullable() });
type Input = z.infer<typeof workingHoursInput>;

/** A day that is not there is free. */
export const workingHoursShape = z.object({
  timeZone: z.string(),
  isUsual: z.boolean(),
  weekly: z.record(z.string(), z.array(z.object({ from: z.string(), until: z.string() }))),
});
export type WorkingHoursShape = z.infer<typeof workingHoursShape>;

type Whose = { readonly workspaceId: string; readonly userId: string };

/** Days without hours are left out, so that what is kept has one spelling. */
const tidy = (week: NonNullable<Input["weekly"]>): WeeklyHours =>
  Object.fromEntries(Object.entries(week).flatMap(([day, hours]) => (hours?.length ? [[day, hours]] : [])));

const toShape = (week: WeeklyHours): WorkingHoursShape["weekly"] =>
  Object.fromEntries(Object.entries(week).map(([day, hours]) => [day, [...hours]]));

/** What somebody chose here; null where nothing was, or where it cannot be read. */
async function findChosen(tx: Tx, { workspaceId, userId }: Whose): Promise<WeeklyHours | null> {
  const kept = weekly
    .nullable()
    .catch(null)
    .parse(await findWorkingHours(tx, workspaceId, userId));
  return kept === null ? null : tidy(kept);
}

/** MON-4. When somebody works, in their own zone. */
export async function loadHoursOf(tx: Tx, whose: Whose): Promise<OpeningHours> {
  const zone = (await findUser(tx, whose.userId))?.timeZone ?? "UTC";
  return workingHours(zone, await findChosen(tx, whose));
}

export async function readWorkingHours({ db }: Pick<Deps, "db">, caller: Caller): Promise<WorkingHoursShape> {
  const { user } = requireSelf(caller);
  const { workspaceId } = requireHere(caller, { role: "member" });
  const whose = { workspaceId, userId: user.id };
  const chosen = await db.inWorkspace(whose, (tx) => findChosen(tx, whose));
  return { timeZone: user.timeZone, isUsual: chosen === null, weekly: toShape(chosen ?? usualHours) };
}

export async function changeWorkingHours(
  deps: Pick<Deps, "db">,
  caller: Caller,
  { weekly: week }: Input,
): Promise<WorkingHoursShape> {
  const { user } = requireSelf(caller);
  const { workspaceId } = requireHere(caller, { role: "member" });
  const whose = { workspaceId, userId: user.id };
  await deps.db.inWorkspace(whose, async (tx) => {
    await writeWorkingHours(tx, whose, week === null ? null : toShape(tidy(week)));
    await recordAudit(tx, {
      ...{ workspaceId, actor: actorOf(caller), action: "person.hours_changed" },
      subject: { kind: "person", id: user.id },
    });
  });
  return readWorkingHours(deps, caller);
}
