import type { MicrosoftPerson } from "./microsoft-person";

/** An event as tests read it: every property they look at. */
export type Event = Record<string, never> & {
  id: string;
  "@odata.etag": string;
  changeKey: string;
  subject: string | null;
  type: string;
  seriesMasterId: string | null;
  iCalUId: string;
  start: { dateTime: string; timeZone: string };
  end: { dateTime: string; timeZone: string };
  originalStart: string;
  originalStartTimeZone: string;
  isAllDay: boolean;
  body: { contentType: string; content: string };
  recurrence: { pattern: Record<string, unknown>; range: Record<string, unknown> } | null;
  cancelledOccurrences: string[];
  exceptionOccurrences: Event[];
  attendees: { status: { response: string }; emailAddress: { address: string } }[];
  responseStatus: { response: string; time: string };
  showAs: string;
  isCancelled: boolean;
  onlineMeeting: { joinUrl: string } | null;
  transactionId: string | null;
};

export interface List {
  value: Event[];
  "@odata.nextLink"?: string;
  "@odata.count"?: number;
}

export const berlin = (dateTime: string) => ({ dateTime, timeZone: "W. Europe Standard Time" });
export const meeting = (more: Record<string, unknown> = {}) => ({
  subject: "Call",
  start: berlin("2026-02-10T14:00:00"),
  end: berlin("2026-02-10T15:00:00"),
  ...more,
});
/** Month and day of each start, in order. */
export const days = (list: List): string[] => list.value.map(({ start }) => start.dateTime.slice(5, 10)).sort();

/** The calls the tests make, through the real client, for one person. */
export function eventCalls(owner: () => MicrosoftPerson) {
  const create = (more: Record<string, unknown> = {}, person = owner()): Promise<Event> =>
    person.api.api("/me/events").post(meeting(more)) as Promise<Event>;
  const series = (
    pattern: Record<string, unknown>,
    range: Record<string, unknown> = { type: "noEnd" },
    more: Record<string, unknown> = {},
  ): Promise<Event> =>
    create({
      recurrence: { pattern: { interval: 1, ...pattern }, range: { startDate: "2026-02-10", ...range } },
      ...more,
    });
  const get = (id: string, query = "", prefer = ""): Promise<Event> =>
    owner()
      .api.api(`/me/events/${encodeURIComponent(id)}${query}`)
      .headers(prefer === "" ? {} : { Prefer: prefer })
      .get() as Promise<Event>;
  const view = (from: string, to: string, person = owner()): Promise<List> =>
    person.api.api(`/me/calendarView?startDateTime=${from}&endDateTime=${to}&$top=200`).get() as Promise<List>;
  const instances = (id: string, from: string, to: string): Promise<List> =>
    owner()
      .api.api(`/me/events/${encodeURIComponent(id)}/instances?startDateTime=${from}&endDateTime=${to}&$top=100`)
      .get() as Promise<List>;
  const patch = (id: string, body: unknown, headers: Record<string, string> = {}): Promise<Event> =>
    owner()
      .api.api(`/me/events/${encodeURIComponent(id)}`)
      .headers(headers)
      .patch(body) as Promise<Event>;
  const remove = (id: string, headers: Record<string, string> = {}): Promise<unknown> =>
    owner()
      .api.api(`/me/events/${encodeURIComponent(id)}`)
      .headers(headers)
      .delete();
  return { create, series, get, view, instances, patch, remove };
}
