import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultLimits, shapeBucket, takeToken, type Bucket } from "./rate-limit";

const start = Date.UTC(2026, 0, 26);
const at = (ms: number) => new Date(start + ms);

describe("takeToken", () => {
  it("lets a burst through, then says how long to wait", () => {
    const shape = shapeBucket(defaultLimits.readsPerMinute);
    expect(shape).toEqual({ capacity: 20, refillPerSecond: 80 / 60 });
    let bucket: Bucket | null = null;
    for (let call = 0; call < 20; call += 1) {
      const taking = takeToken(bucket, shape, at(0));
      expect(taking.allowed).toBe(true);
      bucket = taking.bucket;
    }
    expect(takeToken(bucket, shape, at(0))).toMatchObject({ allowed: false, waitMs: 750 });
    expect(takeToken(bucket, shape, at(750))).toMatchObject({ allowed: true });
  });

  it("refills nothing when the clock goes back", () => {
    const shape = shapeBucket(60);
    const { bucket } = takeToken({ tokens: 1, at: at(10_000) }, shape, at(0));
    expect(bucket).toEqual({ tokens: 0, at: at(10_000) });
  });

  it("RES-5 never lets more than the limit through in any 60 seconds", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(
        gaps,
        fc.integer({ min: 1, max: 120 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (waits, perMinute, burst) => {
          const shape = shapeBucket(perMinute, burst);
          let bucket: Bucket | null = null;
          let clock = 0;
          const calls: number[] = [];
          for (const wait of waits) {
            clock += wait;
            const taking = takeToken(bucket, shape, at(clock));
            bucket = taking.bucket;
            if (taking.allowed) calls.push(clock);
          }
          for (const begin of calls)
            expect(calls.filter((call) => call >= begin && call < begin + 60_000).length).toBeLessThanOrEqual(
              perMinute,
            );
        },
      ),
    );
  });

  it("whoever waits as told is let through", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (perMinute, tokens) => {
          const shape = shapeBucket(perMinute);
          const refused = takeToken({ tokens, at: at(0) }, shape, at(0));
          expect(refused.allowed).toBe(false);
          expect(takeToken(refused.bucket, shape, at(refused.waitMs + 1)).allowed).toBe(true);
        },
      ),
    );
  });
});
