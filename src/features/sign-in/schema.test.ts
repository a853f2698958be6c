import { describe, expect, it } from "vitest";
import { readNext, readSignInProblem } from "./schema";

describe("the way back after signing in", () => {
  it.each(["/settings/members?x=1", "/"])("is the page somebody asked for: %s", (next) => {
    expect(readNext({ next })).toBe(next);
  });

  it.each(["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""])(
    "never leads elsewhere: %s",
    (next) => {
      expect(readNext({ next })).toBe("/");
    },
  );

  it("takes no list", () => {
    expect(readNext({ next: ["/a", "/b"] })).toBe("/");
  });
});

describe("the sentence on the sign-in page", () => {
  it("is missing when nothing went wrong", () => {
    expect(readSignInProblem({})).toBeNull();
  });

  it("names our own refusals, and has one for what we do not know", () => {
    expect(readSignInProblem({ error: "account_disabled" })).toBe("accountDisabled");
    expect(readSignInProblem({ error: "Whatever" })).toBe("unfinished");
  });
});
