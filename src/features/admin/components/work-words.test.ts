import { describe, expect, it } from "vitest";

import { errorKinds } from "@/core/errors/kinds";
import { workCatalog } from "@/core/work/catalog";
import english from "@/lib/i18n/messages/en.json";

/** Beside what a provider can do: a process that died, and a mistake of ours. */
const ours = ["crashed", "unexpected"];

describe("what the health page says of work that was given up", () => {
  it("OPS-3 has words for each kind of work and for each failure, so that nobody reads a code", () => {
    const kinds = Object.keys(workCatalog).map((kind) => kind.replaceAll(".", "_"));
    expect(Object.keys(english.health.work).toSorted()).toEqual(kinds.toSorted());
    expect(Object.keys(english.health.failures).toSorted()).toEqual([...Object.keys(errorKinds), ...ours].toSorted());
  });
});
