import { expect, it } from "vitest";
import { mayOpen, settingsPanels } from "./catalog";

const openFor = (role: "member" | "manager" | "admin" | null) =>
  settingsPanels.filter(({ id }) => mayOpen(id, role)).map(({ id }) => id);

it("opens to each role what it may see, and to nobody more", () => {
  expect(openFor(null)).toEqual(["profile", "sessions"]);
  expect(openFor("member")).toEqual(["profile", "sessions", "workspace"]);
  expect(openFor("manager")).toEqual(["profile", "sessions", "members", "workspace"]);
  expect(openFor("admin")).toEqual(settingsPanels.map(({ id }) => id));
});

it("gives every panel its own shortcut", () => {
  const keys = settingsPanels.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});
