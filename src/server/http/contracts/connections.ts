import { z } from "zod";

import {
  calendarInput,
  connectInput,
  connectionInput,
  connectionsQuery,
  disconnectQuery,
  providerId,
} from "@/server/connections/inputs";
import { connection, connectionCalendar, connections, disconnected } from "@/server/connections/shapes";

import { contract } from "../contract";
import { connectionExample, connectionsExample } from "./connections-example";

const id = z.object({ id: z.uuid() });
const provider = z.object({ provider: providerId });
const tag = "Calendar connections";

export const listConnectionsContract = contract({
  id: "listConnections",
  method: "GET",
  path: "/api/v1/calendar/connections",
  tag,
  summary:
    "Your connected accounts with their calendars, and what can be connected here. A manager sees somebody else's by userId, without the calendars' names",
  access: { to: "workspace", role: "member" },
  rate: "read",
  query: connectionsQuery,
  answer: { status: 200, body: connections, example: connectionsExample },
  problems: ["not_found"],
});

export const startConnectContract = contract({
  id: "startConnect",
  method: "POST",
  path: "/api/v1/calendar/connect/{provider}",
  tag,
  summary:
    "Begin to connect an account, or to repair a connection: answers where to send the browser. With mayWrite false nothing is asked for that would let us write; later, with the connection's id and mayWrite true, it is",
  access: { to: "workspace", role: "member" },
  rate: "write",
  params: provider,
  body: connectInput,
  bodyExample: { returnTo: "/sales/settings/calendar" },
  answer: {
    status: 200,
    body: z.object({ url: z.string() }),
    example: { url: "https://accounts.google.com/o/oauth2/v2/auth?client_id=…" },
  },
  problems: ["provider_not_set_up"],
});

export const finishConnectContract = contract({
  id: "finishConnect",
  method: "GET",
  path: "/api/v1/calendar/connect/{provider}/callback",
  tag,
  summary:
    "Where the provider sends the browser back to. Always leads on to a page of ours, which says what came of it: connect holds connected, reconnected, connected_partly or the code of a problem",
  access: { to: "anybody" },
  rate: "secret",
  params: provider,
  answer: { status: 303, body: null },
  problems: ["key_not_accepted"],
});

export const changeConnectionContract = contract({
  id: "changeConnection",
  method: "PATCH",
  path: "/api/v1/calendar/connections/{id}",
  tag,
  summary: "Pause all calendars of a connection of yours, or go on",
  access: { to: "person" },
  rate: "write",
  params: id,
  body: connectionInput,
  bodyExample: { isPaused: true },
  answer: { status: 200, body: connection, example: connectionExample },
  problems: ["no_workspace"],
});

export const disconnectContract = contract({
  id: "disconnect",
  method: "DELETE",
  path: "/api/v1/calendar/connections/{id}",
  tag,
  summary:
    "Disconnect an account: ends the grant at the provider where that is possible, deletes the tokens, and keeps or deletes the copied events, as keepEvents says. Yours, or as an admin anybody's",
  access: { to: "person" },
  rate: "write",
  params: id,
  query: disconnectQuery,
  answer: { status: 200, body: disconnected, example: { revoked: "now", removedEvents: 0 } },
  problems: ["no_workspace"],
});

export const changeCalendarContract = contract({
  id: "changeCalendar",
  method: "PATCH",
  path: "/api/v1/calendar/calendars/{id}",
  tag,
  summary:
    "Choose a calendar of yours or leave it out, pause it, and set how far, what is read and whether we may write",
  access: { to: "person" },
  rate: "write",
  params: id,
  body: calendarInput,
  bodyExample: { isSelected: true, windowFutureDays: 365 },
  answer: { status: 200, body: connectionCalendar, example: connectionExample.calendars[0] },
  problems: ["no_workspace", "calendar_is_read_only", "calendar_takes_bookings"],
});

export const discoverCalendarsContract = contract({
  id: "discoverCalendars",
  method: "POST",
  path: "/api/v1/calendar/connections/{id}/discover",
  tag,
  summary: "Look at once which calendars an account of yours has; otherwise that happens every few hours",
  access: { to: "person" },
  rate: "write",
  params: id,
  answer: { status: 200, body: connection, example: connectionExample },
  problems: ["no_workspace", "connection_needs_you", "provider_away"],
});
