// P19. How many statements a sync asks of the database, whatever it finds: counted by the driver, without what begins and
// ends a transaction and names its tenant. Run: node --import tsx bench/statements.ts
import pg from "pg";

import { reporter } from "./report";
import { closeScene, connect, control, deps, providers, sync, type BenchCalendar } from "./scene";

const report = reporter("statements");
const dayMs = 86_400_000;
/** Part of every transaction; the lease is taken by a worker for many calendars at once. */
const isCounted = (text: string): boolean =>
  !/^\s*(begin|commit|rollback|select set_config|update .*"lease_owner")/i.test(text);

let counted = 0;

const query = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown;
pg.Client.prototype.query = function countingQuery(this: pg.Client, ...given: unknown[]) {
  const [asked] = given as [string | { text: string }];
  if (isCounted(typeof asked === "string" ? asked : asked.text)) counted += 1;
  return query.apply(this, given);
} as typeof pg.Client.prototype.query;

async function statementsOf(run: () => Promise<unknown>): Promise<number> {
  const before = counted;
  await run();
  return counted - before;
}

async function change({ email }: BenchCalendar, count: number): Promise<void> {
  const day = new Date(deps.now().getTime() + dayMs).toISOString().slice(0, 10);
  const event = { summary: "New", start: `${day}T09:00:00`, end: `${day}T10:00:00` };
  for (let index = 0; index < count; index += 1)
    await control(`accounts/${email}/calendars/primary/edits`, { do: "create", event });
}

/** The bad one: it writes event by event. */
const writeOneByOne = ({ workspaceId, calendarId }: BenchCalendar) =>
  deps.db.inWorkspace({ workspaceId }, async (tx) => {
    const events = await tx.event.findMany({ where: { workspaceId, calendarId }, select: { id: true }, take: 200 });
    for (const { id } of events)
      await tx.event.updateMany({ where: { workspaceId, id }, data: { updatedAt: deps.now() } });
  });

try {
  for (const provider of providers) {
    const calendar = await connect(provider, 200);
    await sync(calendar);
    await sync(calendar);
    report(`${provider.id}_without_news`, await statementsOf(() => sync(calendar)), { most: 8 });
    await change(calendar, 1);
    const one = await statementsOf(() => sync(calendar));
    await change(calendar, 200);
    const many = await statementsOf(() => sync(calendar));
    report(`${provider.id}_with_200_changes`, many, { most: 8 });
    report(`${provider.id}_more_for_200_changes_than_for_1`, many - one, { most: 0 });
    report(`${provider.id}_bad_one_with_200_changes`, await statementsOf(() => writeOneByOne(calendar)), {
      least: 100,
    });
  }
} finally {
  await closeScene();
}
