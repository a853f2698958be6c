/**
 * A bucket that never lets more than `perMinute` through in any 60 seconds, wherever they begin: providers count in
 * sliding windows, so a full bucket and a minute's refill together must not exceed the limit.
 */
export type BucketShape = { readonly capacity: number; readonly refillPerSecond: number };
export type Bucket = { readonly tokens: number; readonly at: Date };
export type Taking = { readonly bucket: Bucket; readonly allowed: boolean; readonly waitMs: number };

/** RES-5. */
export const defaultLimits = { readsPerMinute: 100, writesPerMinute: 60 } as const;

/** `burstShare` of the minute may be used at once, the rest comes in evenly. */
export function shapeBucket(perMinute: number, burstShare = 0.2): BucketShape {
  const capacity = Math.max(1, Math.floor(perMinute * burstShare));
  return { capacity, refillPerSecond: Math.max(1, perMinute - capacity) / 60 };
}

const dayInMinutes = 24 * 60;
/** Little at once: after a crash that forgets it, a full bucket is all that comes on top. */
const burstShareOfDay = 0.05;

/** The same over 24 hours. */
export function shapeDayBucket(perDay: number): BucketShape {
  const capacity = Math.max(1, Math.floor(perDay * burstShareOfDay));
  return { capacity, refillPerSecond: Math.max(1, perDay - capacity) / (60 * dayInMinutes) };
}

/** Takes one call from the bucket, or says how long until there is one. A clock that goes back refills nothing. */
export function takeToken(bucket: Bucket | null, shape: BucketShape, now: Date): Taking {
  const tokens = bucket === null ? shape.capacity : refill(bucket, shape, now);
  const at = bucket !== null && bucket.at > now ? bucket.at : now;
  if (tokens >= 1) return { bucket: { tokens: tokens - 1, at }, allowed: true, waitMs: 0 };
  const waitMs = Math.ceil(((1 - tokens) / shape.refillPerSecond) * 1_000);
  return { bucket: { tokens, at }, allowed: false, waitMs };
}

function refill(bucket: Bucket, shape: BucketShape, now: Date): number {
  const elapsedMs = Math.max(0, now.getTime() - bucket.at.getTime());
  return Math.min(shape.capacity, bucket.tokens + (elapsedMs / 1_000) * shape.refillPerSecond);
}
