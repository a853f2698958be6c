import { listDemoPeople } from "@/server/db/people/users";
import { getDeps } from "@/server/deps";

import { listProviders } from "./providers";

export type DemoPerson = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly workspace: string | null;
  readonly role: string;
};

export type SignInWays = {
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  /** Empty outside the demo. */
  readonly demoPeople: readonly DemoPerson[];
};

/** What the sign-in page offers. */
export async function listSignInWays(): Promise<SignInWays> {
  const deps = getDeps();
  const providers = (await listProviders(deps)).map(({ id, name }) => ({ id, name }));
  if (!deps.env.demo) return { providers, demoPeople: [] };
  const rows = await deps.db.outsideWorkspace(listDemoPeople);
  const demoPeople = rows.map((row) => ({
    userId: row.user_id,
    name: row.name,
    email: row.email,
    workspace: row.workspace_name,
    role: row.is_instance_admin ? "instance admin" : (row.role ?? "member"),
  }));
  return { providers, demoPeople };
}
