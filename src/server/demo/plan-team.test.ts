import { describe, expect, it } from "vitest";

import type { Person } from "@/server/people/person";

import { planTeam, type DemoMember, type KnownAccount } from "./plan-team";

const member = (email: string, workspaceId = "meridian"): DemoMember => ({
  person: { kind: "person", user: { id: `id of ${email}`, email } } as Person,
  workspaceId,
  takesAccessAway: false,
});
const alice = member("alice@meridian.example");
const account = { email: "alice@meridian.example", provider: "google", knowsUs: true };
const known: KnownAccount = {
  userId: alice.person.user.id,
  connectionId: "c1",
  email: "alice@meridian.example",
  isOver: false,
};
const forgotten = { ...account, knowsUs: false };

describe("who of the demo connects", () => {
  it("everybody with an account, in the first of their workspaces, and nobody else", () => {
    const elsewhere = member("alice@meridian.example", "halden");
    const planned = planTeam(
      [member("noor@meridian.example"), alice, elsewhere],
      [account, { ...account, email: "x@y.example" }],
      [],
    );
    expect(planned).toEqual([{ member: alice, account, repairs: null }]);
  });

  it("nobody whose account is connected, also when its access has been taken away", () => {
    expect(planTeam([alice], [account], [known])).toEqual([]);
  });

  it("nobody who has ended it, even in a new world", () => {
    expect(planTeam([alice], [account], [{ ...known, isOver: true }])).toEqual([]);
    expect(planTeam([alice], [forgotten], [{ ...known, isOver: true }])).toEqual([]);
  });

  it("whose account a new world knows nothing of, where it stands", () => {
    expect(planTeam([alice], [forgotten], [{ ...known, isOver: true, connectionId: "c0" }, known])).toEqual([
      { member: alice, account: forgotten, repairs: "c1" },
    ]);
  });
});
