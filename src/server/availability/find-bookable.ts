import { findConfiguration, locateConfiguration, type Configuration } from "@/server/db/booking/configurations";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import type { Caller } from "@/server/people/person";
import type { Scope } from "@/server/people/roles";

export type Bookable = {
  readonly configuration: Configuration;
  /** Belongs to the workspace, or has a key of it that may: reads names. Everybody else is a visitor. */
  readonly isInsider: boolean;
};

function isInside(caller: Caller | null, workspaceId: string, scope: Scope): boolean {
  if (caller === null) return false;
  if (caller.kind === "key") return caller.workspaceId === workspaceId && caller.scopes.includes(scope);
  return caller.workspace?.id === workspaceId && caller.role !== null;
}

type By = { readonly id: string } | { readonly slug: string };

/** What is to be booked, for anybody. One that is switched off is there for its own people only. */
export async function findBookable(
  deps: Deps,
  by: By,
  { caller, scope }: { readonly caller: Caller | null; readonly scope: Scope },
): Promise<Bookable> {
  const found = await deps.db.outsideWorkspace((tx) => locateConfiguration(tx, by));
  if (found === null) throw new Problem("not_found");
  const isInsider = isInside(caller, found.workspaceId, scope);
  if (!found.isActive && !isInsider) throw new Problem("not_found");
  const { workspaceId } = found;
  const configuration = await deps.db.inWorkspace({ workspaceId }, (tx) => findConfiguration(tx, found));
  if (configuration === null) throw new Problem("not_found");
  return { configuration, isInsider };
}
