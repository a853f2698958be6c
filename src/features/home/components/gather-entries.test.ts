import { expect, it } from "vitest";
import { gatherEntries } from "./gather-entries";

const entry = (id: string, actor: string, action: string) => ({
  id,
  at: "2026-11-12T10:00:00Z",
  actor: { kind: "person" as const, id: actor, name: actor },
  action,
});

it("makes one line of what the same person did several times in a row, and keeps the latest", () => {
  const gathered = gatherEntries([
    entry("5", "alice", "session.started"),
    entry("4", "alice", "session.started"),
    entry("3", "bob", "session.started"),
    entry("2", "alice", "session.started"),
    entry("1", "alice", "key.created"),
  ]);
  expect(gathered.map(({ latest, times }) => [latest.id, times])).toEqual([
    ["5", 2],
    ["3", 1],
    ["2", 1],
    ["1", 1],
  ]);
});
