import { beforeEach, describe, expect, it, vi } from "vitest";

import { useApi } from "@/testing/api";

import { findPerson, requireOverseer, requirePerson, requireRole } from "./current-person";

/** What Next knows of the page that is being rendered. */
const page = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({ headers: () => Promise.resolve(page.headers) }));
vi.mock("next/navigation", () => ({
  redirect: (to: string) => {
    throw new Error(`redirect ${to}`);
  },
  notFound: () => {
    throw new Error("not found");
  },
}));

const api = useApi();
const open = (path: string, cookie = "") => {
  page.headers = new Headers({ "x-path": path, cookie, "x-request-id": "6f9619ff-8b86-4011-b42d-00c04fc964ff" });
};

beforeEach(() => {
  open("/");
});

const refusals = () =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
    tx.auditEntry.findMany({ where: { action: "access.refused" } }),
  );

describe("a page", () => {
  it("knows who is looking at it, with the workspace and role of this moment", async () => {
    expect(await findPerson()).toBeNull();
    open("/", (await api.signIn(api.cast.bob)).cookie);
    expect(await findPerson()).toMatchObject({
      kind: "person",
      user: { id: api.cast.bob },
      workspace: { id: api.cast.home },
      role: "member",
      isInstanceAdmin: false,
    });
  });

  it("sends strangers to the sign-in page, and back afterwards", async () => {
    open("/settings/members?x=1&y=2");
    await expect(requirePerson()).rejects.toThrow("redirect /sign-in?next=%2Fsettings%2Fmembers%3Fx%3D1%26y%3D2");
  });

  it.each(["//evil.test", "/\\evil.test", "https://evil.test", ""])("never sends anybody to %j", async (path) => {
    open(path);
    await expect(requirePerson()).rejects.toThrow("redirect /sign-in?next=%2F");
  });

  it("looks like none to those whose role does not include it, and records the attempt", async () => {
    open("/settings/keys?secret=canary", (await api.signIn(api.cast.bob)).cookie);
    const before = (await refusals()).length;
    await expect(requireRole("admin")).rejects.toThrow("not found");
    await expect(requireOverseer()).rejects.toThrow("not found");
    const entries = await refusals();
    expect(entries).toHaveLength(before + 2);
    expect(entries.at(-1)).toMatchObject({
      actorId: api.cast.bob,
      subjectKind: "page",
      subjectId: "/settings/keys",
      requestId: "6f9619ff-8b86-4011-b42d-00c04fc964ff",
      detail: { code: "not_allowed" },
    });
  });

  it("opens for those whose role includes it", async () => {
    open("/settings/keys", (await api.signIn(api.cast.alice)).cookie);
    expect((await requireRole("admin")).role).toBe("admin");
    expect((await requireRole("manager")).role).toBe("admin");
    open("/admin/health", (await api.signIn(api.cast.ivo)).cookie);
    expect((await requireOverseer()).isInstanceAdmin).toBe(true);
    await expect(requireRole("member")).rejects.toThrow("not found");
  });
});
