import { expect, it } from "vitest";
import { describeDetail } from "./audit-words";

it("says the facts of an entry in one line", () => {
  expect(describeDetail({ from: "member", to: "manager" })).toBe("from: member, to: manager");
  expect(describeDetail({ scopes: ["members:read", "audit:read"], none: null, at_once: true })).toBe(
    "scopes: members:read + audit:read, at once: true",
  );
  expect(describeDetail({ nested: { deep: 1 } })).toBe('nested: {"deep":1}');
});
