import type { Call } from "../kernel/call";
import type { Reply } from "../kernel/reply";
import type { Account } from "../world/account";
import { instantOf } from "../world/when";
import { identifyCaller, type Caller } from "./caller";
import { itemsInWindow } from "./event-reads";
import { refuse } from "./graph-errors";
import { answer, contextOf } from "./odata";
import type { MicrosoftRoutes, Office } from "./office";
import { showAsOf, isCancelled } from "./render-event";
import { needKind, readObject, readText, type Fields } from "./request-body";
import { endOf, startOf, type Item, type Window } from "./series";
import { isPersonal } from "./sign-in/tenants";
import { acceptedZone, readWhen, windowsName, writeWhen } from "./wire-times";

const digits: Readonly<Record<string, string>> = {
  free: "0",
  tentative: "1",
  busy: "2",
  oof: "3",
  workingElsewhere: "4",
  unknown: "2",
};
/** When several events lie on a slot the strongest is shown. */
const strength = ["0", "4", "1", "2", "3"];
const mostEntries = 1_000;
const dayMs = 86_400_000;

export function scheduleRoutes(office: Office, prefix: string): MicrosoftRoutes {
  const handler = (call: Call): Reply => getSchedule(office, call);
  return {
    [`POST ${prefix}/calendar/getSchedule`]: ["schedule.get", handler],
    [`POST ${prefix}/calendar/microsoft.graph.getSchedule`]: ["schedule.get", handler],
    [`POST ${prefix}/calendars/:calendarId/getSchedule`]: ["schedule.get", handler],
  };
}

/** A dateTimeTimeZone of the request as an instant. */
export function readMoment(office: Office, body: Fields, name: string): number {
  const value = body[name];
  needKind(office, { name, value }, "object");
  const zoneName = readText(office, value as Fields, "timeZone") ?? "UTC";
  const zone = acceptedZone(zoneName, office.switches);
  if (zone === null)
    return refuse(office.ground, "TimeZoneNotSupportedException", {
      message: `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zoneName.slice(0, 80)}'.`,
    });
  const when = readWhen(readText(office, value as Fields, "dateTime") ?? "", zone, false);
  return when?.kind === "time"
    ? when.ms
    : refuse(office.ground, "RequestBodyRead", { message: `The value of '${name}' is not a date and time.` });
}

function readScheduleWindow(office: Office, body: Fields): Window {
  const window = { from: readMoment(office, body, "startTime"), to: readMoment(office, body, "endTime") };
  if (window.to <= window.from) return refuse(office.ground, "ErrorInvalidTimeInterval");
  const days = (window.to - window.from) / dayMs;
  if (days > office.switches.scheduleDays) {
    return refuse(office.ground, "ErrorTimeIntervalTooBig", {
      message: `The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit = ${office.switches.scheduleDays} days; the actual limit = ${Math.ceil(days)} days.`,
    });
  }
  return window;
}

function readSchedules(office: Office, body: Fields): string[] {
  needKind(office, { name: "schedules", value: body["schedules"] }, "array");
  const schedules = (body["schedules"] as unknown[]).map(
    (value) => readText(office, { schedules: value }, "schedules") ?? "",
  );
  const most = office.switches.scheduleLimit;
  if (schedules.length > most) {
    return refuse(office.ground, "ErrorMailboxDataArrayTooBig", {
      message: `The specified mailbox data array is too big. The allowed size = ${most}; the actual size = ${schedules.length}.`,
    });
  }
  return schedules.length > 0
    ? schedules
    : refuse(office.ground, "ErrorInvalidParameter", { message: "The collection of schedules is empty." });
}

