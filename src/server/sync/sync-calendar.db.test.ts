import { describe, expect, it } from "vitest";

import { useSyncScene } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene();
const at = (days: number, hour: number) => {
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return `${day}T${String(hour).padStart(2, "0")}:00:00`;
};

describe.each(tokenProviders)("a calendar of $id", (provider) => {
  it("is mirrored, and then follows what changes", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await scene.edit(calendar, {
      do: "create",
      event: { summary: "Kick-off", start: at(1, 9), end: at(1, 10) },
    });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "full" });
    expect(await scene.titles(calendar)).toEqual(["Kick-off"]);
    await scene.edit(calendar, { do: "change", eventId: id, fields: { summary: "Moved" } });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "delta" });
    expect(await scene.titles(calendar)).toEqual(["Moved"]);
    await scene.edit(calendar, { do: "delete", eventId: id });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", counts: { removed: 1 } });
    expect(await scene.titles(calendar)).toEqual([]);
  });
});
