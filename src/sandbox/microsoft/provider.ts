import type { Call, RawRequest, Route } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import type { ErrorCatalog, MintedTokens, Problem, Provider } from "../kernel/provider";
import { Refusal, type Reply } from "../kernel/reply";
import { Router } from "../kernel/router";
import { Signer } from "../kernel/signer";
import { findClient } from "../world/clients";
import { batchRoutes } from "./batch";
import { calendarRoutes } from "./calendar-routes";
import { bearerOf } from "./caller";
import { deltaRoutes } from "./delta-routes";
import { eventActionRoutes } from "./event-actions";
import { eventReadRoutes } from "./event-reads";
import { eventWriteRoutes } from "./event-writes";
import { challengeHeader, GRAPH_PROBLEMS, graphReply, type GraphProblemName } from "./graph-errors";
import { announce, playLifecycle, tellMissed } from "./lifecycle";
import { mailboxRoutes } from "./mailbox-routes";
import { meetingTimeRoutes } from "./meeting-times";
import { microsoftNaming } from "./naming";
import type { MicrosoftHandler, MicrosoftRoutes, Office } from "./office";
import { Outbox } from "./outbox";
import { RenderCache, WindowCache } from "./render-cache";
import { scheduleRoutes } from "./schedule";
import { ALL_SCOPES, writeScopes } from "./sign-in/scopes";
import { SIGN_IN_PROBLEMS, signInReply, type SignInProblemName } from "./sign-in/sign-in-errors";
import { signInRoutes } from "./sign-in/sign-in-routes";
import { mintAccess, mintRefresh, type Holder } from "./sign-in/token-mint";
import { loadState, saveState } from "./state";
import { isLive, subscriptionsOf } from "./subscription";
import { subscriptionRoutes } from "./subscription-routes";
import { MICROSOFT_SWITCHES, type MicrosoftSwitches } from "./switches";
import { Throttle } from "./throttle";

const problems: Readonly<Record<Problem, GraphProblemName>> = {
  "no-path": "ResourceNotFound",
  "no-method": "MethodNotAllowed",
  malformed: "BadRequest",
  "too-large": "RequestEntityTooLarge",
  internal: "ErrorInternalServerError",
};

export function createMicrosoft(ground: Ground): Provider {
  const office = openOffice(ground);
  const throttle = new Throttle(office);
  const routes = allRoutes(office);
  // Graph takes paths in any case; ids in them keep theirs.
  const router = new Router<Route>({ caseInsensitive: true });
  for (const [route, [operation, handle]] of Object.entries(routes)) {
    const [method, path] = route.split(" ") as [string, string];
    router.add(method, path, { operation, handle: operation.startsWith("oauth.") ? handle : asGraph(office, handle) });
  }
  ground.world.onEventChange((calendar, record) => announce(office, calendar, record));
  return {
    id: "microsoft",
    router,
    operations: [...new Set(Object.values(routes).map(([operation]) => operation))],
    errors: errorCatalog(ground),
    rateLimitError: "ApplicationThrottled",
    quotaError: "ApplicationThrottled",
    goneError: "SyncStateNotFound",
    errorOf: (status) => errorForStatus(ground, status),
    wordProblem: (problem, request) => graphReply(ground, GRAPH_PROBLEMS[problems[problem]], request),
    identify: (request) => accountOf(ground, request),
    admit: (call) => throttle.admit(call),
    endpoints,
    naming: microsoftNaming(ground.ids),
    useDispatch: (dispatch) => {
      office.dispatch = dispatch;
    },
    actions: {
      expireSyncState: (accountId) =>
        void office.syncEpochs.set(accountId, (office.syncEpochs.get(accountId) ?? 0) + 1),
      expireChannels: (accountId) => {
        const own = subscriptionsOf(office, accountId);
        for (const { id } of own) office.subscriptions.delete(id);
        return own.length;
      },
      sendLifecycle: (accountId, event) => playLifecycle(office, accountId, event),
      channels: (accountId) =>
        subscriptionsOf(office, accountId).map(({ id, resource, notificationUrl, expiresAt }) => ({
          id,
          resource,
          address: notificationUrl,
          expiresAt,
        })),
      mintTokens: (accountId, clientId, scopes) => mint(office, { accountId, clientId, scopes: scopes ?? ALL_SCOPES }),
    },
    save: () => saveState(office),
    load: (state) => {
      throttle.clear();
      loadState(office, state);
    },
  };
}

function openOffice(ground: Ground): Office {
  // The defaults fill the kernel's record of switches, so that the control API can list and change them.
  const switches: MicrosoftSwitches = Object.assign(ground.switches.microsoft, MICROSOFT_SWITCHES);
  const office: Office = {
    ground,
    switches,
    signer: new Signer(),
    subscriptions: new Map(),
    outbox: new Outbox({
      ground,
      switches,
      isLive: (subscription) => isLive(office, subscription),
      onGivenUp: (subscription) => tellMissed(office, subscription),
    }),
    texts: new RenderCache(),
    windows: new WindowCache(),
    syncEpochs: new Map(),
    adminConsents: new Set(),
    dispatch: null,
  };
  return office;
}

function allRoutes(office: Office): MicrosoftRoutes {
  const ofPerson = ["/v1.0/me", "/v1.0/users/:userId"].map((prefix) => ({
    ...mailboxRoutes(office, prefix),
    ...calendarRoutes(office, prefix),
    ...eventReadRoutes(office, prefix),
    ...eventWriteRoutes(office, prefix),
    ...eventActionRoutes(office, prefix),
    ...deltaRoutes(office, prefix),
    ...scheduleRoutes(office, prefix),
    ...meetingTimeRoutes(office, prefix),
  }));
  return Object.assign(
    {},
    ...ofPerson,
    subscriptionRoutes(office),
    batchRoutes(office),
    signInRoutes(office),
  ) as MicrosoftRoutes;
}

