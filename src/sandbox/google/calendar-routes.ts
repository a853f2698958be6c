import type { Ground } from "../kernel/ground";
import type { Naming } from "../kernel/provider";
import { changeEntry, deleteEntry, getEntry, insertEntry, listCalendars } from "./calendar-list";
import {
  changeCalendar,
  clearCalendar,
  colors,
  deleteCalendar,
  deleteRule,
  getCalendar,
  getRule,
  insertCalendar,
  listAcl,
  putRule,
  settings,
} from "./calendars";
import { queryFreeBusy } from "./freebusy";
import type { GoogleRoutes } from "./provider";

const LIST = "/calendar/v3/users/me/calendarList";
const ONE = "/calendar/v3/calendars/:calendarId";
const SETTINGS = "/calendar/v3/users/me/settings";

export function calendarRoutes(ground: Ground, naming: Naming): GoogleRoutes {
  return {
    [`GET ${LIST}`]: ["calendarList.list", (call) => listCalendars(ground, call)],
    [`POST ${LIST}`]: ["calendarList.insert", (call) => insertEntry(ground, call)],
    [`GET ${LIST}/:calendarId`]: ["calendarList.get", (call) => getEntry(ground, call)],
    [`PUT ${LIST}/:calendarId`]: ["calendarList.update", (call) => changeEntry(ground, call)],
    [`PATCH ${LIST}/:calendarId`]: ["calendarList.patch", (call) => changeEntry(ground, call)],
    [`DELETE ${LIST}/:calendarId`]: ["calendarList.delete", (call) => deleteEntry(ground, call)],
    "POST /calendar/v3/calendars": ["calendars.insert", (call) => insertCalendar(ground, naming, call)],
    [`GET ${ONE}`]: ["calendars.get", (call) => getCalendar(ground, call)],
    [`PUT ${ONE}`]: ["calendars.update", (call) => changeCalendar(ground, call, "update")],
    [`PATCH ${ONE}`]: ["calendars.patch", (call) => changeCalendar(ground, call, "patch")],
    [`DELETE ${ONE}`]: ["calendars.delete", (call) => deleteCalendar(ground, call)],
    [`POST ${ONE}/clear`]: ["calendars.clear", (call) => clearCalendar(ground, call)],
    [`GET ${ONE}/acl`]: ["acl.list", (call) => listAcl(ground, call)],
    [`POST ${ONE}/acl`]: ["acl.insert", (call) => putRule(ground, call)],
    [`GET ${ONE}/acl/:ruleId`]: ["acl.get", (call) => getRule(ground, call)],
    [`PUT ${ONE}/acl/:ruleId`]: ["acl.update", (call) => putRule(ground, call)],
    [`PATCH ${ONE}/acl/:ruleId`]: ["acl.patch", (call) => putRule(ground, call)],
    [`DELETE ${ONE}/acl/:ruleId`]: ["acl.delete", (call) => deleteRule(ground, call)],
    "GET /calendar/v3/colors": ["colors.get", (call) => colors(ground, call)],
    [`GET ${SETTINGS}`]: ["settings.list", (call) => settings(ground, call)],
    [`GET ${SETTINGS}/:setting`]: ["settings.get", (call) => settings(ground, call)],
    "POST /calendar/v3/freeBusy": ["freebusy.query", (call) => queryFreeBusy(ground, call)],
  };
}
