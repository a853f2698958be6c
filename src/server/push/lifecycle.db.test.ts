import { expect, it } from "vitest";

import { dayMs, hourMs, minuteMs } from "@/core/time/wall-time";
import { bothProviders } from "@/testing/connecting";
import { useWatching, type Watched } from "@/testing/watching";

const scene = await useWatching();
const { api, sandbox, watch, channels, notices, until, edit, titles, pass, work } = scene;
const [, outlook] = bothProviders;

const meeting = (summary: string) => {
  const day = Math.ceil(api.deps.now().getTime() / dayMs) * dayMs;
  const at = (hour: number) => new Date(day + hour * 3_600_000).toISOString();
  return { do: "create", event: { summary, start: at(9), end: at(10) } };
};
const active = async ({ connection }: Watched) =>
  (await channels(connection)).filter(({ state }) => state === "active").map(({ id }) => id);
const play = (fault: string, account: string, params?: Record<string, unknown>) =>
  sandbox.control<{ id: string }>("POST", "faults", { fault, account, ...(params && { params }) });
const mend = () => sandbox.control("DELETE", "faults");
const all = async ({ connection }: Watched) => {
  const rows = await channels(connection);
  return (await Promise.all([...new Set(rows.map(({ calendarId }) => calendarId))].map(notices))).flat();
};
const kindsOf = async (watched: Watched, kind: string) => (await all(watched)).filter((each) => each.kind === kind);

