import { expect, it } from "vitest";

import { claims, provesAddress } from "./claims";

const said = { iss: "https://issuer.test", sub: "1", email: "alice@meridian.test" };
const work = { ...said, tid: "0b3e8c52-0000-4000-8000-000000000000" };

it.each([
  ["a verified address at a provider without tenants", { ...said, email_verified: true }, false, true],
  ["an address the provider calls unverified", { ...said, email_verified: false }, false, false],
  ["an address without a word about it", said, false, false],
  ["no address at all", { iss: said.iss, sub: said.sub, email_verified: true }, true, false],
  ["whatever the admin of an unknown tenant wrote into an account", { ...work, email_verified: true }, false, false],
  ["an address whose domain its tenant has proved", { ...work, xms_edov: true }, false, true],
  ["the same, as older tokens write it", { ...work, xms_edov: "1" }, false, true],
  ["an address whose domain its tenant has not proved", { ...work, xms_edov: false }, false, false],
  ["an account of the provider's own", { ...work, tid: "9188040d-6c67-4c5b-b112-36a304b66dad" }, false, true],
  ["an address of the one tenant the operator chose", work, true, true],
])("believes or not: %s", (_what, given, trustsTenant, expected) => {
  expect(provesAddress(claims.parse(given), trustsTenant)).toBe(expected);
});

it("needs issuer and subject, and ignores every claim nobody asked for", () => {
  expect(claims.safeParse({ sub: "1" }).success).toBe(false);
  expect(claims.safeParse({ iss: "x", sub: "" }).success).toBe(false);
  expect(claims.parse({ ...said, role: "admin", __proto__: { x: 1 } })).toEqual(said);
});
