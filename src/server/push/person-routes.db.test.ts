import { expect, it } from "vitest";

import { minuteMs } from "@/core/time/wall-time";
import { runWork } from "@/server/work/run-work";
import { workHandlers } from "@/server/work/handlers";
import { bothProviders } from "@/testing/connecting";
import { useWatching, type Watched } from "@/testing/watching";

import type { ChannelResultShape, PushHealthShape, PushLogShape, PushMetricsShape } from "./shapes";

const scene = await useWatching();
const { api, sandbox, watch, channels, until, edit, titles, pass, work } = scene;
const [google, outlook] = bothProviders;

const tomorrow = (hour: number) =>
  new Date(Math.ceil(api.deps.now().getTime() / 86_400_000) * 86_400_000 + hour * 3_600_000).toISOString();
const meeting = (summary: string) => ({ do: "create", event: { summary, start: tomorrow(9), end: tomorrow(10) } });

const mine = ({ as, connection }: Watched) => ({
  as,
  params: { userId: api.cast.alice },
  query: { connectionId: connection },
});
const read = async <T>(name: string, watched: Watched) =>
  (await api.call(`GET /api/v1/calendar/webhook/${name}/{userId}`, mine(watched))).json as T;
const act = async (name: string, watched: Watched) => {
  const { json, status } = await api.call(`POST /api/v1/calendar/webhook/${name}/{userId}`, mine(watched));
  expect(status, JSON.stringify(json)).toBe(200);
  return json as { message: string; results: ChannelResultShape[] };
};
const stateOf = async (watched: Watched) => (await read<PushHealthShape>("health", watched)).channels[0]?.state;
/** Of each event the provider has or had, whether it is deleted. */
const atProvider = async ({ email }: Watched) => {
  type Truth = { readonly events: readonly { readonly deleted: boolean }[] };
  const { events } = await sandbox.control<Truth>("GET", `accounts/${email}/calendars/primary/events`);
  return events.map(({ deleted }) => deleted);
};
const active = async ({ connection }: Watched) =>
  (await channels(connection)).filter(({ state }) => state === "active").map(({ id }) => id);

it.each(bothProviders)(
  "WHK-3 WHK-6 at $provider a real test makes a change, hears of it, takes it back and says how long it took",
  async (which) => {
    const watched = await watch(which);
    expect(await stateOf(watched)).toBe("delivering");
    const { message, results } = await act("test", watched);
    expect(results).toMatchObject([{ result: "delivered", tookMs: expect.any(Number) as number }]);
    expect(message).toBe("Every change was announced.");
    expect((await api.call("GET /api/v1/audit", { as: watched.as })).text).toContain("channel.tested");
    await work();
    expect(await atProvider(watched)).toEqual([true]);
    expect(await titles(watched.calendarId)).toEqual([]);
    // What a process leaves behind that dies before it cleaned up is cleaned up by due work.
    await pass(2 * minuteMs);
    await work();
  },
);

it("WHK-3 WHK-6 a test says when no notice came, and the change is taken back all the same", async () => {
  const watched = await watch(google);
  await sandbox.control("POST", "faults", { fault: "push-mute", account: watched.email });
  const asked = AbortSignal.timeout;
  AbortSignal.timeout = (ms: number) => asked(ms === 20_000 ? 500 : ms);
  try {
    expect((await act("test", watched)).results).toMatchObject([{ result: "not_yet", tookMs: null }]);
  } finally {
    AbortSignal.timeout = asked;
    await sandbox.control("DELETE", "faults");
  }
  expect(await stateOf(watched)).toBe("silent");
  expect((await act("auto-fix", watched)).results).toMatchObject([{ result: "recreated", state: "delivering" }]);
  expect(await atProvider(watched)).toEqual([true]);
});

it.each(bothProviders)("WHK-6 at $provider what is stopped stays stopped until it is wanted again", async (which) => {
  const watched = await watch(which);
  expect((await act("stop", watched)).results).toMatchObject([{ result: "stopped", state: "stopped" }]);
  await pass(10 * minuteMs);
  await work();
  expect(await active(watched)).toEqual([]);
  expect((await act("auto-fix", watched)).results).toMatchObject([{ result: "left" }]);
  expect((await act("recreate", watched)).results).toMatchObject([{ result: "recreated", state: "delivering" }]);
  expect(await active(watched)).toHaveLength(1);
  const [before] = await active(watched);
  expect((await act("recreate", watched)).results).toMatchObject([{ result: "recreated" }]);
  expect(await active(watched)).not.toContain(before);
});

