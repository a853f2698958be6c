import { expect, it, vi } from "vitest";

import { createSeal, readKey, SealBroken, type KeyRing, type Place } from "./crypto";
import { systemRandom } from "./ids";
import { Secret } from "./secret";

const newKey = () => new Secret(Buffer.from(systemRandom(32)).toString("base64"));
const place: Place = {
  table: "connection_credentials",
  rowId: "row-1",
  workspaceId: "alices",
  column: "refresh_token",
};
const token = new Secret("1//refresh-token-of-alice with ünïcode");

const sealWith = (ring: KeyRing, more: { onAlarm?: (keyId: string) => void; alarmAfter?: number } = {}) =>
  createSeal({
    ring,
    random: systemRandom,
    onAlarm:
      more.onAlarm ??
      (() => {
        throw new Error("alarm");
      }),
    ...(more.alarmAfter === undefined ? {} : { alarmAfter: more.alarmAfter }),
  });
const alone = () => sealWith({ current: newKey(), retired: [] });

it("opens what it sealed, in the place it was sealed for", () => {
  const { seal, open } = alone();
  expect(open(seal(token, place), place).reveal()).toBe(token.reveal());
  expect(open(seal(new Secret(""), place), place).reveal()).toBe("");
});

it("shows nothing of the value, and never the same text twice", () => {
  const { seal } = alone();
  const texts = Array.from({ length: 500 }, () => seal(token, place));
  expect(new Set(texts).size).toBe(500);
  expect(
    new Set(
      texts.map((text) =>
        Buffer.from(text.split(".")[2] ?? "", "base64url")
          .subarray(0, 12)
          .toString("hex"),
      ),
    ).size,
  ).toBe(500);
  expect(texts.some((text) => Buffer.from(text.split(".")[2] ?? "", "base64url").includes("refresh"))).toBe(false);
});

it.each(Object.keys(place) as (keyof Place)[])("does not open in another %s (S8)", (part) => {
  const { seal, open } = alone();
  expect(() => open(seal(token, place), { ...place, [part]: "mallory's" })).toThrow(SealBroken);
});

it("does not confuse places whose parts join to the same text", () => {
  const { seal, open } = alone();
  const sealed = seal(token, { ...place, table: "ab", rowId: "c" });
  expect(() => open(sealed, { ...place, table: "a", rowId: "bc" })).toThrow("altered or moved");
});

it("does not open with any one bit flipped", () => {
  const { seal, open } = alone();
  const sealed = seal(new Secret("short"), place);
  const [head, keyId, body] = sealed.split(".");
  const bytes = Buffer.from(body ?? "", "base64url");
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const altered = Buffer.from(bytes);
    altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(() => open([head, keyId, altered.toString("base64url")].join("."), place), `bit ${bit}`).toThrow(SealBroken);
  }
});

it.each([
  "",
  "plain text",
  "v1",
  "v1.",
  "v1.abcdef12.",
  "v1.abcdef12.AAAA",
  "v2.abcdef12.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "v1.ABCDEF12.####",
])("refuses %j as malformed", (text) => {
  expect(() => alone().open(text, place)).toThrow("malformed");
});

it("never shows the value or the key in the error of a broken seal", () => {
  const current = newKey();
  const sealed = sealWith({ current, retired: [] }).seal(token, place);
  try {
    alone().open(sealed, place);
    expect.unreachable();
  } catch (error) {
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/refresh-token-of-alice/);
    expect(String(error)).toContain("unknown key");
    expect(String(error)).not.toContain(current.reveal());
  }
});

it("reads values of a retired key, seals under the current one, and says which are outdated (S10)", () => {
  const [old, fresh] = [newKey(), newKey()];
  const before = sealWith({ current: old, retired: [] });
  const during = sealWith({ current: fresh, retired: [old] });
  const after = sealWith({ current: fresh, retired: [] });

  const outdated = before.seal(token, place);
  expect(during.isOutdated(outdated)).toBe(true);
  const renewed = during.seal(during.open(outdated, place), place);

  expect(during.isOutdated(renewed)).toBe(false);
  expect(after.open(renewed, place).reveal()).toBe(token.reveal());
  expect(() => after.open(outdated, place)).toThrow("unknown key");
});

it("rings the alarm once when a key has sealed too many values (S9)", () => {
  const onAlarm = vi.fn();
  const { seal } = sealWith({ current: newKey(), retired: [] }, { onAlarm, alarmAfter: 3 });
  for (let count = 0; count < 10; count += 1) seal(token, place);
  expect(onAlarm).toHaveBeenCalledOnce();
});

it("takes 32 bytes as hex, base64 or base64url, and nothing else", () => {
  const bytes = Buffer.from(systemRandom(32));
  for (const encoding of ["hex", "base64", "base64url"] as const)
    expect(Buffer.from(readKey(bytes.toString(encoding)) ?? [])).toEqual(bytes);
  for (const wrong of [
    "",
    "abc",
    "x".repeat(32),
    "g".repeat(64),
    bytes.subarray(1).toString("base64"),
    bytes.toString("hex").slice(2),
    `${bytes.toString("base64")}=`,
  ])
    expect(readKey(wrong), wrong).toBeNull();
});

it("refuses to start with a key of the wrong size", () => {
  expect(() => sealWith({ current: new Secret("too short"), retired: [] })).toThrow("32 random bytes");
});
