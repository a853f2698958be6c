import { describe, expect, it } from "vitest";

import { dayMs } from "@/core/time/wall-time";
import { bothProviders } from "@/testing/connecting";
import { useWatching } from "@/testing/watching";

const scene = await useWatching();
const { api, edit, until, titles, watch, channels, notices } = scene;

const tomorrow = (hour: number) =>
  new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + hour * 3_600_000).toISOString();
const meeting = (title: string) => ({ do: "create", event: { summary: title, start: tomorrow(9), end: tomorrow(10) } });

describe.each(bothProviders)("push at $provider", (which) => {
  it("WHK-1 WHK-2 a channel is opened, the provider's notice is kept, and the change is in the mirror", async () => {
    const { email, connection, calendarId } = await watch(which);
    await edit(email, meeting("Told by push"));
    await until(async () => {
      expect(await titles(calendarId)).toContain("Told by push");
      expect((await notices(calendarId)).filter(({ kind }) => kind === "change")).toMatchObject([
        { state: "processed" },
      ]);
    });
    expect((await channels(connection)).filter(({ state }) => state === "active")).not.toEqual([]);
  });

  it("WHK-4 a notice that has waited for a month, as nobody was here, holds up no reading", async () => {
    const { email, calendarId } = await watch(which);
    await edit(email, meeting("Before the pause"));
    const settled = async () => {
      const states = (await notices(calendarId)).map(({ state }) => state);
      expect(states).toContain("processed");
      expect(states).not.toContain("received");
    };
    await until(settled);
    const long = { receivedAt: new Date(api.deps.now().getTime() - 40 * dayMs), state: "received" };
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.notification.updateMany({ where: { channel: { calendarId } }, data: long }),
    );
    await edit(email, meeting("After the pause"));
    await until(async () => {
      expect(await titles(calendarId)).toContain("After the pause");
      await settled();
    });
  });
});
