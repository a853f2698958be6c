import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openSandbox } from "@/sandbox/testing/open-sandbox";
import { openProviders } from "@/server/open-providers";
import { seedDemo } from "@/server/people/seed-demo";
import { runDueWork } from "@/server/work/run-due-work";
import { useApi } from "@/testing/api";
import { demoEnv } from "@/testing/env";

import { loadHistory } from "@/server/admin/load-history";
import { rollUp } from "@/server/admin/roll-up";
import { loadBookingPage } from "@/server/booking/load-page";
import type { Caller } from "@/server/people/person";

import { connectTeam } from "./connect-team";
import { firstBookingPage, makeBookingPages } from "./make-booking-pages";
import { makeHistory } from "./make-history";
import type { DemoMember } from "./plan-team";

const sandbox = await openSandbox({ world: "team" });
const { control } = await sandbox.control<{ control: string }>("GET", "endpoints");
const api = useApi((url) => demoEnv(url, { PROVIDER_SANDBOX_URL: control.replace(/\/$/, "") }));
/** A calendar of 20,000 events, and one that makes everybody wait: for the browser, not for this. */
const slow = ["oskar.nyberg@halden.example", "lena.fischer@halden.example"];

let members: DemoMember[];
beforeAll(async () => {
  const { env, log, now } = api.deps;
  api.use({ providers: openProviders({ env, log, now }) });
  members = (await seedDemo()).members;
});
afterAll(() => sandbox.stop());

const seed = () => connectTeam(members, slow);
const all = () =>
  Promise.all(
    [...new Set(members.map(({ workspaceId }) => workspaceId))].map((workspaceId) =>
      api.deps.db.inWorkspace({ workspaceId }, (tx) =>
        tx.connection.findMany({ orderBy: { id: "asc" }, include: { credential: true } }),
      ),
    ),
  ).then((rows) => rows.flat());
const work = () => runDueWork(api.deps, { budgetMs: 60_000, signal: new AbortController().signal, concurrency: 4 });
const statuses = async () =>
  Object.fromEntries((await all()).map(({ accountEmail, status }) => [accountEmail, status]));

describe("the demo's team", { timeout: 240_000 }, () => {
  it("connects through the consent pages, reads, and shows what its troubles come to", async () => {
    expect(await seed()).toEqual({ connected: 9, repaired: 0, failures: [] });
    await work();
    await pass(60_000);
    await work();
    const told = await statuses();
    expect(told).toMatchObject({
      "alice@meridian.example": "healthy",
      "bob@meridian.example": "healthy",
      "t.wrona@meridian.example": "needs_reconnecting",
    });
    const priya = (await all()).find(({ accountEmail }) => accountEmail === "priya.raman@meridian.example");
    expect(priya?.missingFeatures).toEqual(["free_busy"]);
  });

  it("changes nothing when it is seeded again", async () => {
    const before = await all();
    expect(await seed()).toEqual({ connected: 0, repaired: 0, failures: [] });
    expect(await all()).toEqual(before);
  });

  it("marks what is made up of the past, and has made it once", async () => {
    const { workspaceId } = members[0] ?? { workspaceId: "" };
    const changes = await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
      tx.healthTransition.findMany({ where: { subjectKind: "connection" }, orderBy: { at: "asc" } }),
    );
    const connected = await all();
    for (const { id, connectedAt } of connected) {
      const own = changes.filter(({ subjectId }) => subjectId === id);
      for (const { at, detail } of own) expect((detail as { demo?: boolean }).demo === true).toBe(at < connectedAt);
    }
    expect(
      changes.filter(({ fromStatus, detail }) => fromStatus === "unknown" && Object.hasOwn(Object(detail), "demo"))
        .length,
    ).toBe(7);
  });

  it("UI-3 makes up three months of figures once, marks them, and lets what was seen stand beside them", async () => {
    const workspaces = [...new Set(members.map(({ workspaceId }) => workspaceId))];
    await makeHistory(workspaces);
    await rollUp(api.deps);
    const admin = (members.find(({ person }) => person.user.isInstanceAdmin) ?? members[0])?.person as Caller;
    const history = (range: "24h" | "7d" | "90d") => loadHistory(api.deps, admin, { range });
    const [days, hours] = [await history("90d"), await history("24h")];
    expect(days.points).toHaveLength(90);
    expect(hours.points).toHaveLength(24);
    expect(
      [days.demoUntil, hours.demoUntil].map((until) => Date.parse(until ?? "") <= api.deps.now().getTime()),
    ).toEqual([true, true]);
    expect(new Set(days.calls.map(({ provider }) => provider)).size).toBe(2);
    expect(days.scores.length).toBeGreaterThan(170);
    await makeHistory(workspaces);
    expect(await history("90d")).toEqual(days);
  });

  it("BKG-1 has booking pages on which a visitor finds free times, made once", async () => {
    await makeBookingPages(members);
    const { page, first } = (await loadBookingPage(api.deps, firstBookingPage)) ?? {};
    expect(page).toMatchObject({ hosts: ["Alice Moreau"], durationMinutes: 30 });
    expect(first?.available_slots.length).toBeGreaterThan(20);
    await makeBookingPages(members);
    expect((await loadBookingPage(api.deps, firstBookingPage))?.page.id).toBe(page?.id);
  });

  it("repairs its connections where they stand when the sandbox has a new world", async () => {
    const before = await all();
    await sandbox.control("POST", "reset", {});
    expect(await seed()).toEqual({ connected: 0, repaired: 9, failures: [] });
    await work();
    expect((await all()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await statuses()).toMatchObject({ "alice@meridian.example": "healthy", "bob@meridian.example": "healthy" });
  });
});

async function pass(ms: number): Promise<void> {
  api.pass(ms / 60_000);
  await sandbox.control("POST", "clock/advance", { ms });
}
