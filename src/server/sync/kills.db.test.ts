import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { killPlaces, type KillPlace, type SyncChildSetup } from "@/testing/kill-places";
import { meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const pageSize = 4;
const scene = useSyncScene({ pageSize });

/** Syncs in a process of its own, which is killed at the place. Answers by what it ended. */
async function syncAndKill(calendar: SyncedCalendar, place: KillPlace): Promise<string | null> {
  const { deps, base } = scene;
  const { fence, wasDueAt: _at, ...claim } = await scene.claim(calendar);
  const secret = () => randomBytes(32).toString("base64");
  const setup: SyncChildSetup = {
    settings: {
      ...{ NODE_ENV: "test", DEMO: "0", DATABASE_URL: base.database.url, PUBLIC_URL: deps.env.origin },
      ...{ NEXTAUTH_SECRET: secret(), CRON_SECRET: secret(), ENCRYPTION_KEY: deps.env.encryption.current.reveal() },
    },
    ...{ endpoints: base.sandbox.endpoints, pageSize, place },
    claim: { ...claim, fence: String(fence) },
  };
  const program = fileURLToPath(new URL("../../testing/sync-child.ts", import.meta.url));
  const child = fork(program, [JSON.stringify(setup)], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  return signal;
}

const faults: Readonly<Record<KillPlace, string>> = {
  "before the first call": "F1",
  "after a page was fetched": "F3",
  "inside the transaction of a page": "F4",
  "after a page was committed": "F2",
  "inside the last transaction": "F4",
  "after the last transaction": "F5",
};

describe.each(tokenProviders)("a process that is killed in the middle of a calendar of $id", (provider) => {
  it.each(killPlaces.map((place) => [faults[place], place] as const))(
    "SYN-6 %s %s: nothing is lost, nothing is there twice, and one run more writes nothing",
    { timeout: 60_000 },
    async (_fault, place) => {
      const calendar = await scene.connect(provider);
      const titles = Array.from({ length: 10 }, (_, day) => `Day ${day}`);
      for (const [day, title] of titles.entries()) await scene.edit(calendar, meeting(title, day + 1));
      expect(await syncAndKill(calendar, place)).toBe("SIGKILL");
      const seen = await scene.titles(calendar);
      const [stored, calls] = [seen.length, await scene.listings(calendar)];
      const end = await scene.sync(calendar);
      expect(end).toMatchObject({ outcome: "succeeded" });
      expect(await scene.titles(calendar)).toEqual(titles);
      if (place === "after a page was committed") {
        expect(stored).toBeGreaterThan(0);
        // Outlook says a row twice now and then; whoever began anew would meet all that is stored again.
        const unchanged = "counts" in end ? end.counts.unchanged : stored;
        expect(unchanged).toBeLessThan(stored);
        const pages = (await scene.runs(calendar)).map((run) => run.pages);
        expect((await scene.listings(calendar)) - calls).toBe(pages.at(-1));
        expect((await scene.runs(calendar)).map((run) => run.outcome)).toEqual(["lost", "succeeded"]);
      }
      const before = await scene.events(calendar);
      expect(await scene.sync(calendar)).toMatchObject({ counts: { added: 0, changed: 0, removed: 0 } });
      expect(await scene.events(calendar)).toEqual(before);
      expect((await scene.state(calendar)).eventsSynced).toBe(10);
    },
  );
});