/** Waits until the provider has sent word of it, so that two changes are two notices. */
async function change(email: string, eventId: string, summary: string): Promise<void> {
  await edit(email, { do: "change", eventId, fields: { summary } });
  await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Changed while nothing of it is told. */
async function changeInSilence({ email }: Watched, title: string): Promise<void> {
  // What is still to be read because of notices before has been read.
  await pass(minuteMs);
  await work();
  await play("push-mute", email);
  await edit(email, meeting(title));
  await mend();
  await work();
}

it("F28 the provider says that notices were lost: what changed is read within a minute", async () => {
  const watched = await watch(outlook);
  await changeInSilence(watched, "Lost on the way");
  expect(await titles(watched.calendarId)).not.toContain("Lost on the way");
  const since = api.deps.now().getTime();
  await play("push-lifecycle", watched.email, { event: "missed" });
  await until(async () => {
    expect(await titles(watched.calendarId)).toContain("Lost on the way");
    expect(await kindsOf(watched, "missed")).toMatchObject([{ state: "processed" }]);
  });
  expect(api.deps.now().getTime() - since).toBeLessThan(minuteMs);
});

it("F28 the provider says that it removed the subscription: a new one is open and what changed meanwhile is read, within a minute", async () => {
  const watched = await watch(outlook);
  const [before] = await active(watched);
  await changeInSilence(watched, "While nobody listened");
  const since = api.deps.now().getTime();
  await play("push-lifecycle", watched.email, { event: "subscriptionRemoved" });
  await until(async () => {
    const [after, ...more] = await active(watched);
    expect(more).toEqual([]);
    expect(after).not.toBe(before);
    expect(after).toBeDefined();
    expect(await titles(watched.calendarId)).toContain("While nobody listened");
    expect(await kindsOf(watched, "removed")).toMatchObject([{ state: "processed" }]);
  });
  expect(api.deps.now().getTime() - since).toBeLessThan(minuteMs);
  await edit(watched.email, meeting("Told by the new one"));
  await until(async () => {
    expect(await titles(watched.calendarId)).toContain("Told by the new one");
  });
});

it("F28 the authorization of a subscription ends: it is authorized again before that, and goes on delivering", async () => {
  const watched = await watch(outlook);
  const [before] = await active(watched);
  // The provider asks for it by itself, a quarter of an hour before what it was opened with ends.
  await pass(dayMs - 10 * minuteMs);
  await until(async () => {
    expect(await kindsOf(watched, "reauthorization_required")).toMatchObject([{ state: "processed" }]);
  });
  await pass(30 * minuteMs);
  await work();
  expect(await active(watched)).toEqual([before]);
  await edit(watched.email, meeting("After the authorization"));
  await until(async () => {
    expect(await titles(watched.calendarId)).toContain("After the authorization");
    expect((await kindsOf(watched, "change")).length).toBeGreaterThan(0);
  });
});

it.each(bothProviders)(
  "F22 at $provider notices that overtake one another end in what the provider has",
  async (which) => {
    const watched = await watch(which);
    const id = await edit(watched.email, meeting("First version"));
    await until(async () => {
      expect(await titles(watched.calendarId)).toContain("First version");
    });
    await play("push-reorder", watched.email);
    for (const summary of ["Second version", "Last version"]) await change(watched.email, id, summary);
    await until(async () => {
      const known = await titles(watched.calendarId);
      expect(known).toContain("Last version");
      expect(known).not.toContain("Second version");
      expect((await all(watched)).filter(({ state }) => state === "received")).toEqual([]);
    });
    await mend();
  },
);

it.each(bothProviders)(
  "F30 at $provider a notice that was dropped is healed by polling within a quarter of an hour, and a channel that goes on delivering is kept",
  async (which) => {
    const watched = await watch(which);
    await edit(watched.email, meeting("Told"));
    await until(async () => {
      expect(await titles(watched.calendarId)).toContain("Told");
    });
    const before = await active(watched);
    await changeInSilence(watched, "Dropped");
    expect(await titles(watched.calendarId)).not.toContain("Dropped");
    await pass(15 * minuteMs);
    await until(async () => {
      expect(await titles(watched.calendarId)).toContain("Dropped");
    });
    await edit(watched.email, meeting("Told again"));
    await until(async () => {
      expect(await titles(watched.calendarId)).toContain("Told again");
      for (const { silentSince, state } of await channels(watched.connection))
        if (state === "active") expect(silentSince).toBeNull();
    });
    await pass(5 * minuteMs);
    await work();
    expect(await active(watched)).toEqual(before);
  },
);

it.each([
  { ...bothProviders[0], operation: "events.watch" },
  { ...bothProviders[1], operation: "subscriptions.*" },
])(
  "F87 at $provider renewals that fail for ever are tried a few times a day, not in a storm",
  async ({ operation, ...which }) => {
    const watched = await watch(which);
    const before = await channels(watched.connection);
    const lifeMs = Math.min(...before.map(({ expiresAt }) => expiresAt?.getTime() ?? 0)) - api.deps.now().getTime();
    const fault = { fault: "status", account: watched.email, operation, params: { status: 403 } };
    await sandbox.control("POST", "faults", fault);
    const mark = await sandbox.control<{ last: number }>("GET", "ledger?limit=1");
    await pass(lifeMs * 0.6);
    const looks = 5;
    for (let look = 0; look < looks; look += 1) {
      await pass((lifeMs * 0.6) / looks);
      await work();
    }
    const refusals = async () => {
      const path = `ledger?account=${watched.email}&status=403&after=${mark.last}`;
      return (await sandbox.control<{ entries: unknown[] }>("GET", path)).entries;
    };
    const entries = await refusals();
    // The channel ends meanwhile, and a new one is refused when somebody looks, and not again and again.
    expect(entries.length).toBeGreaterThan(2);
    expect(entries.length).toBeLessThanOrEqual(2 * looks);
    // However often somebody looks now, it is not its turn.
    for (let minute = 0; minute < 12; minute += 1) {
      await pass(minuteMs);
      await work();
    }
    expect((await refusals()).length - entries.length).toBeLessThanOrEqual(4 * before.length);
    // What was never granted leaves no row behind.
    expect((await channels(watched.connection)).length).toBeLessThanOrEqual(before.length * 2);
    await mend();
    await pass(8 * hourMs);
    await until(async () => {
      expect((await active(watched)).length).toBeGreaterThan(0);
    });
  },
);
