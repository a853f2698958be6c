import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import type { Sandbox } from "../sandbox";
import { restoreSnapshot, takeSnapshot } from "./snapshot";

const saveEveryMs = 5_000;

/** Names a state without reading all of it: every change of events, tokens or faults gives another name. */
function markOf({ ground: { world, vault, faults } }: Sandbox): string {
  let revisions = 0;
  for (const { events } of world.calendars.values()) revisions += events.revision;
  const dead = [...vault.refresh.values()].filter((token) => token.dead !== null).length;
  const sizes = [world.calendars.size, vault.grants.size, vault.refresh.size, dead, vault.access.size];
  return [revisions, ...sizes, ...faults.list().map(({ id, left }) => `${id}:${left ?? "on"}`)].join(" ");
}

/**
 * Keeps the state of a sandbox in a file: read at the start, written soon after a change and at the end. Always as a
 * whole, so that a process killed while writing leaves the state from before.
 */
export function keepStateIn(file: string, sandbox: Sandbox): { saveAndStop(): void } {
  const text = readIfThere(file);
  if (text !== null) restoreSnapshot(sandbox, JSON.parse(text));
  const half = `${file}.half`;
  let saved = text === null ? "" : markOf(sandbox);
  let isOver = false;
  let isSaving = false;
  const save = async (): Promise<void> => {
    const mark = markOf(sandbox);
    if (mark === saved) return;
    await writeFile(half, JSON.stringify(takeSnapshot(sandbox)), { mode: 0o600 });
    if (isOver) return;
    await rename(half, file);
    saved = mark;
  };
  const timer = setInterval(() => {
    if (isSaving) return;
    isSaving = true;
    save()
      .catch((error: unknown) => {
        process.stderr.write(`sandbox: its state could not be saved: ${String(error)}\n`);
      })
      .finally(() => {
        isSaving = false;
      });
  }, saveEveryMs);
  return {
    saveAndStop: () => {
      isOver = true;
      clearInterval(timer);
      writeFileSync(`${file}.last`, JSON.stringify(takeSnapshot(sandbox)), { mode: 0o600 });
      renameSync(`${file}.last`, file);
    },
  };
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
