import { describe, expect, it } from "vitest";
import { auditAddress, auditSpan, readAuditFilter } from "./schema";

describe("the address of the audit log", () => {
  it("leaves out what does not fit, and keeps the rest", () => {
    expect(readAuditFilter({ action: "key", from: "yesterday", cursor: "-1", actor: ["a", "b"], other: "x" })).toEqual({
      action: "key",
    });
  });

  it("holds only what is chosen", () => {
    expect(auditAddress({})).toBe("/settings/audit");
    expect(auditAddress({ action: "key.created", from: "", to: undefined })).toBe("/settings/audit?action=key.created");
  });
});

describe("the span of an audit filter", () => {
  it("takes days as the person counts them, the last one included", () => {
    expect(auditSpan({ from: "2026-11-12", to: "2026-11-12" }, "Europe/Berlin")).toEqual({
      from: "2026-11-11T23:00:00Z",
      to: "2026-11-12T23:00:00Z",
    });
  });

  it("keeps a day whole when the clock changes in it", () => {
    expect(auditSpan({ from: "2026-10-25", to: "2026-10-25" }, "Europe/Berlin")).toEqual({
      from: "2026-10-24T22:00:00Z",
      to: "2026-10-25T23:00:00Z",
    });
  });

  it("is open where no day is named, or one that does not exist", () => {
    expect(auditSpan({ from: "2026-99-99" }, "UTC")).toEqual({});
  });
});
