import type { Call } from "../kernel/call";
import type { ProviderId } from "../kernel/provider";
import { json, noContent } from "../kernel/reply";
import { isZone } from "../kernel/zone";
import type { Sandbox } from "../sandbox";
import type { Account } from "../world/account";
import { ROLES, type Calendar, type Role } from "../world/calendar";
import { SANDBOX_CLIENT } from "../world/clients";
import { applyEdit } from "../world/person-edits";
import { openMailbox, fillCalendar } from "../world/mailbox";
import type { ControlRoutes } from "./control-door";
import { editOf } from "./edit-input";
import { eventView } from "./event-view";
import { accountOf, bodyOf, calendarOf, numberOf, refuse, textOf } from "./input";

/** Accounts and what their people do in the provider's own app. */
export const accountRoutes: ControlRoutes = {
  "GET /_control/accounts": (_call, sandbox) =>
    json(200, {
      accounts: [...sandbox.ground.world.accounts.values()].map((account) => accountView(account, sandbox)),
    }),
  "POST /_control/accounts": (call, sandbox) => json(201, accountView(newAccount(call, sandbox), sandbox)),
  "GET /_control/accounts/:account": (call, sandbox) => json(200, accountView(theAccount(call, sandbox), sandbox)),
  "POST /_control/accounts/:account/tokens": (call, sandbox) => {
    const account = theAccount(call, sandbox);
    const input = bodyOf(call);
    const scopes = textOf(input, "scopes")?.split(" ") ?? null;
    const client = textOf(input, "client") ?? SANDBOX_CLIENT.id;
    return json(201, sandbox.provider(account.facts.provider).actions.mintTokens(account.id, client, scopes));
  },
  "POST /_control/accounts/:account/calendars": (call, sandbox) => {
    const account = theAccount(call, sandbox);
    const input = bodyOf(call);
    const { naming } = sandbox.provider(account.facts.provider);
    const calendar = sandbox.ground.world.addCalendar({
      id: naming.calendarId(account, false),
      ownerId: account.id,
      name: textOf(input, "name") ?? "Calendar",
      zone: zoneOf(textOf(input, "zone") ?? account.facts.zone),
      pushable: input.pushable !== false,
    });
    return json(201, calendarView(calendar));
  },
  "DELETE /_control/accounts/:account/calendars/:calendar": (call, sandbox) => {
    const { calendar } = target(call, sandbox);
    if (calendar.primary) return refuse("The primary calendar stays.");
    sandbox.ground.world.deleteCalendar(calendar);
    return noContent;
  },
  "POST /_control/accounts/:account/calendars/:calendar/share": (call, sandbox) => {
    const { calendar } = target(call, sandbox);
    const input = bodyOf(call);
    const role = textOf(input, "role") as Role | undefined;
    if (!role || !ROLES.includes(role)) return refuse(`role must be one of ${ROLES.join(", ")}.`);
    sandbox.ground.world.share(calendar, textOf(input, "scope") ?? refuse("scope is missing."), role);
    return json(200, calendarView(calendar));
  },
  "GET /_control/accounts/:account/calendars/:calendar/events": (call, sandbox) => {
    const { calendar } = target(call, sandbox);
    const limit = Number(call.query.get("limit") ?? 1_000);
    return json(200, {
      revision: calendar.events.revision,
      events: calendar.events.all().slice(0, limit).map(eventView),
    });
  },
  "POST /_control/accounts/:account/calendars/:calendar/edits": (call, sandbox) => {
    const { account, calendar } = target(call, sandbox);
    const edit = editOf(bodyOf(call), calendar.zone);
    const { naming } = sandbox.provider(account.facts.provider);
    const record = applyEdit(sandbox.ground.world, { calendar, naming }, edit);
    sandbox.ground.ledger.note({
      kind: "edit",
      provider: account.facts.provider,
      operation: `person.${edit.do}`,
      account: account.id,
      detail: record.id,
    });
    return json(200, eventView(record));
  },
  "POST /_control/accounts/:account/calendars/:calendar/fill": (call, sandbox) => {
    const { account, calendar } = target(call, sandbox);
    const count = numberOf(bodyOf(call), "count") ?? refuse("count is missing.");
    if (count > 1_000_000) return refuse("At most 1,000,000 at once.");
    const { naming } = sandbox.provider(account.facts.provider);
    fillCalendar(sandbox.ground, { calendar, naming }, count);
    return json(201, { events: calendar.events.size });
  },
};

function theAccount(call: Call, sandbox: Sandbox): Account {
  return accountOf(sandbox, call.params.account ?? "");
}

function target(call: Call, sandbox: Sandbox): { account: Account; calendar: Calendar } {
  const account = theAccount(call, sandbox);
  return { account, calendar: calendarOf(sandbox, account, call.params.calendar ?? "") };
}

function newAccount(call: Call, sandbox: Sandbox): Account {
  const input = bodyOf(call);
  const email = textOf(input, "email") ?? "";
  const provider = textOf(input, "provider") ?? "";
  if (!email.includes("@")) return refuse("email is missing.");
  if (!sandbox.plugs.has(provider as ProviderId)) return refuse("provider must be one of the sandbox's providers.");
  if (sandbox.ground.world.findAccount(email)) return refuse(`${email} exists.`, 409);
  const account = openMailbox(sandbox.ground.world, sandbox.provider(provider as ProviderId), {
    email,
    name: textOf(input, "name") ?? email.slice(0, email.indexOf("@")),
    companyId: textOf(input, "company") ?? "visitors",
    zone: zoneOf(textOf(input, "zone") ?? "UTC"),
    locale: textOf(input, "locale") ?? "en",
  });
  // What only one provider knows of an account: withheld scopes, a disabled mailbox, a zone of its own.
  if (typeof input.extra === "object" && input.extra !== null) account.extra = { ...input.extra };
  return account;
}

function zoneOf(zone: string): string {
  return isZone(zone) ? zone : refuse(`No time zone ${zone.slice(0, 60)}.`);
}

function accountView(account: Account, sandbox: Sandbox): Record<string, unknown> {
  const { world, vault } = sandbox.ground;
  const calendars = account.entries().flatMap((entry) => {
    const calendar = world.calendars.get(entry.calendarId);
    return calendar && !entry.deleted ? [{ ...calendarView(calendar), role: world.roleOf(account, calendar) }] : [];
  });
  const refresh = [...vault.refresh.values()].filter((token) => token.accountId === account.id);
  return {
    ...account.facts,
    calendars,
    grants: {
      liveRefreshTokens: refresh.filter((token) => token.dead === null).length,
      deadRefreshTokens: refresh.filter((token) => token.dead !== null).length,
    },
    channels: sandbox.provider(account.facts.provider).actions.channels(account.id),
  };
}

function calendarView(calendar: Calendar): Record<string, unknown> {
  const { id, name, zone, primary, ownerId, pushable } = calendar;
  return { id, name, zone, primary, ownerId, pushable, events: calendar.events.size };
}