/** What every Graph answer has: its request's ids, and a moment in the mailbox. */
function asGraph(office: Office, handle: MicrosoftHandler): MicrosoftHandler {
  return async (call) => {
    const { latencyMs } = office.switches;
    if (latencyMs > 0 && !call.request.inBatch) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    try {
      return withRequestIds(office, call, await handle(call));
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal(withClientId(call, error.reply));
      throw error;
    }
  };
}

function withRequestIds(office: Office, call: Call, reply: Reply): Reply {
  const requestId = office.ground.ids.guid();
  return {
    ...reply,
    headers: {
      "request-id": requestId,
      "client-request-id": call.request.headers["client-request-id"] ?? requestId,
      "x-ms-ags-diagnostic":
        '{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"SANDBOX1"}}',
      ...(reply.status === 204 || reply.status === 202 ? {} : { "odata-version": "4.0" }),
      ...reply.headers,
    },
  };
}

/** Refusals are made without the request at hand: the client's own id is put in here. */
function withClientId(call: Call, reply: Reply): Reply {
  const own = call.request.headers["client-request-id"];
  const made = reply.headers?.["client-request-id"];
  if (own === undefined || made === undefined || reply.body === undefined) return reply;
  const body = reply.body
    .toString()
    .replace(`"client-request-id":"${made}"`, `"client-request-id":${JSON.stringify(own)}`);
  return { ...reply, body, headers: { ...reply.headers, "client-request-id": own } };
}

/** Made anew at each use: request ids and dates in them are those of the answer. */
function errorCatalog(ground: Ground): ErrorCatalog {
  const catalog: Record<string, Reply> = {};
  const define = (name: string, get: () => Reply): void =>
    void Object.defineProperty(catalog, name, { get, enumerable: true });
  for (const name of Object.keys(GRAPH_PROBLEMS) as GraphProblemName[]) {
    const headers = (): Record<string, string> =>
      name === "claimsChallenge" ? { "www-authenticate": challengeHeader(ground.clock.now()) } : {};
    define(name, () => graphReply(ground, { ...GRAPH_PROBLEMS[name], headers: headers() }));
  }
  for (const name of Object.keys(SIGN_IN_PROBLEMS) as SignInProblemName[])
    define(name, () => signInReply(ground, name));
  return catalog;
}

const byStatus: Readonly<Record<number, GraphProblemName>> = {
  400: "ErrorInvalidRequest",
  401: "InvalidAuthenticationToken",
  403: "ErrorAccessDenied",
  404: "ErrorItemNotFound",
  409: "conflict",
  410: "SyncStateNotFound",
  412: "ErrorIrresolvableConflict",
  429: "ApplicationThrottled",
  500: "ErrorInternalServerError",
  503: "ErrorServerBusy",
  504: "GatewayTimeout",
};

function errorForStatus(ground: Ground, status: number): Reply {
  const name = byStatus[status];
  return graphReply(ground, name ? GRAPH_PROBLEMS[name] : { status, code: "UnknownError", message: "" });
}

/** By access token, or on the token endpoint by refresh token or code; nothing is checked here. */
function accountOf(ground: Ground, request: RawRequest): string | null {
  const bearer = bearerOf(request);
  if (bearer !== null) return ground.vault.access.get(bearer)?.accountId ?? null;
  const isForm = request.headers["content-type"]?.includes("form-urlencoded") === true;
  if (request.method !== "POST" || !isForm) return null;
  const form = new URLSearchParams(request.body.toString("utf8"));
  const holder =
    ground.vault.refresh.get(form.get("refresh_token") ?? "") ?? ground.vault.codes.get(form.get("code") ?? "");
  return holder?.accountId ?? null;
}

function mint(office: Office, asked: { accountId: string; clientId: string; scopes: readonly string[] }): MintedTokens {
  const account = office.ground.world.accounts.get(asked.accountId);
  if (!account) throw new Error(`no account ${asked.accountId}`);
  const project = findClient(office.ground.vault, "microsoft", asked.clientId)?.project ?? "sandbox-project";
  const grant = office.ground.vault.grant({ provider: "microsoft", accountId: asked.accountId, project }, asked.scopes);
  const holder: Holder = {
    account,
    clientId: asked.clientId,
    grant,
    scopes: asked.scopes,
    capable: false,
    claimsMet: false,
  };
  return {
    access_token: mintAccess(office, holder).value,
    refresh_token: mintRefresh(office, holder, null).value,
    expires_in: office.switches.accessTokenSeconds,
    scope: writeScopes(asked.scopes, office.switches.scopeForm),
  };
}

function endpoints(base: string): Record<string, string> {
  return {
    graph: `${base}/v1.0/`,
    graphOrigin: base,
    authority: `${base}/common`,
    issuer: `${base}/{tenantid}/v2.0`,
    discovery: `${base}/common/v2.0/.well-known/openid-configuration`,
    authorize: `${base}/common/oauth2/v2.0/authorize`,
    token: `${base}/common/oauth2/v2.0/token`,
    jwks: `${base}/common/discovery/v2.0/keys`,
    adminConsent: `${base}/{tenant}/v2.0/adminconsent`,
  };
}
