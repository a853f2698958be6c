import type { Person } from "@/server/people/person";

import type { SandboxAccount } from "./sandbox-control";

/** Whom the demo has made, each once per workspace. */
export type DemoMember = {
  readonly person: Person;
  readonly workspaceId: string;
  /** Takes the access away at the provider after the first read. */
  readonly takesAccessAway: boolean;
};

/** What a member has, or had, connected. */
export type KnownAccount = {
  readonly userId: string;
  readonly connectionId: string;
  readonly email: string | null;
  readonly isOver: boolean;
};

export type PlannedAccount = {
  readonly member: DemoMember;
  readonly account: SandboxAccount;
  readonly repairs: string | null;
};

/**
 * Who connects: everybody with an account, in the first of their workspaces. What is connected stays so, what somebody
 * has ended stays over, and what a new world of the sandbox knows nothing of is repaired.
 */
export function planTeam(
  members: readonly DemoMember[],
  accounts: readonly SandboxAccount[],
  known: readonly KnownAccount[],
): PlannedAccount[] {
  const first = new Map(members.toReversed().map((member) => [member.person.user.email, member]));
  return accounts.flatMap((account): PlannedAccount[] => {
    const member = first.get(account.email);
    if (member === undefined) return [];
    const had = known.filter(({ userId, email }) => userId === member.person.user.id && email === account.email);
    if (had.length === 0) return [{ member, account, repairs: null }];
    const live = had.find(({ isOver }) => !isOver);
    return live === undefined || account.knowsUs ? [] : [{ member, account, repairs: live.connectionId }];
  });
}
