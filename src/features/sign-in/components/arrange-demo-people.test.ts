import { expect, it } from "vitest";
import { arrangeDemoPeople } from "./arrange-demo-people";

const row = (name: string, role: string, workspace: string | null = "Meridian") => ({
  userId: name,
  name,
  email: `${name}@example.test`,
  workspace,
  role,
});

it("puts one person of each role first, and each person once", () => {
  const { first, more } = arrangeDemoPeople([
    row("Bob", "member"),
    row("Jonas", "instance admin"),
    row("Jonas", "instance admin", "Halden"),
    row("Alice", "admin"),
    row("Carol", "member"),
    row("Mallory", "admin", "Halden"),
    row("Tom", "manager"),
    row("Nobody", "member", null),
  ]);
  expect(first.map(({ name, role }) => `${name} ${role}`)).toEqual([
    "Alice admin",
    "Tom manager",
    "Bob member",
    "Jonas instance",
  ]);
  expect(first.at(-1)?.workspaces).toEqual(["Meridian", "Halden"]);
  expect(more.map(({ name }) => name)).toEqual(["Carol", "Mallory", "Nobody"]);
});
