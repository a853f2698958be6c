import { ageBoundsMs, durationBoundsMs } from "@/core/health/spread";
import { rollUpHealth } from "@/server/db/admin/history";
import type { Deps } from "@/server/deps";

/** MON-2: keeps the trend. Repeated at any time and by anybody, it writes the same rows again. */
export function rollUp({ db, now }: Pick<Deps, "db" | "now">): Promise<number> {
  return db.outsideWorkspace((tx) =>
    rollUpHealth(tx, { agesMs: ageBoundsMs, durationsMs: durationBoundsMs, now: now() }),
  );
}
