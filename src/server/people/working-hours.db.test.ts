import { expect, it } from "vitest";

import { useApi } from "@/testing/api";

import { loadHoursOf } from "./working-hours";

const api = useApi();
const day = [{ from: "09:30", until: "12:00" }];

async function ask(userId: string, weekly?: unknown) {
  const as = await api.signIn(userId);
  return weekly === undefined
    ? api.call("GET /api/v1/me/working-hours", { as })
    : api.call("PUT /api/v1/me/working-hours", { as, body: { weekly } });
}

it("MON-4 counts the hours of an office until somebody says their own, and again when they take them back", async () => {
  const usual = (await ask(api.cast.bob)).json;
  expect(usual).toMatchObject({ isUsual: true, weekly: { 1: [{ from: "08:00", until: "18:00" }] } });
  expect(usual.weekly).not.toHaveProperty("6");
  expect((await ask(api.cast.bob, { 2: day, 6: day, 7: [] })).json).toMatchObject({ isUsual: false });
  expect((await ask(api.cast.bob)).json.weekly).toEqual({ 2: day, 6: day });

  const whose = { workspaceId: api.cast.home, userId: api.cast.bob };
  const hours = () => api.deps.db.inWorkspace(whose, (tx) => loadHoursOf(tx, whose));
  expect((await hours()).weekly).toEqual({ 2: day, 6: day });
  expect((await ask(api.cast.alice)).json.isUsual).toBe(true);
  expect((await ask(api.cast.bob, null)).json).toEqual(usual);
  expect(Object.keys((await hours()).weekly)).toEqual(["1", "2", "3", "4", "5"]);
});

it("MON-4 refuses hours that no clock shows or that end before they begin, and keeps what was there", async () => {
  for (const weekly of [{ 8: day }, { 1: [{ from: "18:00", until: "09:00" }] }, { 1: [{ from: "9", until: "12:00" }] }])
    expect(await ask(api.cast.grace, weekly)).toMatchObject({ status: 422, json: { code: "invalid_request" } });
  expect((await ask(api.cast.grace)).json.isUsual).toBe(true);
});
