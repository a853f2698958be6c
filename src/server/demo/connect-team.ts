import { providerFacts } from "@/providers/catalog";
import { addMadeUpPast, listAccountsEver } from "@/server/db/demo/demo-accounts";
import { getDeps, type Deps } from "@/server/deps";
import { syncNow } from "@/server/sync-now/sync-now";

import { connectAccount } from "./connect-account";
import { pastStates } from "./past-states";
import { planTeam, type DemoMember, type KnownAccount, type PlannedAccount } from "./plan-team";
import { listSandboxAccounts, takeAwayAccess } from "./sandbox-control";

export type TeamReport = { readonly connected: number; readonly repaired: number; readonly failures: string[] };

const atOnce = 4;

/**
 * The demo's people connect their accounts at the provider sandbox, as they would in a browser. Doing it again changes
 * nothing that is there. One account that cannot be connected keeps no other from it.
 */
export async function connectTeam(members: readonly DemoMember[], leaveOut: readonly string[]): Promise<TeamReport> {
  const deps = getDeps();
  const { sandboxUrl, demo } = deps.env;
  if (!demo) throw new Error("Demo people connect in a demo only.");
  if (sandboxUrl === null) return { connected: 0, repaired: 0, failures: [] };
  const accounts = (await listSandboxAccounts(sandboxUrl)).filter(({ email }) => !leaveOut.includes(email));
  const waiting = planTeam(members, accounts, await listKnown(deps, members));
  const count = { connected: 0, repaired: 0 };
  const failures: string[] = [];
  const lane = async () => {
    for (let planned = waiting.shift(); planned !== undefined; planned = waiting.shift())
      try {
        await connectMember(deps, planned, { sandboxUrl, place: members.indexOf(planned.member) });
        count[planned.repairs === null ? "connected" : "repaired"] += 1;
      } catch (error) {
        deps.log.error("An account of the demo could not be connected", { err: error });
        failures.push(error instanceof Error ? error.message : String(error));
      }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { ...count, failures };
}

async function listKnown({ db }: Deps, members: readonly DemoMember[]): Promise<KnownAccount[]> {
  const workspaces = [...new Set(members.map(({ workspaceId }) => workspaceId))];
  const rows = await Promise.all(
    workspaces.map((workspaceId) => db.inWorkspace({ workspaceId }, (tx) => listAccountsEver(tx, workspaceId))),
  );
  return rows.flat().map(({ id, userId, accountEmail, disconnectedAt }) => ({
    ...{ userId, connectionId: id, email: accountEmail, isOver: disconnectedAt !== null },
  }));
}

type At = { readonly sandboxUrl: string; readonly place: number };

async function connectMember(deps: Deps, planned: PlannedAccount, { sandboxUrl, place }: At): Promise<void> {
  const { account, repairs, member } = planned;
  const { person, workspaceId } = member;
  const providerPlace = providerFacts.findIndex(({ party }) => party.toLowerCase() === account.provider);
  const provider = providerFacts[providerPlace];
  if (provider === undefined) throw new Error(`Nobody here speaks ${account.provider}.`);
  const connectionId = await connectAccount({ person, provider: provider.id, email: account.email, repairs });
  const past = pastStates({ person: place, provider: providerPlace }, deps.now());
  const of = { workspaceId, connectionId, userId: person.user.id };
  if (repairs === null) await deps.db.inWorkspace({ workspaceId }, (tx) => addMadeUpPast(tx, of, past));
  if (!member.takesAccessAway) return;
  const sync = () => syncNow(deps, person, { mode: "manual", target: { connectionId } });
  await sync();
  await takeAwayAccess(sandboxUrl, account.email);
  // The first call that is refused; the second opinion is asked for a few seconds later, by the worker.
  await sync();
}
