import { expect, it } from "vitest";

import { readText, type BodyRefused } from "./http";

const limits = { maxBytes: 100, deadlineMs: 200 };

function sent(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request("http://calendar.test", { method: "POST", body, headers, duplex: "half" } as RequestInit);
}

function stream(
  next: (controller: ReadableStreamDefaultController<Uint8Array>) => void | Promise<void>,
  onCancel = () => {},
): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: next, cancel: onCancel });
}

const refused = (reason: string) => expect.objectContaining({ name: "BodyRefused", reason }) as BodyRefused;

it("reads a body within the limits, whole", async () => {
  expect(await readText(sent("ünïcode"), limits)).toBe("ünïcode");
  expect(await readText(sent("x".repeat(100)), limits)).toHaveLength(100);
  expect(await readText(new Request("http://calendar.test", { method: "POST" }), limits)).toBe("");
});

it("refuses one byte more than the limit", async () => {
  await expect(readText(sent("x".repeat(101)), limits)).rejects.toEqual(refused("too large"));
});

it("refuses by the claimed length before reading anything", async () => {
  let pulled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: () => {
        pulled = true;
      },
    },
    { highWaterMark: 0 },
  );
  await expect(readText(sent(body, { "content-length": "1000000" }), limits)).rejects.toEqual(refused("too large"));
  expect(pulled).toBe(false);
});

it("stops an endless body at the limit, whatever length it claimed", async () => {
  let pulls = 0;
  let cancelled = false;
  const endless = stream(
    (controller) => {
      pulls += 1;
      controller.enqueue(new Uint8Array(64));
    },
    () => {
      cancelled = true;
    },
  );
  await expect(readText(sent(endless, { "content-length": "10" }), limits)).rejects.toEqual(refused("too large"));
  expect(pulls).toBeLessThan(6);
  expect(cancelled).toBe(true);
});

it("ends a dripping body at the deadline", async () => {
  const dripping = stream(async (controller) => {
    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });
    controller.enqueue(new Uint8Array([65]));
  });
  await expect(readText(sent(dripping), limits)).rejects.toEqual(refused("too slow"));
});

it("refuses bytes that are no text", async () => {
  await expect(readText(sent(new Uint8Array([0xff, 0xfe, 0x41])), limits)).rejects.toEqual(refused("not UTF-8"));
});
