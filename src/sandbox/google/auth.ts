import type { Call, RawRequest } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import type { AccessToken } from "../kernel/vault";
import type { Account } from "../world/account";
import { atLeast, type Calendar, type Role } from "../world/calendar";
import { fail } from "./errors";
import { reachOf, scopeOpens } from "./scopes";

/** Who is calling, with which token. */
export interface Caller {
  readonly account: Account;
  readonly token: AccessToken;
}

export function bearerOf(request: RawRequest): string | null {
  const header = request.headers.authorization;
  if (header !== undefined) return header.slice(0, 7).toLowerCase() === "bearer " ? header.slice(7).trim() : null;
  const at = request.target.indexOf("?");
  return at < 0 ? null : new URLSearchParams(request.target.slice(at + 1)).get("access_token");
}

/** 401 without a working token, 403 when its scopes do not open the operation. */
export function authorize(ground: Ground, call: Call): Caller {
  const value = bearerOf(call.request);
  const token = value === null ? undefined : ground.vault.access.get(value);
  if (!token || !value?.startsWith("ya29.") || !ground.vault.isLive(token)) return fail("authError");
  const account = ground.world.accounts.get(token.accountId);
  if (!account) return fail("authError");
  if (!scopeOpens(token.scopes, call.operation)) fail("insufficientPermissions");
  return { account, token };
}

export interface Access {
  readonly calendar: Calendar;
  readonly role: Role;
  /** Only times may be shown: freeBusyReader, or a scope that opens no more. */
  readonly timesOnly: boolean;
}

/** The calendar of the path with the caller's role; 404 when there is none or no access to it. */
export function openCalendar(ground: Ground, caller: Caller, calendarId: string): Access {
  const { world } = ground;
  const calendar = calendarId === "primary" ? world.primaryOf(caller.account) : world.calendars.get(calendarId);
  if (!calendar) return fail("notFound");
  const role = world.roleOf(caller.account, calendar);
  if (role === "none") return fail("notFound");
  const reach = reachOf(caller.token.scopes);
  if (reach.ownedOnly && calendar.ownerId !== caller.account.id) return fail("notFound");
  return { calendar, role, timesOnly: role === "freeBusyReader" || reach.freeBusyOnly };
}

export function needRole(access: Access, role: Role): void {
  if (atLeast(access.role, role)) return;
  fail(role === "owner" ? "forbidden" : "requiredAccessLevel");
}
