import type { ServerResponse } from "node:http";
import { json, noContent } from "../kernel/reply";
import type { Call } from "../kernel/call";
import type { Ledger, LedgerFilter } from "../kernel/ledger";
import type { Sandbox } from "../sandbox";
import type { ControlRoutes } from "./control-door";
import { bodyOf, numberOf, refuse } from "./input";
import { lowerBound, takeMark } from "./lower-bound";

/** The ledger: lines, totals, live view, and the least number of calls a perfect client would have needed. */
export const ledgerRoutes: ControlRoutes = {
  "GET /_control/ledger": (call, sandbox) => {
    const { ledger } = sandbox.ground;
    const filter = filterOf(call, sandbox);
    return json(200, { last: ledger.last, entries: ledger.find({ limit: 500, ...filter }) });
  },
  "GET /_control/ledger/totals": (call, sandbox) => {
    const { ledger } = sandbox.ground;
    return json(200, { last: ledger.last, ...ledger.totals(filterOf(call, sandbox)) });
  },
  "DELETE /_control/ledger": (_call, sandbox) => {
    sandbox.ground.ledger.reset();
    return noContent;
  },
  "POST /_control/ledger/marks": (_call, sandbox) => json(201, takeMark(sandbox)),
  "GET /_control/ledger/lower-bound": (call, sandbox) => {
    const mark = call.query.get("mark") ?? refuse("mark is missing: POST /_control/ledger/marks first.");
    const page = Number(call.query.get("page") ?? 2_500);
    const coalesceMs = Number(call.query.get("coalesceMs") ?? 0);
    if (!(page > 0) || !(coalesceMs >= 0)) return refuse("page and coalesceMs must be numbers.");
    return json(200, lowerBound(sandbox, mark, { page, coalesceMs }));
  },
  "POST /_control/ledger/capacity": (call, sandbox) => {
    sandbox.ground.ledger.capacity = numberOf(bodyOf(call), "entries") ?? refuse("entries is missing.");
    return noContent;
  },
};

/** Sends every new line as a server-sent event until the browser goes. */
export function followLedger(response: ServerResponse, ledger: Ledger): boolean {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": follow\n\n");
  const stop = ledger.follow((entry) => response.write(`data: ${JSON.stringify(entry)}\n\n`));
  response.on("close", stop);
  response.on("error", stop);
  return true;
}

const TEXT_FILTERS = ["kind", "provider", "operation", "status", "fault"] as const;
const NUMBER_FILTERS = ["after", "from", "until", "limit"] as const;

function filterOf(call: Call, sandbox: Sandbox): LedgerFilter {
  const filter: Record<string, string | number> = {};
  for (const name of TEXT_FILTERS) {
    const value = call.query.get(name);
    if (value !== null) filter[name] = value;
  }
  for (const name of NUMBER_FILTERS) {
    const value = call.query.get(name);
    if (value !== null)
      filter[name] = Number.isNaN(Number(value)) ? refuse(`${name} must be a number.`) : Number(value);
  }
  const account = call.query.get("account");
  if (account !== null) filter.account = sandbox.ground.world.findAccount(account)?.id ?? account;
  return filter;
}
