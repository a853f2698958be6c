import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call, RawRequest } from "../kernel/call";
import { openDoor, type HttpDoor } from "../kernel/http-server";
import { json, Refusal, type Reply } from "../kernel/reply";
import { Router } from "../kernel/router";
import type { Sandbox } from "../sandbox";
import { EditRefused } from "../world/person-edits";
import { accountRoutes } from "./account-routes";
import { clockRoutes } from "./clock-routes";
import { faultRoutes } from "./fault-routes";
import { followLedger, ledgerRoutes } from "./ledger-routes";
import { pageRoutes } from "./page-routes";
import { stateRoutes } from "./state-routes";

export type ControlHandler = (call: Call, sandbox: Sandbox) => Reply | Promise<Reply>;
export type ControlRoutes = Readonly<Record<string, ControlHandler>>;

interface ControlOptions {
  readonly host: string;
  readonly port: number;
  readonly sandbox: () => Sandbox;
}

const ROUTES: ControlRoutes = {
  ...pageRoutes,
  ...stateRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...ledgerRoutes,
  ...accountRoutes,
};

/** The control API and page: how tests and people steer the sandbox. Open to this machine only, no sign-in. */
export async function openControlDoor(options: ControlOptions): Promise<HttpDoor> {
  const router = new Router<ControlHandler>();
  for (const [route, handler] of Object.entries(ROUTES)) {
    const [method, pattern] = route.split(" ") as [string, string];
    router.add(method, pattern, handler);
  }
  return openDoor({
    host: options.host,
    port: options.port,
    bodyLimit: 512 * 1024 * 1024,
    toxics: null,
    answer: (request) => answer(router, request, options.sandbox()),
    tooLarge: () => problem(413, "The body is too large."),
    stream: (request: IncomingMessage, response: ServerResponse) =>
      request.method === "GET" && request.url === "/_control/ledger/stream"
        ? followLedger(response, options.sandbox().ground.ledger)
        : false,
  });
}

async function answer(router: Router<ControlHandler>, request: RawRequest, sandbox: Sandbox): Promise<Reply> {
  const [path = "/", query = ""] = request.target.split("?", 2);
  if (crossSite(request)) return problem(403, "The control API answers its own page and programs on this machine.");
  const found = router.find(request.method, path);
  if (found.kind === "no-method") return problem(405, `Allowed: ${found.allowed.join(", ")}.`);
  if (found.kind !== "found")
    return problem(404, "No such control. GET /_control/ shows the page, docs/sandbox.md the list.");
  const call: Call = {
    request,
    path,
    params: found.match.params,
    query: new URLSearchParams(query),
    operation: "control",
    accountId: null,
    faults: [],
    notes: {},
  };
  try {
    return await found.match.value(call, sandbox);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    if (error instanceof EditRefused || error instanceof RangeError) return problem(400, error.message);
    sandbox.ground.ledger.crash("control", path, error);
    return problem(500, "The control failed; the sandbox prints the reason where it was started.");
  }
}

/** A web page elsewhere must not steer the sandbox through the person's browser. */
function crossSite(request: RawRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  return request.method !== "GET" && site !== undefined && site !== "same-origin" && site !== "none";
}

function problem(status: number, message: string): Reply {
  return json(status, { error: message });
}
