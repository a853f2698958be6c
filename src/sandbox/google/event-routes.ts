import type { Call } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import type { Naming } from "../kernel/provider";
import type { Reply } from "../kernel/reply";
import type { EventLister } from "./events-list";
import { getEvent, listInstances } from "./events-read";
import {
  changeEvent,
  importEvent,
  insertEvent,
  moveEvent,
  openForWriting,
  quickAdd,
  removeEvent,
  type Write,
} from "./events-write";
import type { GoogleRoutes } from "./provider";

const EVENTS = "/calendar/v3/calendars/:calendarId/events";

export function eventRoutes(ground: Ground, naming: Naming, lister: EventLister): GoogleRoutes {
  const writing =
    (work: (write: Write) => Reply) =>
    (call: Call): Reply =>
      work(openForWriting(ground, naming, call));
  return {
    [`GET ${EVENTS}`]: ["events.list", (call) => lister.list(call)],
    [`POST ${EVENTS}`]: ["events.insert", writing(insertEvent)],
    [`POST ${EVENTS}/import`]: ["events.import", writing(importEvent)],
    [`POST ${EVENTS}/quickAdd`]: ["events.quickAdd", writing(quickAdd)],
    [`GET ${EVENTS}/:eventId`]: ["events.get", (call) => getEvent(ground, call)],
    [`PUT ${EVENTS}/:eventId`]: ["events.update", writing((write) => changeEvent(write, "update"))],
    [`PATCH ${EVENTS}/:eventId`]: ["events.patch", writing((write) => changeEvent(write, "patch"))],
    [`DELETE ${EVENTS}/:eventId`]: ["events.delete", writing(removeEvent)],
    [`GET ${EVENTS}/:eventId/instances`]: ["events.instances", (call) => listInstances(ground, call)],
    [`POST ${EVENTS}/:eventId/move`]: ["events.move", writing(moveEvent)],
  };
}
