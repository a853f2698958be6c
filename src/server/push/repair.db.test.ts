import { expect, it } from "vitest";

import { dayMs, minuteMs } from "@/core/time/wall-time";
import { extendChannelRow } from "@/server/db/push/channels";
import { bothProviders } from "@/testing/connecting";
import { useWatching } from "@/testing/watching";

const scene = await useWatching();
const { api, sandbox, watch, channels, until, edit, titles, pass, find, work } = scene;
const [google, microsoft] = bothProviders;

const meeting = (summary: string) => {
  const day = Math.ceil(api.deps.now().getTime() / dayMs) * dayMs;
  const at = (hour: number) => new Date(day + hour * 3_600_000).toISOString();
  return { do: "create", event: { summary, start: at(9), end: at(10) } };
};
const active = async (connection: string) => (await channels(connection)).filter(({ state }) => state === "active");

it.each(bothProviders)(
  "WHK-1 at $provider a channel is renewed before its end, and one is open at a time",
  async (which) => {
    const { email, connection, calendarId } = await watch(which);
    const before = await active(connection);
    const lifeMs = Math.min(...before.map(({ expiresAt }) => expiresAt?.getTime() ?? 0)) - api.deps.now().getTime();
    await pass(lifeMs * 0.8);
    await until(async () => {
      for (const { expiresAt } of await active(connection))
        expect(expiresAt?.getTime()).toBeGreaterThan(api.deps.now().getTime() + lifeMs * 0.9);
    });
    const after = await active(connection);
    expect(after.map((channel) => channel.calendarId).toSorted()).toEqual(
      before.map((channel) => channel.calendarId).toSorted(),
    );
    await edit(email, meeting("After the renewal"));
    await until(async () => {
      expect(await titles(calendarId)).toContain("After the renewal");
    });
  },
);

it.each(bothProviders)("F86 at $provider channels that ended while nobody was there are opened anew", async (which) => {
  const { email, connection, calendarId } = await watch(which);
  const all = await active(connection);
  const before = all.map(({ id }) => id);
  const ends = Math.max(...all.map(({ expiresAt }) => expiresAt?.getTime() ?? 0));
  await pass(ends - api.deps.now().getTime() + 10 * dayMs);
  await edit(email, meeting("While we were away"));
  await until(async () => {
    const now = await active(connection);
    expect(now.length).toBe(before.length);
    for (const { id } of now) expect(before).not.toContain(id);
    expect(await titles(calendarId)).toContain("While we were away");
  });
});

it.each(bothProviders)(
  "F31 at $provider a channel that is silent is noticed by polling within a quarter of an hour, named, and replaced three minutes later",
  async (which) => {
    const { email, connection, calendarId } = await watch(which);
    await edit(email, meeting("Told"));
    await until(async () => {
      expect(await titles(calendarId)).toContain("Told");
    });
    // What push asked for has been done: from here on only polling reads.
    await pass(minuteMs);
    await work();
    const mine = await active(connection);
    const old = mine.find((channel) => channel.calendarId === calendarId) ?? mine[0];
    await sandbox.control("POST", "faults", { fault: "push-mute", account: email });
    await edit(email, meeting("Not told"));
    await untilDoubted(connection, old?.id);
    await pass(4 * minuteMs);
    await work();
    expect(await titles(calendarId)).toContain("Not told");
    expect(await hasSuccessor(connection, old?.id)).toBe(true);
    expect(api.logged()).toContain("fallen silent");
    await sandbox.control("DELETE", "faults");
  },
);

/** By polling, which looks every quarter of an hour. */
async function untilDoubted(connection: string, id: string | undefined): Promise<void> {
  const since = api.deps.now().getTime();
  const isDoubted = async () =>
    (await channels(connection)).some((channel) => channel.id === id && channel.silentSince !== null);
  while (api.deps.now().getTime() - since < 15 * minuteMs && !(await isDoubted())) {
    await pass(minuteMs);
    await work();
  }
  expect(await isDoubted()).toBe(true);
}

it("F31 a channel that was prolonged since the last read is doubted as any other", async () => {
  const { email, connection, calendarId } = await watch(microsoft);
  await edit(email, meeting("Told in time"));
  await until(async () => {
    expect(await titles(calendarId)).toContain("Told in time");
  });
  await pass(20 * minuteMs);
  await work();
  const mine = (await active(connection)).find((channel) => channel.calendarId === calendarId);
  const at = api.deps.now();
  await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
    extendChannelRow(
      tx,
      { workspaceId: api.cast.home, id: mine?.id ?? "" },
      { expiresAt: new Date(at.getTime() + 7 * dayMs), at },
    ),
  );
  await sandbox.control("POST", "faults", { fault: "push-mute", account: email });
  await edit(email, meeting("Silent since"));
  await untilDoubted(connection, mine?.id);
  await sandbox.control("DELETE", "faults");
});

const hasSuccessor = async (connection: string, id: string | undefined) =>
  (await channels(connection)).some((channel) => channel.id === id && channel.state === "stopped");

it("WHK-1 a calendar that nobody reads any more is not watched any more", async () => {
  const { connection, calendarId, as, email } = await watch(google);
  await api.call("PATCH /api/v1/calendar/calendars/{id}", {
    as,
    params: { id: calendarId },
    body: { isSelected: false },
  });
  await until(async () => {
    expect((await active(connection)).map((channel) => channel.calendarId)).not.toContain(calendarId);
  });
  expect((await find(as, email)).calendars.find(({ id }) => id === calendarId)?.isSelected).toBe(false);
});

it("WHK-1 a channel that our own breaker kept us from closing is closed once calls go through again", async () => {
  const { connection, calendarId, as } = await watch(google);
  const mine = async () => (await channels(connection)).find((channel) => channel.calendarId === calendarId);
  const now = api.deps.now();
  const place = { workspaceId: api.cast.home, key: `push:${connection}`, connectionId: connection };
  const openUntil = new Date(now.getTime() + 30 * minuteMs);
  await api.deps.db.inWorkspace(place, (tx) =>
    tx.breaker.create({
      data: { ...place, provider: google.provider, state: "open", openedAt: now, openUntil, changedAt: now },
    }),
  );
  await sandbox.control("DELETE", "ledger");
  await api.call("PATCH /api/v1/calendar/calendars/{id}", {
    ...{ as, params: { id: calendarId }, body: { isSelected: false } },
  });
  await until(async () => {
    expect(await mine()).toMatchObject({ state: "stopping", lastError: { code: "unavailable" } });
  });
  const stops = async () =>
    (await sandbox.control<{ entries: { operation: string; status: number }[] }>("GET", "ledger")).entries.filter(
      ({ operation }) => operation === "channels.stop",
    );
  expect(await stops()).toEqual([]);

  await pass(31 * minuteMs);
  await until(async () => {
    expect((await mine())?.state).toBe("stopped");
  });
  expect((await stops()).map(({ status }) => status)).toEqual([204]);
});
