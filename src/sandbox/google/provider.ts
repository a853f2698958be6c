import type { Call, RawRequest, Route } from "../kernel/call";
import type { Dispatch } from "../kernel/dispatch";
import type { Ground } from "../kernel/ground";
import type { MintedTokens, Problem, Provider } from "../kernel/provider";
import type { Reply } from "../kernel/reply";
import { Router } from "../kernel/router";
import { findClient } from "../world/clients";
import { bearerOf } from "./auth";
import { answerBatch } from "./batch";
import { calendarRoutes } from "./calendar-routes";
import { Channels } from "./channels";
import { errorForStatus, fail, GOOGLE_ERRORS, type GoogleErrorName } from "./errors";
import { eventRoutes } from "./event-routes";
import { EventLister } from "./events-list";
import { googleNaming } from "./naming";
import { oauthRoutes } from "./oauth-routes";
import { GoogleQuotas } from "./quotas";
import { RenderCache } from "./render-cache";
import { ALL_CALENDAR_SCOPES } from "./scopes";
import { tokenOperation } from "./token-endpoint";
import { issueAccess, issueRefresh } from "./tokens";
import { watchRoutes } from "./watch";

export type GoogleHandler = (call: Call) => Reply | Promise<Reply>;
/** `"GET /path/:param"` → operation and handler. */
export type GoogleRoutes = Readonly<Record<string, readonly [operation: string, handler: GoogleHandler]>>;

const PROBLEMS: Readonly<Record<Problem, GoogleErrorName>> = {
  "no-path": "notFound",
  "no-method": "methodNotAllowed",
  malformed: "badRequest",
  "too-large": "uploadTooLarge",
  internal: "backendError",
};

export function createGoogle(ground: Ground): Provider {
  let dispatch: Dispatch | null = null;
  const naming = googleNaming(ground.ids);
  const lister = new EventLister(ground, new RenderCache());
  const channels = new Channels(ground);
  const quotas = new GoogleQuotas(ground);
  const batch: GoogleHandler = (call) => (dispatch ? answerBatch(ground, dispatch, call) : fail("backendError"));
  const routes: GoogleRoutes = {
    ...oauthRoutes(ground),
    ...calendarRoutes(ground, naming),
    ...eventRoutes(ground, naming, lister),
    ...watchRoutes(ground, channels),
    "POST /batch/calendar/v3": ["batch", batch],
    "POST /batch": ["batch", batch],
  };
  const router = new Router<Route>();
  for (const [route, [operation, handle]] of Object.entries(routes)) {
    const [method, path] = route.split(" ") as [string, string];
    const refine = path === "/token" ? { refine: tokenOperation } : {};
    router.add(method, path, { operation, handle, ...refine });
  }
  return {
    id: "google",
    router,
    operations: [...new Set([...Object.values(routes).map(([operation]) => operation), "oauth.refresh"])],
    errors: GOOGLE_ERRORS,
    rateLimitError: "tooManyRequests",
    quotaError: "userRateLimitExceeded",
    goneError: "fullSyncRequired",
    errorOf: errorForStatus,
    wordProblem: (problem) => GOOGLE_ERRORS[PROBLEMS[problem]],
    identify: (request) => accountOf(ground, request),
    admit: (call) => quotas.admit(call),
    endpoints,
    naming,
    useDispatch: (own) => {
      dispatch = own;
    },
    actions: {
      expireSyncState: (accountId) => expireSyncState(ground, accountId),
      expireChannels: (accountId) => channels.expire(accountId),
      channels: (accountId) => channels.aliveOf(accountId),
      mintTokens: (accountId, clientId, scopes) => mintTokens(ground, { accountId, clientId, scopes }),
    },
    save: () => channels.save(),
    load: (saved) => {
      channels.load(saved as ReturnType<Channels["save"]> | null);
      quotas.clear();
      lister.clear();
    },
  };
}

function expireSyncState(ground: Ground, accountId: string): void {
  const account = ground.world.accounts.get(accountId);
  for (const entry of account?.entries() ?? []) ground.world.calendars.get(entry.calendarId)?.events.expireTokens();
  if (account) account.oldestListToken = ++account.listRevision;
}

function mintTokens(
  ground: Ground,
  asked: { readonly accountId: string; readonly clientId: string; readonly scopes: readonly string[] | null },
): MintedTokens {
  const { accountId, clientId } = asked;
  const scopes = asked.scopes ?? ALL_CALENDAR_SCOPES;
  const project = findClient(ground.vault, "google", clientId)?.project ?? "sandbox-project";
  const grant = ground.vault.grant({ provider: "google", accountId, project }, scopes);
  const holder = { accountId, clientId, grant, scopes };
  return {
    access_token: issueAccess(ground, holder).value,
    refresh_token: issueRefresh(ground, holder).value,
    expires_in: ground.switches.google.accessTokenSeconds,
    scope: scopes.join(" "),
  };
}

/** By access token, or on the token endpoint by refresh token or code; nothing is checked here. */
function accountOf(ground: Ground, request: RawRequest): string | null {
  const bearer = bearerOf(request);
  if (bearer !== null) return ground.vault.access.get(bearer)?.accountId ?? null;
  if (request.method !== "POST" || !(request.headers["content-type"] ?? "").includes("form-urlencoded")) return null;
  const form = new URLSearchParams(request.body.toString("utf8"));
  const { refresh, codes } = ground.vault;
  const named = ["refresh_token", "code", "token"].map((name) => form.get(name) ?? "");
  const owners = named.map((value) => refresh.get(value) ?? codes.get(value));
  return owners.find((owner) => owner !== undefined)?.accountId ?? null;
}

function endpoints(base: string): Record<string, string> {
  return {
    rootUrl: `${base}/`,
    issuer: base,
    discovery: `${base}/.well-known/openid-configuration`,
    authorize: `${base}/o/oauth2/v2/auth`,
    token: `${base}/token`,
    revoke: `${base}/revoke`,
    tokenInfo: `${base}/tokeninfo`,
    userInfo: `${base}/oauth2/v3/userinfo`,
    jwks: `${base}/oauth2/v3/certs`,
    batch: `${base}/batch/calendar/v3`,
  };
}
