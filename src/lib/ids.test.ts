import { expect, it } from "vitest";

import { hashToken, isToken, newId, newToken, sameSecret, systemRandom } from "./ids";
import { Secret } from "./secret";

it("makes tokens of 256 random bits that never repeat (S30)", () => {
  const sizes: number[] = [];
  newToken((size) => {
    sizes.push(size);
    return systemRandom(size);
  });
  expect(sizes).toEqual([32]);

  const tokens = new Set(Array.from({ length: 2_000 }, () => newToken(systemRandom).reveal()));
  expect(tokens.size).toBe(2_000);
  expect([...tokens].every(isToken)).toBe(true);
});

it("makes ids that are UUIDs of chance and of nothing else", () => {
  expect(newId(() => new Uint8Array(16).fill(0xff))).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
  expect(newId(() => new Uint8Array(16))).toBe("00000000-0000-4000-8000-000000000000");
  expect(new Set(Array.from({ length: 100 }, () => newId(systemRandom))).size).toBe(100);
});

it("spreads the bits of tokens evenly (S30)", () => {
  const bytes = Array.from({ length: 500 }, () => Buffer.from(newToken(systemRandom).reveal(), "base64url")).flatMap(
    (buffer) => [...buffer],
  );
  const ones = bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
  expect(ones / (bytes.length * 8)).toBeGreaterThan(0.49);
  expect(ones / (bytes.length * 8)).toBeLessThan(0.51);
});

it("stores a hash from which the token cannot be read", () => {
  const token = newToken(systemRandom);
  expect(hashToken(token)).toHaveLength(32);
  expect(Buffer.from(hashToken(token)).toString("utf8")).not.toContain(token.reveal());
  expect(hashToken(token)).toEqual(hashToken(new Secret(token.reveal())));
});

it.each([
  "",
  "short",
  "a".repeat(42),
  "a".repeat(44),
  `${"a".repeat(42)}=`,
  `${"a".repeat(42)}\n`,
  "../../../../etc/passwd",
])("does not take %j for a token", (text) => {
  expect(isToken(text)).toBe(false);
});

it("compares secrets of any length without throwing", () => {
  const expected = new Secret("correct horse");
  expect(sameSecret("correct horse", expected)).toBe(true);
  for (const wrong of ["", "correct hors", "correct horse ", "x".repeat(10_000)])
    expect(sameSecret(wrong, expected)).toBe(false);
});
