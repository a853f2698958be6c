import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTokenAnswer, type StoredGrant, type TokenAnswer } from "./token-answer";

const now = new Date("2026-01-26T10:00:00Z");
const spelling = { prefixes: [], unlisted: [] };
class Shown {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal = () => this.#text;
  toJSON = () => "[secret]";
}
const hide = (text: string) => new Shown(text);
const stored: StoredGrant = {
  accessToken: hide("access-old"),
  accessExpiresAt: now,
  refreshToken: hide("refresh-1"),
  refreshExpiresAt: null,
  scopes: ["a", "b"],
};
const sound: TokenAnswer = { accessToken: "access-new", tokenType: "Bearer", expiresInSeconds: 3_599 };
const read = (
  changes: Partial<TokenAnswer>,
  previous: StoredGrant | null = stored,
  grantLifeMs: number | null = null,
) => readTokenAnswer({ ...sound, ...changes }, { previous, now, spelling, grantLifeMs, hide });
const grantOf = (reading: ReturnType<typeof read>) => {
  if (reading.kind !== "grant") throw new Error(reading.fault);
  const { accessToken, refreshToken, ...rest } = reading.grant;
  return {
    ...rest,
    accessToken: accessToken.reveal(),
    refreshToken: refreshToken?.reveal() ?? null,
    isRotated: reading.isRotated,
  };
};

describe("readTokenAnswer", () => {
  it("TOK-3 keeps the refresh token when the answer leaves it out", () => {
    expect(grantOf(read({}))).toEqual({
      accessToken: "access-new",
      accessExpiresAt: new Date("2026-01-26T10:59:59Z"),
      refreshToken: "refresh-1",
      refreshExpiresAt: null,
      scopes: ["a", "b"],
      isRotated: false,
    });
    expect(grantOf(read({ refreshToken: null })).refreshToken).toBe("refresh-1");
  });

  it("TOK-3 takes a rotated refresh token", () =>
    expect(grantOf(read({ refreshToken: "refresh-2" }))).toMatchObject({ refreshToken: "refresh-2", isRotated: true }));
  it("takes the same one again for no rotation", () =>
    expect(grantOf(read({ refreshToken: "refresh-1" })).isRotated).toBe(false));
  it("F40 takes reduced scopes", () => expect(grantOf(read({ scope: "b" })).scopes).toEqual(["b"]));
  it("says that a first answer without refresh token cannot be renewed", () =>
    expect(grantOf(read({}, null)).refreshToken).toBeNull());

  it.each([
    [
      "of the answer",
      { refreshToken: "refresh-2", refreshTokenExpiresInSeconds: 604_800 },
      stored,
      null,
      "2026-02-02T10:00:00.000Z",
    ],
    ["of an application in testing", { refreshToken: "refresh-1" }, null, 7 * 86_400_000, "2026-02-02T10:00:00.000Z"],
    [
      "of before",
      {},
      { ...stored, refreshExpiresAt: new Date("2026-02-01T00:00:00Z") },
      7 * 86_400_000,
      "2026-02-01T00:00:00.000Z",
    ],
  ])("TOK-11 knows the end %s", (_, changes, previous, lifeMs, end) => {
    expect(grantOf(read(changes, previous, lifeMs)).refreshExpiresAt?.toISOString()).toBe(end);
  });

  it.each<[string, Partial<TokenAnswer>]>([
    ["no_access_token", { accessToken: undefined }],
    ["no_access_token", { accessToken: "" }],
    ["no_access_token", { accessToken: "abc defghij" }],
    ["no_access_token", { accessToken: "abcdefgh\r\nX-Evil: 1" }],
    ["no_access_token", { accessToken: "x".repeat(16_385) }],
    ["no_access_token", { accessToken: { toString: () => "abcdefgh" } }],
    ["wrong_token_type", { tokenType: "mac" }],
    ["wrong_token_type", { tokenType: undefined }],
    ["bad_expiry", { expiresInSeconds: undefined }],
    ["bad_expiry", { expiresInSeconds: 0 }],
    ["bad_expiry", { expiresInSeconds: -1 }],
    ["bad_expiry", { expiresInSeconds: NaN }],
    ["bad_expiry", { expiresInSeconds: Infinity }],
    ["bad_expiry", { expiresInSeconds: 1e12 }],
    ["bad_expiry", { expiresInSeconds: "soon" }],
    ["bad_refresh_token", { refreshToken: "" }],
    ["bad_refresh_token", { refreshToken: ["refresh-2"] }],
    ["bad_scope", { scope: ["a"] }],
  ])("S13 refuses: %s", (fault, changes) => expect(read(changes)).toEqual({ kind: "refused", fault }));

  it("takes a lifetime that is written as text", () =>
    expect(grantOf(read({ expiresInSeconds: "3599" })).accessExpiresAt).toEqual(new Date("2026-01-26T10:59:59Z")));

  it("S13 whatever comes, an accepted grant is sound, and a refresh token is never lost", () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.constantFrom("Bearer", "bearer", 3_599, "access-new", "refresh-2", "a b"),
    );
    const answers = fc.record({
      accessToken: anything,
      tokenType: anything,
      expiresInSeconds: anything,
      refreshToken: anything,
      scope: anything,
      refreshTokenExpiresInSeconds: anything,
    });
    fc.assert(
      fc.property(answers, (answer) => {
        const reading = readTokenAnswer(answer, { previous: stored, now, spelling, grantLifeMs: null, hide });
        if (reading.kind === "refused") return;
        expect(reading.grant.refreshToken?.reveal()).toMatch(/^[\x21-\x7e]{8,}$/);
        expect(reading.grant.accessExpiresAt.getTime()).toBeGreaterThan(now.getTime());
        expect(JSON.stringify(reading)).not.toContain(reading.grant.accessToken.reveal());
      }),
      { numRuns: 500 },
    );
  });
});
