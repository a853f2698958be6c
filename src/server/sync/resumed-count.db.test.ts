import { describe, expect, it } from "vitest";

import { ProviderError } from "@/core/errors/provider-error";
import { meeting, useSyncScene } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene({ pageSize: 2 });
const [google] = tokenProviders;

describe("a delta that one run begins and another ends", () => {
  it("F2 counts the events of the pages that were stored before it was cut off", async () => {
    const calendar = await scene.connect(google);
    await scene.sync(calendar);
    for (const day of [1, 2, 3, 4, 5]) await scene.edit(calendar, meeting(`M${day}`, day));
    let pages = 0;
    scene.wrap((inner) => ({
      ...inner,
      listChanges: (call, request) => {
        pages += 1;
        if (pages <= 2) return inner.listChanges(call, request);
        throw new ProviderError("client_rejected", { provider: inner.id, operation: "listChanges" });
      },
    }));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "failed" });
    scene.unwrap();
    await scene.sync(calendar);
    expect((await scene.state(calendar)).eventsSynced).toBe((await scene.events(calendar)).length);
  });
});
