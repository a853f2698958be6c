// Waits are ended where they are kept: no story sits through the five minutes after which a breaker asks again.
import { Client } from "pg";

/** As if the moment had come until which these accounts are left alone. What happens then is the worker's. */
export async function letWaitsEnd(connectionIds: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: process.env.E2E_DATABASE_URL });
  await client.connect();
  const those = [[...connectionIds]];
  try {
    await client.query(
      `update breakers set open_until = least(open_until, now()), probe_until = least(probe_until, now())
       where connection_id = any ($1::uuid[])`,
      those,
    );
    await client.query(`update rate_budgets set paused_until = null where connection_id = any ($1::uuid[])`, those);
    await client.query(
      `update calendar_sync_states s set next_sync_at = now(), full_reads_at = '{}' from calendars c
       where c.id = s.calendar_id and c.connection_id = any ($1::uuid[]) and s.next_sync_at > now()`,
      those,
    );
  } finally {
    await client.end();
  }
}