function getSchedule(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  if (isPersonal(caller.account)) return refuse(office.ground, "MailboxNotSupportedForRESTAPI");
  const body = readObject(office, call);
  const schedules = readSchedules(office, body);
  const window = readScheduleWindow(office, body);
  const interval = body["availabilityViewInterval"] ?? 30;
  needKind(office, { name: "availabilityViewInterval", value: interval }, "number");
  if ((interval as number) < 5 || (interval as number) > 1_440) {
    return refuse(office.ground, "ErrorInvalidParameter", {
      message: "The interval must be between 5 and 1440 minutes.",
    });
  }
  const value = schedules.map((name) =>
    scheduleOf(office, caller, { name, window, intervalMs: (interval as number) * 60_000 }),
  );
  call.notes.rows = value.length;
  return answer(caller, 200, {
    "@odata.context": contextOf(office, call, "Collection(microsoft.graph.scheduleInformation)"),
    value,
  });
}

function failed(scheduleId: string, responseCode: string, message: string): Record<string, unknown> {
  return { scheduleId, availabilityView: "", scheduleItems: [], error: { message, responseCode } };
}

/** One address; what is wrong with it is said in its place, the call as a whole succeeds. */
function scheduleOf(
  office: Office,
  caller: Caller,
  about: { name: string; window: Window; intervalMs: number },
): Record<string, unknown> {
  const account = office.ground.world.findAccount(about.name);
  if (account?.facts.provider !== "microsoft") {
    return failed(
      about.name,
      "ErrorMailRecipientNotFound",
      `Microsoft.Exchange.InfoWorker.Common.Availability.MailRecipientNotFoundException: Unable to resolve e-mail address ${about.name.slice(0, 80)} to an Active Directory object.`,
    );
  }
  if (account.facts.companyId !== caller.account.facts.companyId) {
    return failed(
      about.name,
      "ErrorProxyRequestProcessingFailed",
      "Unable to find availability information for a mailbox outside of the organization.",
    );
  }
  const calendar = office.ground.world.primaryOf(account);
  const items = itemsInWindow(calendar, calendar.events.all(), about.window).filter(
    ({ record }) => !isCancelled(record),
  );
  if (items.length > mostEntries)
    return failed(
      about.name,
      "5006",
      "Microsoft.Exchange.InfoWorker.Common.Availability.ResultSetTooLargeException: The result set contains too many calendar entries.",
    );
  return describe(caller, account, { items, zone: calendar.zone, ...about });
}

function describe(
  caller: Caller,
  account: Account,
  about: { items: readonly Item[]; zone: string; name: string; window: Window; intervalMs: number },
): Record<string, unknown> {
  const { items, zone, window, intervalMs } = about;
  const slots = Math.ceil((window.to - window.from) / intervalMs);
  const view = Array<string>(slots).fill("0");
  for (const item of items) {
    const digit = digits[showAsOf(item.record)] ?? "2";
    const first = Math.max(0, Math.floor((instantOf(startOf(item), zone) - window.from) / intervalMs));
    const last = Math.min(slots, Math.ceil((instantOf(endOf(item), zone) - window.from) / intervalMs));
    for (let slot = first; slot < last; slot++)
      if (strength.indexOf(digit) > strength.indexOf(view[slot] ?? "0")) view[slot] = digit;
  }
  return {
    scheduleId: about.name,
    availabilityView: view.join(""),
    scheduleItems: items.map((item) => renderItem(caller, account, item)),
    workingHours: {
      daysOfWeek: ["monday", "tuesday", "wednesday", "thursday", "friday"],
      startTime: "08:00:00.0000000",
      endTime: "17:00:00.0000000",
      timeZone: { name: windowsName(account.facts.zone) },
    },
  };
}

/** Others see when, not what; private events never say what. */
function renderItem(caller: Caller, account: Account, item: Item): Record<string, unknown> {
  const { record } = item;
  const isPrivate = record.visibility === "private" || record.visibility === "confidential";
  const times = {
    status: showAsOf(record),
    start: writeWhen(startOf(item), caller.preferences),
    end: writeWhen(endOf(item), caller.preferences),
  };
  if (account.id !== caller.account.id) return { isPrivate, ...times };
  return { isPrivate, ...times, subject: record.summary ?? "", location: record.location ?? "" };
}
