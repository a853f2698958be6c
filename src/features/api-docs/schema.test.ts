import { describe, expect, it } from "vitest";
import { openApiDocument } from "@/server/http/openapi";
import { readApiDocument, sayType } from "./schema";

describe("the documentation page", () => {
  const page = readApiDocument(openApiDocument());
  const operations = page.groups.flatMap((group) => group.operations);

  it("shows every operation of the generated document, each once", () => {
    const written = Object.values(openApiDocument().paths ?? {}).flatMap((methods) => Object.keys(methods));
    expect(operations).toHaveLength(written.length);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it("names for each what to send, what comes back and how it may be refused", () => {
    const change = operations.find(({ id }) => id === "changeRole");
    expect(change).toMatchObject({ method: "PATCH", path: "/api/v1/members/{id}", answer: { status: "200" } });
    expect(change?.fields).toEqual([
      { name: "id", in: "path", required: true, type: "uuid" },
      { name: "role", in: "body", required: true, type: "one of member, manager, admin" },
    ]);
    expect(change?.refusals).toContainEqual({
      status: "409",
      code: "last_admin",
      title: "The workspace needs an admin",
    });
  });
});

it.each([
  [{ type: "string" }, "text"],
  [{ type: ["string", "null"], format: "date-time" }, "date-time or null"],
  [{ type: "array", items: { type: "string", enum: ["a", "b"] } }, "list of one of a, b"],
  [{ type: "integer", minimum: 1, maximum: 200, default: 50 }, "integer, 1 to 200, otherwise 50"],
])("says %j as %s", (schema, words) => {
  expect(sayType(schema)).toBe(words);
});
