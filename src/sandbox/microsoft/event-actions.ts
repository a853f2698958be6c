import type { Call } from "../kernel/call";
import type { Reply } from "../kernel/reply";
import type { Response } from "../world/event";
import { identifyCaller } from "./caller";
import { removeItem } from "./event-writes";
import { refuse } from "./graph-errors";
import { needWrite, openItem, type Found } from "./mailbox";
import { respondTo } from "./meeting-copies";
import type { MicrosoftRoutes, Office } from "./office";
import { isOwn } from "./render-event";
import { isObject, needKind, readFlag, readOptionalObject, readText, type Fields } from "./request-body";

const accepted: Reply = { status: 202 };
const answers: Readonly<Record<string, Response>> = {
  accept: "accepted",
  tentativelyAccept: "tentative",
  decline: "declined",
};

/** What a person does with an event besides changing it: answer, cancel, forward, put the reminder off. */
export function eventActionRoutes(office: Office, prefix: string): MicrosoftRoutes {
  const routes: Record<string, readonly [string, (call: Call) => Reply]> = {};
  for (const base of [
    `${prefix}/events/:eventId`,
    `${prefix}/calendar/events/:eventId`,
    `${prefix}/calendars/:calendarId/events/:eventId`,
  ]) {
    for (const action of Object.keys(answers))
      routes[`POST ${base}/${action}`] = [`events.${action}`, (call) => respond(office, call, action)];
    routes[`POST ${base}/cancel`] = ["events.cancel", (call) => cancel(office, call)];
    routes[`POST ${base}/forward`] = ["events.forward", (call) => forward(office, call)];
    routes[`POST ${base}/snoozeReminder`] = ["events.snoozeReminder", (call) => snooze(office, call)];
    routes[`POST ${base}/dismissReminder`] = ["events.dismissReminder", (call) => dismiss(office, call)];
  }
  return routes;
}

function open(office: Office, call: Call): { found: Found; body: Fields; email: string } {
  const caller = identifyCaller(office, call);
  const { eventId = "", calendarId } = call.params;
  const found = openItem(office, caller, { eventId, calendarId });
  needWrite(office, caller, found.calendar);
  const owner = office.ground.world.accounts.get(found.calendar.ownerId);
  return { found, body: readOptionalObject(office, call), email: owner?.email ?? caller.account.email };
}

function respond(office: Office, call: Call, action: string): Reply {
  const { found, body, email } = open(office, call);
  const { record } = found.item;
  readText(office, body, "comment");
  if (isOwn(record, email)) {
    return refuse(office.ground, "ErrorInvalidRequest", {
      message:
        "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
    });
  }
  const isInvited = record.attendees.some((attendee) => attendee.email.toLowerCase() === email.toLowerCase());
  if (!isInvited)
    return refuse(office.ground, "ErrorInvalidRequest", {
      message: "Your request can't be completed. You are not an attendee of this meeting.",
    });
  const send = readFlag(office, body, "sendResponse") ?? true;
  respondTo(office, { calendar: found.calendar, record, email }, { response: answers[action] ?? "needsAction", send });
  // Outlook takes a declined invitation out of the calendar.
  if (action === "decline") removeItem(office, found);
  return accepted;
}

function cancel(office: Office, call: Call): Reply {
  const { found, body, email } = open(office, call);
  readText(office, body, "comment");
  if (!isOwn(found.item.record, email)) {
    return refuse(office.ground, "ErrorInvalidRequest", {
      message: "Your request can't be completed. You need to be an organizer to cancel a meeting.",
    });
  }
  removeItem(office, found);
  return accepted;
}

function forward(office: Office, call: Call): Reply {
  const { body } = open(office, call);
  const recipients = body["toRecipients"];
  needKind(office, { name: "toRecipients", value: recipients }, "array");
  const valid = (recipients as unknown[]).every(
    (one) =>
      isObject(one) && isObject(one["emailAddress"]) && String(one["emailAddress"]["address"] ?? "").includes("@"),
  );
  if (!valid || (recipients as unknown[]).length === 0)
    return refuse(office.ground, "ErrorInvalidRequest", { message: "At least one recipient isn't valid." });
  return accepted;
}

function snooze(office: Office, call: Call): Reply {
  const { found, body } = open(office, call);
  needKind(office, { name: "newReminderTime", value: body["newReminderTime"] }, "object");
  found.calendar.events.update(found.item.record.id, { extra: { ...found.item.record.extra, isReminderOn: true } });
  return accepted;
}

function dismiss(office: Office, call: Call): Reply {
  const { found } = open(office, call);
  found.calendar.events.update(found.item.record.id, { extra: { ...found.item.record.extra, isReminderOn: false } });
  return accepted;
}
