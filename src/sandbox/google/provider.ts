import type { Call, RawRequest, Route } from "../kernel/call";
import type { Dispatch } from "../kernel/dispatch";
import type { Ground } from "../kernel/ground";
import type { Problem, Provider } from "../kernel/provider";
import type { Reply } from "../kernel/reply";
import { Router } from "../kernel/router";
import { findClient } from "../world/clients";
import { bearerOf } from "./auth";
import { errorForStatus, GOOGLE_ERRORS, type GoogleErrorName } from "./errors";
import { googleNaming } from "./naming";
import { ALL_CALENDAR_SCOPES } from "./scopes";
import { issueAccess, issueRefresh } from "./tokens";

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
  const door: { dispatch: Dispatch | null } = { dispatch: null };
  const routes: GoogleRoutes = {};
  const router = new Router<Route>();
  for (const [route, [operation, handle]] of Object.entries(routes)) {
    const [method, path] = route.split(" ") as [string, string];
    router.add(method, path, { operation, handle });
  }
  return {
    id: "google",
    router,
    operations: [...new Set(Object.values(routes).map(([operation]) => operation))],
    errors: GOOGLE_ERRORS,
    rateLimitError: "tooManyRequests",
    quotaError: "userRateLimitExceeded",
    goneError: "fullSyncRequired",
    errorOf: errorForStatus,
    wordProblem: (problem) => GOOGLE_ERRORS[PROBLEMS[problem]],
    identify: (request) => accountOf(ground, request),
    admit: () => null,
    endpoints,
    naming: googleNaming(ground.ids),
    useDispatch: (dispatch) => {
      door.dispatch = dispatch;
    },
    actions: {
      expireSyncState: () => undefined,
      expireChannels: () => 0,
      channels: () => [],
      mintTokens: (accountId, clientId, scopes) => {
        const wanted = scopes ?? ALL_CALENDAR_SCOPES;
        const project = findClient(ground.vault, "google", clientId)?.project ?? "sandbox-project";
        const grant = ground.vault.grant("google", accountId, project, wanted);
        const holder = { accountId, clientId, grant, scopes: wanted };
        return {
          access_token: issueAccess(ground, holder).value,
          refresh_token: issueRefresh(ground, holder).value,
          expires_in: ground.switches.google.accessTokenSeconds,
          scope: wanted.join(" "),
        };
      },
    },
    save: () => null,
    load: () => undefined,
  };
}

/** By access token, or on the token endpoint by refresh token or code; nothing is checked here. */
function accountOf(ground: Ground, request: RawRequest): string | null {
  const bearer = bearerOf(request);
  if (bearer !== null) return ground.vault.access.get(bearer)?.accountId ?? null;
  if (request.method !== "POST" || !(request.headers["content-type"] ?? "").includes("form-urlencoded")) return null;
  const form = new URLSearchParams(request.body.toString("utf8"));
  const { refresh, codes } = ground.vault;
  return (
    refresh.get(form.get("refresh_token") ?? "")?.accountId ??
    codes.get(form.get("code") ?? "")?.accountId ??
    refresh.get(form.get("token") ?? "")?.accountId ??
    null
  );
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
