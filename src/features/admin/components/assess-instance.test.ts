import { describe, expect, it } from "vitest";
import { assessInstance } from "./assess-instance";

const now = new Date("2026-11-12T10:00:00Z");
const worker = (alive: boolean) => ({
  id: "7c1e4f0a-52d9-4b6e-9b0e-3fd1a2c86e11",
  kind: "worker",
  name: "one",
  version: "0.1.0",
  startedAt: "2026-11-12T09:00:00Z",
  lastBeatAt: "2026-11-12T09:59:58Z",
  stoppedAt: null,
  alive,
});

describe("the verdict about an instance", () => {
  it("is well only while a worker is alive and nothing waits too long", () => {
    expect(
      assessInstance(
        { workers: [worker(true), worker(false)], queue: { due: 3, oldestDueAt: "2026-11-12T09:56:00Z" } },
        now,
      ),
    ).toEqual({ kind: "well", alive: 1 });
  });

  it("names a missing worker before anything else", () => {
    expect(
      assessInstance({ workers: [worker(false)], queue: { due: 9, oldestDueAt: "2026-11-12T08:00:00Z" } }, now),
    ).toEqual({ kind: "no worker", due: 9 });
    expect(assessInstance({ workers: [], queue: { due: 0, oldestDueAt: null } }, now)).toEqual({
      kind: "no worker",
      due: 0,
    });
  });

  it("says for how long work has waited once that is too long", () => {
    expect(
      assessInstance({ workers: [worker(true)], queue: { due: 9, oldestDueAt: "2026-11-12T09:48:30Z" } }, now),
    ).toEqual({ kind: "behind", due: 9, minutes: 11 });
  });
});
