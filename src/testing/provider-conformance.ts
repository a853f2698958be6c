import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";
import { Heard, type Bed } from "./provider-conformance-bed";
import { describeConsent } from "./provider-conformance-consent";
import { describeFailures } from "./provider-conformance-failures";
import { describePush } from "./provider-conformance-push";
import { describeReading } from "./provider-conformance-reading";
import { describeSeries } from "./provider-conformance-series";
import { describeWriting } from "./provider-conformance-writing";

export type Scene = { readonly bed: () => Bed; readonly heard: () => Heard };

/** The port's promises. Every provider passes all of them; one that cannot do something leaves the group out of the port. */
export function describeProvider(name: string, openBed: () => Promise<Bed>): void {
  describe(name, () => {
    let bed: Bed | null = null;
    let heard = new Heard();
    beforeAll(async () => {
      bed = await openBed();
    }, 30_000);
    afterAll(() => bed?.close());
    beforeEach(() => {
      heard = new Heard();
    });
    afterEach(async () => {
      await bed?.mend();
      // S42, RES-7: whatever happened, nothing that was said aloud holds a secret.
      const text = heard.text();
      for (const secret of bed?.secrets ?? []) expect(text).not.toContain(secret);
      expect(heard.facts.filter(({ endpoint }) => endpoint.includes("?") || endpoint.includes("@"))).toEqual([]);
    });
    const scene: Scene = {
      bed: () => {
        if (bed === null) throw new Error("no bed");
        return bed;
      },
      heard: () => heard,
    };
    describeReading(scene);
    describeSeries(scene);
    describeWriting(scene);
    describeFailures(scene);
    describeConsent(scene);
    describePush(scene);
  });
}
