import { beforeAll, expect, it } from "vitest";

import { addDays, dayOf, minuteMs, startOfDay } from "@/core/time/wall-time";
import { recordCalendarHealth } from "@/server/health/record-health";
import { alertsOf, doAlertWork, makeAccount } from "@/testing/alert-scene";
import { useApi } from "@/testing/api";
import type { Rows } from "@/testing/health-rows";

const api = useApi();
const rule = "sync.delayed";
const minutesBefore = (at: Date, minutes: number) => new Date(at.getTime() - minutes * minuteMs);

/** Whose account it is reads times in UTC, and works from eight to six. */
beforeAll(async () => {
  const as = await api.signIn(api.cast.bob);
  await api.call("PATCH /api/v1/me", { as, body: { timeZone: "UTC" } });
});

/** The next Thursday at that hour, where the person is. */
function goToThursday(hour: number) {
  const isIt = (day: string) => new Date(day).getUTCDay() === 4 && atHour(day, hour) > api.deps.now();
  let day = dayOf(api.deps.now(), "UTC");
  while (!isIt(day)) day = addDays(day, 1);
  api.pass((atHour(day, hour).getTime() - api.deps.now().getTime()) / minuteMs);
}
const atHour = (day: string, hour: number) => new Date(startOfDay(day, "UTC").getTime() + hour * 60 * minuteMs);

/** Read to the end that many minutes ago, and before that in even steps; now it is noticed that it is late. */
async function makeLate({ minutes, step }: { readonly minutes: number; readonly step: number }): Promise<Rows> {
  const lastSuccessAt = minutesBefore(api.deps.now(), minutes);
  const rows = await makeAccount(api, {
    state: { lastSuccessAt, lastAttemptAt: minutesBefore(api.deps.now(), 1), status: "healthy" },
  });
  const { workspaceId, calendarId } = rows;
  await api.deps.db.inWorkspace(rows, async (tx) => {
    await tx.syncRun.createMany({
      data: Array.from({ length: 14 }, (_, index) => {
        const at = minutesBefore(lastSuccessAt, index * step);
        return {
          ...{ workspaceId, calendarId, trigger: "schedule", kind: "incremental", outcome: "succeeded" },
          ...{ fence: BigInt(index), startedAt: at, finishedAt: at, durationMs: 100 },
        };
      }),
    });
    await recordCalendarHealth(tx, api.deps, rows);
  });
  await doAlertWork(api.deps);
  return rows;
}
const delayed = async (rows: Rows) => (await alertsOf(api, rows)).filter(({ ruleId }) => ruleId === rule);
async function pass(minutes: number) {
  api.pass(minutes);
  await doAlertWork(api.deps);
}

it("MON-4 a calendar that is late in the night is told of in the morning, with what is usual and how it is known", async () => {
  goToThursday(2);
  const rows = await makeLate({ minutes: 8 * 60 + 15, step: 4 });
  expect(await delayed(rows)).toEqual([]);
  await pass(6 * 60 + 30);
  expect(await delayed(rows)).toMatchObject([
    { severity: "medium", evidence: { workedMinutes: 45, usualMinutes: 4, spreadMinutes: 0, samples: 13 } },
  ]);
});

it("MON-4 a pattern that is slower than its interval is waited for, and not a minute longer", async () => {
  goToThursday(17);
  const rows = await makeLate({ minutes: 55, step: 30 });
  expect(await delayed(rows)).toEqual([]);
  await pass(11);
  expect(await delayed(rows)).toMatchObject([{ evidence: { minutes: 66, workedMinutes: 66, usualMinutes: 30 } }]);
});
