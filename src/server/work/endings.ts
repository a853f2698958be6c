import { releaseSyncs, releaseWork, finishWork, type HeldRow } from "@/server/db/work/leases";
import type { Deps } from "@/server/deps";

import { isSync, type Claim } from "./claim";
import { pause } from "./wait";

const mostTries = 5;
const retryMs = 1_000;

type Ending = { readonly claim: Claim; readonly isDone: boolean; readonly written: () => void };

/** Writes how work ended, many rows at once: what ends while one batch is written is the next one. */
export type Endings = {
  /** Resolves when it is written, or given up: then its lease runs out, and it runs once more. */
  readonly add: (claim: Claim, isDone: boolean) => Promise<void>;
};

const toRow = ({ claim: { workspaceId, id, fence } }: Ending): HeldRow => ({ workspaceId, id, fence });

async function write(deps: Deps, batch: readonly Ending[]): Promise<void> {
  const syncs = batch.filter(({ claim }) => isSync(claim));
  const work = batch.filter(({ claim }) => !isSync(claim));
  const done = work.filter(({ isDone }) => isDone);
  const given = work.filter(({ isDone }) => !isDone);
  await deps.db.outsideWorkspace(async (tx) => {
    if (done.length > 0) await finishWork(tx, done.map(toRow));
    if (given.length > 0) await releaseWork(tx, given.map(toRow));
    // A sync stores its own end; this is for one that ended without.
    if (syncs.length > 0) await releaseSyncs(tx, syncs.map(toRow));
  });
}

async function writeStubbornly(deps: Deps, batch: readonly Ending[]): Promise<void> {
  for (let tries = 1; tries <= mostTries; tries++) {
    try {
      await write(deps, batch);
      return;
    } catch (error) {
      deps.log.warn("How work ended could not be written", { rows: batch.length, tries, err: error });
      await pause(deps, retryMs, new AbortController().signal);
    }
  }
}

export function openEndings(deps: Deps): Endings {
  let waiting: Ending[] = [];
  let isWriting = false;
  const writeAll = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await writeStubbornly(deps, batch);
      for (const { written } of batch) written();
    }
    isWriting = false;
  };
  return {
    add: async (claim, isDone) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      waiting.push({
        claim,
        isDone,
        written: () => {
          resolve(undefined);
        },
      });
      await (isWriting ? promise : Promise.all([promise, writeAll()]));
    },
  };
}
