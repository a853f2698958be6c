import { listWayRows, type Oversight } from "@/server/db/admin/overview";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { readMailTest } from "@/server/notifications/test-mail-daily";

import type { OverviewShape } from "./shapes";

type Way = OverviewShape["ways"][number];
const iso = (at: Date | null) => at?.toISOString() ?? null;

/** Mail has no addresses of its own: it is the server that works or does not. None where none is set. */
export async function loadMailWay(deps: Deps): Promise<Way[]> {
  if (deps.env.messaging.mail === null) return [];
  const test = await readMailTest(deps);
  const code = test?.code ?? null;
  const fares = { addresses: 0, failing: code === null ? 0 : 1, disabled: 0, code };
  return [{ channel: "email", ...fares, workedAt: null, testedAt: iso(test?.at ?? null) }];
}

/** MON-5. Whether messages would go out, by the addresses of whom one looks after. */
export async function loadWays(tx: Tx, of: Oversight): Promise<Way[]> {
  const rows = await listWayRows(tx, of);
  return rows.map(({ channel, addresses, failing, disabled, worked_at: workedAt, tested_at: testedAt }) => ({
    ...{ channel, addresses, failing, disabled, code: null },
    ...{ workedAt: iso(workedAt), testedAt: iso(testedAt) },
  }));
}
