import type { Call, RawRequest } from "../kernel/call";
import type { AccessToken } from "../kernel/vault";
import type { Account } from "../world/account";
import { challengeHeader, refuse } from "./graph-errors";
import type { Office } from "./office";
import { readPreferences, type Preferences } from "./preferences";
import { scopeOpens } from "./sign-in/scopes";

/** Who is calling Graph, with which token and which wishes. */
export interface Caller {
  readonly account: Account;
  readonly token: AccessToken;
  readonly preferences: Preferences;
}

export function bearerOf(request: RawRequest): string | null {
  const header = request.headers["authorization"] ?? "";
  return header.slice(0, 7).toLowerCase() === "bearer " ? header.slice(7).trim() : null;
}

/** 401 without a working token or before a claims challenge is met, 403 when its scopes do not open the operation. */
export function identifyCaller(office: Office, call: Call): Caller {
  const { ground } = office;
  const value = bearerOf(call.request);
  if (value === null || value === "")
    return refuse(ground, "InvalidAuthenticationToken", { message: "Access token is empty." });
  const token = ground.vault.access.get(value);
  const account = token && ground.world.accounts.get(token.accountId);
  if (!token || account?.facts.provider !== "microsoft") {
    return refuse(ground, "InvalidAuthenticationToken", {
      message: "IDX14100: JWT is not well formed, there are no dots (.).",
    });
  }
  if (!ground.vault.isLive(token))
    refuse(ground, "InvalidAuthenticationToken", { message: "Lifetime validation failed, the token is expired." });
  if (isChallenged(office, token)) {
    refuse(ground, "claimsChallenge", { headers: { "www-authenticate": challengeHeader(ground.clock.now()) } });
  }
  if (account.extra["noMailbox"] === true) refuse(ground, "MailboxNotEnabledForRESTAPI");
  if (!scopeOpens(token.scopes, call.operation)) refuse(ground, "ErrorAccessDenied");
  refuseOtherUsers(office, call, account);
  return { account, token, preferences: readPreferences(office, call.request) };
}

function isChallenged(office: Office, token: AccessToken): boolean {
  const mode = office.switches.claimsChallenge;
  if (mode === "off" || token.extra["claimsMet"] === true) return false;
  return mode === "everyone" || token.extra["capable"] === true;
}

/** `/users/{id}` is a longer name for the caller's own mailbox; delegated permissions open no other whole mailbox here. */
function refuseOtherUsers(office: Office, call: Call, account: Account): void {
  const name = call.params["userId"];
  if (name === undefined || name === account.id || name.toLowerCase() === account.email.toLowerCase()) return;
  refuse(office.ground, office.ground.world.findAccount(name) ? "ErrorAccessDenied" : "ErrorInvalidUser");
}
