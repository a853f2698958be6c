import { randomUUID } from "node:crypto";

import { beforeEach, describe, expect, it } from "vitest";

import { readiness } from "@/server/running/readiness";
import { useApi } from "@/testing/api";
import { addDueWork } from "@/testing/work-scene";

const api = useApi();
const secret = () => api.deps.env.cronSecret.reveal();
const call = (method: string, ask: Parameters<typeof api.call>[1] = {}) =>
  api.call(`${method} /api/cron/calendar-sync`, ask);
const rows = () => api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) => tx.dueWork.findMany());
const scene = () => ({ workspaceId: api.cast.home, personId: api.cast.alice });

beforeEach(() => api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) => tx.dueWork.deleteMany()));

describe("the cron route", () => {
  it("S55 asks for the whole secret, in the header and nowhere else, and does nothing without it", async () => {
    await addDueWork(api.deps, scene());
    const wrong = ["", "x", secret().slice(0, -1), `${secret()}x`, secret().toUpperCase(), randomUUID()];
    for (const method of ["GET", "POST"]) {
      for (const given of [undefined, ...wrong]) {
        const answer = await call(method, given === undefined ? {} : { as: { key: given } });
        expect(answer).toMatchObject({ status: 401, json: { code: "cron_secret_required" } });
      }
      for (const name of ["secret", "token", "key", "cron_secret"]) {
        const query = { [name]: secret() };
        expect((await call(method, { query })).status).toBeGreaterThanOrEqual(400);
        const both = await call(method, { query, as: { key: secret() } });
        expect(both).toMatchObject({ status: 422, json: { code: "invalid_request" } });
        expect(both.text).not.toContain(secret());
      }
      expect((await call(method, { as: await api.signIn(api.cast.ivo) })).status).toBe(401);
    }
    expect(await rows()).toMatchObject([{ attempts: 0, leaseOwner: null }]);
    expect(api.logged()).not.toContain(secret());
  });

  it.each(["GET", "POST"])(
    "SYN-8 does what is due when %s asks with the secret, and says what it did and left",
    async (method) => {
      await addDueWork(api.deps, scene());
      await addDueWork(api.deps, scene(), { dueAt: new Date(api.deps.now().getTime() + 3_600_000) });
      await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
        tx.dueWork.updateMany({ data: { payload: { unreadable: true } } }),
      );
      const answer = await call(method, { as: { key: secret() } });
      expect(answer).toMatchObject({
        status: 200,
        json: {
          tokens: { refreshed: 0, failed: 0 },
          work: { claimed: 1, done: 0, dead: 1 },
          left: { due: 0, oldestDueAt: null },
        },
      });
      expect(answer.headers.get("cache-control")).toContain("no-store");
    },
  );

  it("is known to readiness and to metrics, so that an instance without a worker is watched too", async () => {
    await addDueWork(api.deps, scene());
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.dueWork.updateMany({ data: { payload: { unreadable: true } } }),
    );
    await call("GET", { as: { key: secret() } });
    await addDueWork(api.deps, scene());
    expect(await readiness({ ...api.deps })).toMatchObject({ worker: true, queue: true });
    const metrics = await api.call("GET /api/metrics", { as: { key: api.deps.env.metricsToken?.reveal() ?? "" } });
    expect(metrics.text).toMatch(/daykeeper_work_total\{kind="connection.discover",outcome="dead"\} \d/);
    expect(metrics.text).toContain('daykeeper_work_due{kind="connection.discover"} 1');
    expect(metrics.text).toMatch(/daykeeper_work_oldest_due_seconds\{kind="connection.discover"\} \d/);
  });
});

describe("dead letters", () => {
  const bury = async (): Promise<string> => {
    await addDueWork(api.deps, scene());
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.dueWork.updateMany({
        data: {
          deadAt: api.deps.now(),
          failures: 8,
          attempts: 8,
          lastError: { code: "unavailable", provider: "fake" },
        },
      }),
    );
    return (await rows())[0]?.id ?? "";
  };

  it("are listed for an admin with names of what went wrong, and without what they carry", async () => {
    const id = await bury();
    const answer = await api.call("GET /api/v1/admin/work/dead", { as: await api.signIn(api.cast.alice) });
    expect(answer.json.work).toMatchObject([
      { id, kind: "connection.discover", attempts: 8, error: { code: "unavailable", at: null } },
    ]);
    expect(answer.text).not.toContain("payload");
    const elsewhere = await api.call("GET /api/v1/admin/work/dead", { as: await api.signIn(api.cast.mallory) });
    expect(elsewhere.json).toEqual({ work: [] });
  });

  it("are replayed from the beginning and at once, which the audit log shows", async () => {
    const id = await bury();
    const as = await api.signIn(api.cast.alice);
    const path = "POST /api/v1/admin/work/dead/{id}/replay";
    expect((await api.call(path, { as, params: { id } })).status).toBe(204);
    expect(await rows()).toMatchObject([{ id, deadAt: null, attempts: 0, failures: 0, priority: 2, lastError: null }]);
    expect((await api.call(path, { as, params: { id } })).json.code).toBe("not_found");
    const audit = await api.call("GET /api/v1/audit", { as, query: { action: "work" } });
    expect(audit.json.entries).toMatchObject([{ action: "work.replayed", subject: { kind: "work", id } }]);
  });

  it("are discarded for good", async () => {
    const id = await bury();
    const as = await api.signIn(api.cast.alice);
    expect((await api.call("DELETE /api/v1/admin/work/dead/{id}", { as, params: { id } })).status).toBe(204);
    expect(await rows()).toEqual([]);
  });

  it("are the only work that can be replayed or discarded", async () => {
    await addDueWork(api.deps, scene());
    const params = { id: (await rows())[0]?.id ?? "" };
    const as = await api.signIn(api.cast.alice);
    expect((await api.call("DELETE /api/v1/admin/work/dead/{id}", { as, params })).json.code).toBe("not_found");
    expect((await api.call("POST /api/v1/admin/work/dead/{id}/replay", { as, params })).json.code).toBe("not_found");
    expect(await rows()).toHaveLength(1);
  });
});
