import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLine, cleanText, readToken } from "./text";

/** Any 16-bit units, halves of pairs and controls among them. */
const unit = fc.oneof(
  fc.constantFrom("a", "é", "🗓", "\u0000", "\u0007", "\ud800", "\udc00", "\r", "\n"),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
);
const units = fc.array(unit, { maxLength: 30 }).map((list) => list.join(""));

describe("cleanText", () => {
  it.each([
    ["plain text as it is", "Lunch with Bob", "Lunch with Bob", false],
    ["line breaks and tabs", "a\n\tb", "a\n\tb", false],
    ["Windows line breaks as one", "a\r\nb\rc", "a\nb\nc", true],
    ["no NUL", "a\u0000b", "ab", true],
    ["no other control characters", "a\u0007\u001b[31mb\u007f", "a[31mb", true],
    ["whole characters only", "a\ud800b\udc00", "a\ufffdb\ufffd", true],
    ["emoji", "🗓️ Ünï", "🗓️ Ünï", false],
  ])("F64 keeps %s", (_, written, kept, cleaned) =>
    expect(cleanText(written, 100)).toEqual({ text: kept, cleaned, cut: false }),
  );

  it.each([undefined, null, 5, {}, [], true])("F68 reads %j as no text", (value) =>
    expect(cleanText(value, 10).text).toBe(""),
  );

  it("F65 cuts what is too long and says so, never inside a character", () => {
    expect(cleanText("abcdef", 3)).toEqual({ text: "abc", cleaned: false, cut: true });
    expect(cleanText("ab🗓", 3)).toEqual({ text: "ab", cleaned: false, cut: true });
    expect(cleanText("x".repeat(1_000_000), 8_192).text).toHaveLength(8_192);
  });

  it("F64 leaves nothing that a database refuses, fits the limit, and is done after once", () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 20 }), (written, limit) => {
        const { text } = cleanText(written, limit);
        expect(text.isWellFormed() && !text.includes("\u0000") && text.length <= limit).toBe(true);
        expect(cleanText(text, limit)).toEqual({ text, cleaned: false, cut: false });
      }),
    );
  });
});

describe("cleanLine", () => {
  it("keeps one line", () => expect(cleanLine("  Lunch\r\nwith\tBob ", 100).text).toBe("Lunch with Bob"));
});

describe("readToken", () => {
  it.each(["AAMk-_==", "evt_1@google.com", "ä"])("keeps %s as it is", (id) => expect(readToken(id, 100)).toBe(id));
  it.each(["", "a\u0000b", "a\nb".replace("\n", "\u0001"), "\ud800", "x".repeat(101), 5, null, undefined, {}])(
    "refuses %j",
    (id) => {
      expect(readToken(id, 100)).toBeNull();
    },
  );
});
