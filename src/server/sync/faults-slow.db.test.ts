import { afterEach, describe, expect, it } from "vitest";

import { meeting, useSyncScene } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene();

afterEach(() => scene.mend());

describe.each(tokenProviders)("a listing of $id that drips", (provider) => {
  it(
    "F54 is ended by a deadline for the whole answer, although something arrives every second",
    { timeout: 90_000 },
    async () => {
      const calendar = await scene.connect(provider);
      await scene.sync(calendar);
      const { cursor } = await scene.state(calendar);
      await scene.edit(calendar, meeting("Slow", 1));
      await scene.play("slow-drip", calendar);
      // The deadline of 30 seconds, in a hundredth of the time: the adapter gets it from its caller.
      scene.wrap((inner) => ({
        ...inner,
        listChanges: (call, request) => inner.listChanges({ ...call, timeoutMs: call.timeoutMs / 100 }, request),
      }));
      scene.base.use({ sleep: () => Promise.resolve() });
      expect(await scene.sync(calendar)).toMatchObject({ outcome: "failed", kind: "timeout" });
      scene.unwrap();
      expect((await scene.state(calendar)).cursor).toBe(cursor);
    },
  );
});
