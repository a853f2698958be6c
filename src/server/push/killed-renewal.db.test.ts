import { expect, it } from "vitest";

import type { PushPort } from "@/core/ports/provider-push";
import { dayMs, minuteMs } from "@/core/time/wall-time";
import { bothProviders, type Which } from "@/testing/connecting";
import { useWatching, type Watched } from "@/testing/watching";

const scene = await useWatching();
const { api, sandbox, watch, channels, until, edit, titles, pass, work } = scene;

const [google, outlook] = bothProviders;

const active = async ({ connection }: Watched) =>
  (await channels(connection)).filter(({ state }) => state === "active");
/** Those that the provider still delivers to. */
const atProvider = async ({ email }: Watched) =>
  (await sandbox.control<{ channels: unknown[] }>("GET", `accounts/${email}`)).channels.length;

const diesIn = () => new Error("the process dies here");
type Death = (push: PushPort) => PushPort;
/** The provider has done it, and nobody here has heard of it. */
const afterTheAnswer =
  (die: () => void): Death =>
  (push) => ({
    ...push,
    openChannel: async (call, channel) => {
      const opened = await push.openChannel(call, channel);
      die();
      return opened;
    },
    ...(push.extendChannel && {
      extendChannel: async (call, channel, to) => {
        const extended = await push.extendChannel?.(call, channel, to);
        die();
        if (extended === undefined) throw diesIn();
        return extended;
      },
    }),
  });
/** The new one is stored, and the old one is still open. */
const beforeTheOldOneIsClosed =
  (die: () => void): Death =>
  (push) => ({
    ...push,
    closeChannel: (call, channel) => {
      die();
      return push.closeChannel(call, channel);
    },
  });

/** From now on the process dies once, at that place. Answers whether it has. */
function killOnce({ provider }: Which, death: (die: () => void) => Death): () => boolean {
  const before = api.deps.providers;
  let isDead = false;
  const kill = death(() => {
    if (isDead) return;
    isDead = true;
    throw diesIn();
  });
  api.use({
    providers: async () => {
      const all = await before();
      const inner = all.get(provider);
      if (inner?.push === undefined) return all;
      return new Map([...all, [provider, { ...inner, push: kill(inner.push) }]]);
    },
  });
  return () => isDead;
}

it.each([
  { ...google, where: "after the provider's answer", death: afterTheAnswer },
  { ...google, where: "before the old one is closed", death: beforeTheOldOneIsClosed },
  // Here a renewal prolongs, and closes nothing.
  { ...outlook, where: "after the provider's answer", death: afterTheAnswer },
])("F8 at $provider a renewal that is killed $where ends with one channel that tells", async ({ death, ...which }) => {
  const watched = await watch(which);
  const before = await active(watched);
  const open = await atProvider(watched);
  const ends = Math.min(...before.map(({ expiresAt }) => expiresAt?.getTime() ?? 0));
  const isDead = killOnce(which, death);
  await pass((ends - api.deps.now().getTime()) * 0.8);
  await until(async () => {
    await pass(minuteMs);
    expect(isDead()).toBe(true);
    for (const { expiresAt } of await active(watched)) expect(expiresAt?.getTime()).toBeGreaterThan(ends);
  });
  const after = await active(watched);
  expect(after.map(({ calendarId }) => calendarId).toSorted()).toEqual(
    before.map(({ calendarId }) => calendarId).toSorted(),
  );
  await pass(dayMs);
  await work();
  expect(await atProvider(watched)).toBe(open);
  await edit(watched.email, meeting("After the renewal"));
  await until(async () => {
    expect(await titles(watched.calendarId)).toContain("After the renewal");
  });
});

const meeting = (summary: string) => {
  const day = Math.ceil(api.deps.now().getTime() / dayMs) * dayMs;
  const at = (hour: number) => new Date(day + hour * 3_600_000).toISOString();
  return { do: "create", event: { summary, start: at(9), end: at(10) } };
};
