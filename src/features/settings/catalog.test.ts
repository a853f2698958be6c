import { expect, it } from "vitest";
import { isSettingsPanel, leastRole, settingsPanels } from "./catalog";

it("opens what is a person's own to everybody, and what is the workspace's from the role that may see it", () => {
  expect(Object.fromEntries(settingsPanels.map(({ id }) => [id, leastRole(id)]))).toEqual({
    profile: null,
    notifications: "member",
    sessions: null,
    "alert-rules": "admin",
    members: "manager",
    booking: "manager",
    keys: "admin",
    audit: "admin",
    workspace: "member",
  });
});

it("gives every panel its own shortcut", () => {
  const keys = settingsPanels.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

it("knows no panel that is not in the list", () => {
  expect(isSettingsPanel("toString")).toBe(false);
});
