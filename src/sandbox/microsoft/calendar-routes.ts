import type { Call } from "../kernel/call";
import { noContent, type Reply } from "../kernel/reply";
import { atLeast, type Calendar } from "../world/calendar";
import { identifyCaller, type Caller } from "./caller";
import { refuse } from "./graph-errors";
import { openCalendar, roleIn, visibleCalendars } from "./mailbox";
import { allowOptions, answer, contextOf, cutPage, listReply, project } from "./odata";
import type { MicrosoftRoutes, Office } from "./office";
import { readChoice, readObject, readText, type Fields } from "./request-body";

const colors = [
  "auto",
  "lightBlue",
  "lightGreen",
  "lightOrange",
  "lightGray",
  "lightYellow",
  "lightTeal",
  "lightPink",
  "lightBrown",
  "lightRed",
  "maxColor",
] as const;
const listOptions = ["$top", "$skip", "$select", "$count"];

export function calendarRoutes(office: Office, prefix: string): MicrosoftRoutes {
  return {
    [`GET ${prefix}/calendars`]: ["calendars.list", (call) => listCalendars(office, call)],
    [`POST ${prefix}/calendars`]: ["calendars.create", (call) => createCalendar(office, call)],
    [`GET ${prefix}/calendars/:calendarId`]: ["calendars.get", (call) => getCalendar(office, call)],
    [`PATCH ${prefix}/calendars/:calendarId`]: ["calendars.update", (call) => updateCalendar(office, call)],
    [`DELETE ${prefix}/calendars/:calendarId`]: ["calendars.delete", (call) => deleteCalendar(office, call)],
    [`GET ${prefix}/calendar`]: ["calendars.get", (call) => getCalendar(office, call)],
    [`PATCH ${prefix}/calendar`]: ["calendars.update", (call) => updateCalendar(office, call)],
    [`GET ${prefix}/calendarGroups`]: ["groups.list", (call) => listGroups(office, call)],
    [`GET ${prefix}/calendarGroups/:groupId/calendars`]: ["calendars.list", (call) => listCalendars(office, call)],
  };
}

/** A calendar has no time zone in Graph: that is the mailbox's. */
function renderCalendar(office: Office, caller: Caller, calendar: Calendar): Record<string, unknown> {
  const owner = office.ground.world.accounts.get(calendar.ownerId);
  const isOwn = calendar.ownerId === caller.account.id;
  const role = roleIn(office, caller, calendar);
  const color = colors.find((name) => name === calendar.extra["color"]) ?? "auto";
  return {
    id: calendar.id,
    name: calendar.name,
    color,
    hexColor: "",
    isDefaultCalendar: calendar.primary && isOwn,
    changeKey: Buffer.from(`CA${calendar.version}`).toString("base64"),
    canShare: isOwn,
    canViewPrivateItems: isOwn,
    canEdit: atLeast(role, "writer"),
    allowedOnlineMeetingProviders: ["teamsForBusiness"],
    defaultOnlineMeetingProvider: "teamsForBusiness",
    isTallyingResponses: calendar.primary && isOwn,
    isRemovable: !calendar.primary,
    owner: { name: owner?.facts.name ?? "", address: owner?.email ?? "" },
  };
}

const properties = new Set(
  "id name color hexColor isDefaultCalendar changeKey canShare canViewPrivateItems canEdit allowedOnlineMeetingProviders defaultOnlineMeetingProvider isTallyingResponses isRemovable owner".split(
    " ",
  ),
);

function selected(call: Call): ReadonlySet<string> | null {
  const text = call.query.get("$select");
  return text === null
    ? null
    : new Set(
        text
          .split(",")
          .map((name) => name.trim())
          .filter((name) => properties.has(name)),
      );
}

