import { describe, expect, it } from "vitest";

import { decideAccess, type AccessAsk, type StoredAccess } from "./decide-access";

const now = new Date("2026-11-26T09:00:00Z");
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

const stored = (change: Partial<StoredAccess> = {}): StoredAccess => ({
  generation: 3,
  accessExpiresAt: after(50),
  hasRefreshToken: true,
  isLost: false,
  isConfirming: false,
  leaseUntil: null,
  retryAt: null,
  ...change,
});
const decide = (change: Partial<StoredAccess> = {}, ask: Partial<AccessAsk> = {}) => {
  const decision = decideAccess(stored(change), { now, refused: null, ...ask });
  return decision.do === "fail" ? decision.because : decision.do;
};

describe("decideAccess", () => {
  it.each([
    ["TOK-1 a token that is good for a while is used", {}, {}, "use"],
    ["TOK-1 one that ends within five minutes is refreshed first", { accessExpiresAt: after(5) }, {}, "refresh"],
    [
      "TOK-2 a sweep refreshes what ends before the next one",
      { accessExpiresAt: after(9) },
      { goodUntil: after(10) },
      "refresh",
    ],
    ["TOK-2 and leaves alone what ends later", { accessExpiresAt: after(11) }, { goodUntil: after(10) }, "use"],
    [
      "TOK-3 who comes while another refreshes waits",
      { accessExpiresAt: after(2), leaseUntil: after(0.5) },
      {},
      "wait",
    ],
    [
      "TOK-3 who comes when that other has died refreshes",
      { accessExpiresAt: after(2), leaseUntil: after(-0.1) },
      {},
      "refresh",
    ],
    ["TOK-9 a refused generation is refreshed", {}, { refused: 3 }, "refresh"],
    ["TOK-9 a newer one than was refused is used", {}, { refused: 2 }, "use"],
    ["TOK-9 a refused one is not used while the provider rests", { retryAt: after(1) }, { refused: 3 }, "last_failure"],
    ["F34 until the next try the old token does", { accessExpiresAt: after(2), retryAt: after(1) }, {}, "use"],
    [
      "F34 and without one nobody asks again too soon",
      { accessExpiresAt: after(-2), retryAt: after(1) },
      {},
      "last_failure",
    ],
    ["F34 when its time has come it is tried again", { accessExpiresAt: after(-2), retryAt: after(0) }, {}, "refresh"],
    ["F35 what is lost stays lost", { isLost: true }, {}, "lost"],
    ["F35 unless somebody insists", { isLost: true, retryAt: after(300) }, { isInsisting: true }, "refresh"],
    [
      "F35 who insists does not hurry the second opinion",
      { accessExpiresAt: after(-2), retryAt: after(0.2), isConfirming: true },
      { isInsisting: true },
      "last_failure",
    ],
    [
      "who insists still waits for who is at it",
      { isLost: true, leaseUntil: after(0.5) },
      { isInsisting: true },
      "wait",
    ],
    [
      "a grant that cannot be renewed is used to its end",
      { hasRefreshToken: false, accessExpiresAt: after(2) },
      {},
      "use",
    ],
    ["and then it is over", { hasRefreshToken: false, accessExpiresAt: after(0) }, {}, "cannot_renew"],
    ["without a token one is fetched", { accessExpiresAt: null }, {}, "refresh"],
  ] as const)("%s", (_title, change, ask, expected) => {
    expect(decide(change, ask)).toBe(expected);
  });
});
