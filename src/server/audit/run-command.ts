import type { ChainFault } from "@/server/db/audit/verify-chain";
import type { Deps } from "@/server/deps";

import { readAnchors, writeAnchor } from "./anchors";
import { verifyAllChains } from "./verify-all";

export const usage = `npm run audit:verify -- [--anchors FILE] [--write-anchors]

Reads every audit log from its first entry and names each one that was changed, removed, swapped or cut off.

  --anchors FILE    ends of the logs written down earlier: finds a log too that was written anew as a whole
  --write-anchors   says on standard output where each log ends now, one JSON line each; append them to a file that
                    is kept where nobody who can change the database can change it

Exit status: 0 every log is whole, 1 one is not, 3 it could not tell.
`;

const whatHappened: Readonly<Record<ChainFault["kind"], string>> = {
  changed: "was changed after it was written",
  unlinked: "does not follow the entry before it, or the log's end",
  missing: "is missing",
  "not the anchored row": "is not the one that was written down as an anchor",
};

export type AuditAsk = { readonly anchors: string; readonly writesAnchors: boolean };
type Around = {
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
  readonly signal: AbortSignal;
};

/** Its exit status. */
export async function runAuditCommand(deps: Deps, ask: AuditAsk, { say, warn, signal }: Around): Promise<0 | 1 | 3> {
  let [logs, entries, faults] = [0, 0n, 0];
  for await (const { workspaceId, fault, end } of verifyAllChains(deps, {
    anchors: readAnchors(ask.anchors),
    signal,
  })) {
    logs += 1;
    entries += end.seq;
    if (fault === null && ask.writesAnchors) say(writeAnchor(workspaceId, end));
    if (fault === null) continue;
    faults += 1;
    warn(`Workspace ${workspaceId}: entry ${fault.seq} ${whatHappened[fault.kind]}.\n`);
  }
  if (signal.aborted) {
    warn(`Stopped after ${logs} logs: it could not tell.\n`);
    return 3;
  }
  const summary = `${logs} logs with ${entries} entries were read: ${faults === 0 ? "all are whole" : `${faults} not whole`}.\n`;
  if (ask.writesAnchors || faults > 0) warn(summary);
  else say(summary);
  return faults === 0 ? 0 : 1;
}
