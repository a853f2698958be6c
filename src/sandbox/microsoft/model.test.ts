import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../kernel/random";
import type { Sandbox } from "../sandbox";
import { startWatchedSandbox } from "../testing/open-sandbox";
import type { Calendar } from "../world/calendar";
import { openMailbox } from "../world/mailbox";
import { applyEdit, EditRefused } from "../world/person-edits";
import { DeltaReader, listView } from "./testing/delta-reader";
import { graphClient } from "./testing/microsoft-person";
import { randomEdit } from "./testing/random-edits";

const count = Number(process.env["SANDBOX_MODEL_SEEDS"] ?? 100);
const first = Number(process.env["SANDBOX_MODEL_FIRST_SEED"] ?? 1);
const operations = 100;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({ world: "empty", seed: "model", startAt: Date.UTC(2026, 1, 15) });
  Object.assign(sandbox.ground.switches.microsoft, { latencyMs: 0 });
});
afterAll(() => sandbox.stop());

interface Run {
  readonly differences: string[];
  readonly resyncs: number;
  readonly refused: number;
}

/** 100 random edits with readings in between; at the end the reader must see what a full listing shows. */
async function play(seed: number): Promise<Run> {
  const { ground } = sandbox;
  const random = new Random(`model/${seed}`);
  const provider = sandbox.provider("microsoft");
  const account = openMailbox(ground.world, provider, {
    email: `seed${seed}@contoso.example`,
    name: "Seed",
    companyId: "contoso",
    zone: "Europe/Berlin",
    locale: "en",
  });
  const primary = ground.world.primaryOf(account);
  const side = ground.world.addCalendar({
    id: provider.naming.calendarId(account, false),
    ownerId: account.id,
    name: "Side",
    zone: "America/New_York",
  });
  const token = provider.actions.mintTokens(account.id, "sandbox-client", null).access_token;
  const { api } = graphClient({ endpoints: sandbox.endpoints.providers } as never, () => token);
  const window = { from: Date.UTC(2026, 1, 20), to: Date.UTC(2026, 3, 20) };
  const query = `startDateTime=2026-02-20T00:00:00Z&endDateTime=2026-04-20T00:00:00Z`;
  const base = random.chance(0.5) ? "/me/calendarView" : `/me/calendars/${encodeURIComponent(primary.id)}/calendarView`;
  const reader = new DeltaReader(api, `${base}/delta?${query}`, random.pick([1, 3, 10, 200]));
  let refused = 0;
  for (let operation = 0; operation < operations; operation++) {
    const calendar: Calendar = random.chance(0.85) ? primary : side;
    const edit = randomEdit({ calendar, other: calendar === primary ? side : primary, window, random });
    try {
      if (edit) applyEdit(ground.world, { calendar, naming: provider.naming }, edit);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      refused += 1;
    }
    if (random.chance(0.01)) provider.actions.expireSyncState(account.id);
    if (random.chance(0.12)) await reader.read();
  }
  await reader.read();
  const listed = await listView(api, `${base}?${query}&$top=${random.pick([7, 100])}`);
  const seen = reader.view();
  ground.world.accounts.delete(account.id);
  ground.world.calendars.delete(primary.id);
  ground.world.calendars.delete(side.id);
  return {
    differences: [
      ...listed.filter((line) => !seen.includes(line)).map((line) => `missing ${line}`),
      ...seen.filter((line) => !listed.includes(line)).map((line) => `extra ${line}`),
    ],
    resyncs: reader.resyncs,
    refused,
  };
}

describe("a reader that follows delta links only", () => {
  it(
    `sees what a full listing shows after ${operations} random edits, for ${count} seeds`,
    { timeout: 3_600_000 },
    async () => {
      let resyncs = 0;
      for (let seed = first; seed < first + count; seed++) {
        const run = await play(seed);
        expect(run.differences, `seed ${seed}`).toEqual([]);
        expect(run.refused, `seed ${seed}: edits that were refused`).toBeLessThan(operations / 2);
        resyncs += run.resyncs;
      }
      expect(resyncs).toBeGreaterThan(0);
    },
  );
});