function listCalendars(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  allowOptions(office, call, listOptions);
  const group = call.params["groupId"];
  if (group !== undefined && !groupsOf(caller).some(({ id }) => id === group))
    refuse(office.ground, "ErrorItemNotFound");
  const inGroup = (calendar: Calendar): boolean =>
    group === undefined || (group === groupsOf(caller)[0]?.id) === (calendar.ownerId === caller.account.id);
  const page = cutPage(office, call, { rows: visibleCalendars(office, caller.account).filter(inGroup), caller });
  const rows = page.rows.map((calendar) =>
    JSON.stringify(project(renderCalendar(office, caller, calendar), selected(call))),
  );
  return listReply(call, {
    context: contextOf(office, call, `users('${caller.account.id}')/calendars`),
    page: { ...page, rows },
    caller,
  });
}

function send(office: Office, call: Call, sent: { caller: Caller; calendar: Calendar; status: number }): Reply {
  const context = contextOf(office, call, `users('${sent.caller.account.id}')/calendars/$entity`);
  return answer(sent.caller, sent.status, {
    "@odata.context": context,
    ...project(renderCalendar(office, sent.caller, sent.calendar), selected(call)),
  });
}

function getCalendar(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  allowOptions(office, call, ["$select"]);
  return send(office, call, { caller, calendar: openCalendar(office, caller, call.params["calendarId"]), status: 200 });
}

function readName(office: Office, body: Fields): string | undefined {
  const name = readText(office, body, "name");
  if (name !== undefined && (name.trim() === "" || name.length > 255))
    refuse(office.ground, "ErrorPropertyValidationFailure", { message: "The calendar's name is not valid." });
  return name;
}

function createCalendar(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const body = readObject(office, call);
  const name = readName(office, body);
  const color = readChoice(office, body, { name: "color", of: colors });
  if (name === undefined)
    return refuse(office.ground, "ErrorPropertyValidationFailure", { message: "The calendar needs a name." });
  const exists = visibleCalendars(office, caller.account).some(
    (calendar) => calendar.name === name && calendar.ownerId === caller.account.id,
  );
  if (exists) refuse(office.ground, "conflict", { message: "A folder with the specified name already exists." });
  const calendar = office.ground.world.addCalendar({
    id: `AQMkA${office.ground.ids.base64url(110)}=`,
    ownerId: caller.account.id,
    name,
    zone: caller.account.facts.zone,
    ...(color === undefined ? {} : { extra: { color } }),
  });
  return send(office, call, { caller, calendar, status: 201 });
}

function updateCalendar(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const calendar = openCalendar(office, caller, call.params["calendarId"]);
  if (!atLeast(roleIn(office, caller, calendar), "writer")) refuse(office.ground, "ErrorAccessDenied");
  const body = readObject(office, call);
  const name = readName(office, body);
  const color = readChoice(office, body, { name: "color", of: colors });
  office.ground.world.listChanged(caller.account, () => {
    if (name !== undefined) calendar.name = name;
    if (color !== undefined) calendar.extra = { ...calendar.extra, color };
    calendar.version += 1;
    caller.account.putEntry(calendar.id);
  });
  return send(office, call, { caller, calendar, status: 200 });
}

function deleteCalendar(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const calendar = openCalendar(office, caller, call.params["calendarId"]);
  if (calendar.primary || calendar.ownerId !== caller.account.id) {
    return refuse(office.ground, "ErrorAccessDenied", { message: "This calendar cannot be deleted." });
  }
  office.ground.world.deleteCalendar(calendar);
  return noContent;
}

function groupsOf(caller: Caller): { id: string; name: string; classId: string; changeKey: string }[] {
  const group = (name: string, classId: string): { id: string; name: string; classId: string; changeKey: string } => ({
    id: `AQMkA${Buffer.from(`${name}/${caller.account.id}`).toString("base64url")}=`,
    name,
    classId,
    changeKey: Buffer.from(`CG${name}`).toString("base64"),
  });
  return [
    group("My Calendars", "0006f0b7-0000-0000-c000-000000000046"),
    group("Other Calendars", "0006f0b8-0000-0000-c000-000000000046"),
  ];
}

function listGroups(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  allowOptions(office, call, listOptions);
  const page = cutPage(office, call, { rows: groupsOf(caller).map((group) => JSON.stringify(group)), caller });
  return listReply(call, {
    context: contextOf(office, call, `users('${caller.account.id}')/calendarGroups`),
    page,
    caller,
  });
}