it.each([
  { ...google, well: "believed" },
  { ...outlook, well: "confirmed" },
])(
  "WHK-3 WHK-6 verify and auto-fix at $provider: what is well is $well, and what is lost at the provider is opened anew",
  async ({ well, ...which }) => {
    const watched = await watch(which);
    expect((await act("verify", watched)).results).toMatchObject([{ result: well }]);
    expect((await act("auto-fix", watched)).message).toBe("Nothing is wrong.");
    const before = await active(watched);
    await sandbox.control("POST", "faults", { fault: "expire-channels", account: watched.email });
    // Where nobody can be asked, only the evidence tells.
    if (which.provider === google.provider)
      await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
        tx.channel.updateMany({ where: { id: { in: before } }, data: { silentSince: api.deps.now() } }),
      );
    expect((await act("verify", watched)).results).toMatchObject([
      { result: which.provider === google.provider ? "failed" : "gone" },
    ]);
    expect((await act("auto-fix", watched)).results).toMatchObject([{ result: "recreated", state: "delivering" }]);
    await edit(watched.email, meeting("After the repair"));
    await until(async () => {
      expect(await titles(watched.calendarId)).toContain("After the repair");
    });
  },
);

it("WHK-4 WHK-5 a notice that cannot be processed is tried again, given up, shown, and processed when somebody asks", async () => {
  const watched = await watch(google);
  const failing = {
    ...workHandlers,
    "notification.process": () => Promise.reject(new Error("does not work")),
  };
  await edit(watched.email, meeting("Waits"));
  const outcomes = async () => (await read<PushLogShape>("log", watched)).notices.map(({ outcome }) => outcome);
  await expect.poll(outcomes).toContain("waiting");
  for (let tries = 0; tries < 8; tries += 1) {
    const kinds = ["notification.process"] as const;
    await runWork(api.deps, failing, { budgetMs: 20_000, signal: new AbortController().signal, concurrency: 4, kinds });
    await pass(10 * minuteMs);
  }
  expect(await outcomes()).toContain("given_up");
  const dead = await api.call("GET /api/v1/admin/work/dead", { as: watched.as });
  expect(dead.json.work).toMatchObject([{ kind: "notification.process", attempts: 8 }]);
  await act("auto-fix", watched);
  await until(async () => {
    expect(await outcomes()).not.toContain("given_up");
    expect(await titles(watched.calendarId)).toContain("Waits");
  });
  const [figures] = (await read<PushMetricsShape>("metrics", watched)).channels;
  expect(figures).toMatchObject({ received: 1, processed: 1, waiting: 0, p95Ms: expect.any(Number) as number });
});

it("WHK-6 belongs to the person and to managers, and there is nothing of somebody who connected nothing", async () => {
  const watched = await watch(google);
  const ask = async (person: string, userId: string) =>
    (
      await api.call("GET /api/v1/calendar/webhook/health/{userId}", {
        as: await api.signIn(person),
        params: { userId },
      })
    ).status;
  const { alice, bob, grace, mallory } = api.cast;
  expect(await ask(alice, alice)).toBe(200);
  expect(await ask(grace, alice)).toBe(200);
  expect(await ask(bob, alice)).toBe(404);
  expect(await ask(mallory, alice)).toBe(404);
  expect(await ask(bob, bob)).toBe(404);
  expect(await active(watched)).toHaveLength(1);
});

it("WHK-6 what a provider does not offer is normal: everything else in order is all in order", async () => {
  const watched = await watch(google);
  await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
    tx.channel.updateMany({
      where: { calendarId: watched.calendarId },
      data: { state: "failed", lastError: { code: "unsupported" } },
    }),
  );
  const { message, results } = await act("verify", watched);
  expect(results).toMatchObject([{ result: "left", state: "unsupported" }]);
  expect(message).toBe("All of them are in order.");
});

it("WHK-7 without a public address the calendars are read by asking, and what would be gained is said", async () => {
  const watched = await watch(google);
  const { env } = api.deps;
  api.use({ env: { ...env, webhookOrigin: null } });
  const health = await read<PushHealthShape>("health", watched);
  expect(health).toMatchObject({ status: "polling", channels: [{ state: "no_address" }] });
  expect(health.advice).toContain("PUBLIC_URL");
  await pass(20 * minuteMs);
  await sandbox.control("POST", "faults", { fault: "push-mute", account: watched.email });
  await edit(watched.email, meeting("Found by asking"));
  await pass(20 * minuteMs);
  await work();
  expect(await titles(watched.calendarId)).toContain("Found by asking");
  await sandbox.control("DELETE", "faults");
  api.use({ env });
});
