import { describe, expect, it } from "vitest";

import { bothProviders } from "@/testing/connecting";
import { useWatching } from "@/testing/watching";

const scene = await useWatching();
const { edit, until, titles, watch, channels, notices } = scene;

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
});
