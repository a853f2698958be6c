import type { RemoteCalendar } from "@/core/calendar/plan-calendars";
import { ProviderError } from "@/core/errors/provider-error";
import type { AccountCall } from "@/core/ports/provider-call";
import { readZone } from "@/core/time/zones";
import { isWire, listOf, lookUp, textOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import type { GoogleWire } from "./wire";

const accesses: Readonly<Record<string, RemoteCalendar["access"]>> = {
  owner: "owner",
  writer: "writer",
  writerWithoutPrivateAccess: "writer",
  reader: "reader",
  freeBusyReader: "free_busy",
};
/** Holidays, birthdays and the like, and calendars subscribed to by their address. */
const generated = /@(group\.v|import)\.calendar\.google\.com$/i;

/** All calendars of the account, to the last page: what were left out would count as gone. */
export async function listCalendars(wire: GoogleWire, call: AccountCall): Promise<readonly RemoteCalendar[]> {
  const ask = wire.openApi(call, "listCalendars");
  const calendars: RemoteCalendar[] = [];
  const seen = new Set<string>();
  for (let pageToken: string | null = ""; pageToken !== null;) {
    const page: Wire = await ask({ endpoint: "GET /users/me/calendarList" }, (api, options) =>
      api.calendarList.list({ maxResults: 250, showHidden: true, ...(pageToken ? { pageToken } : {}) }, options),
    );
    calendars.push(...listOf(page["items"]).filter(isWire).flatMap(fromCalendar));
    pageToken = textOf(page["nextPageToken"]);
    if (pageToken !== null && seen.has(pageToken)) {
      throw new ProviderError("endless_pages", { provider: facts.id, operation: "listCalendars" });
    }
    if (pageToken !== null) seen.add(pageToken);
  }
  return calendars;
}

function fromCalendar(entry: Wire): readonly RemoteCalendar[] {
  const remoteCalendarId = textOf(entry["id"]);
  if (remoteCalendarId === null || entry["deleted"] === true) return [];
  const zone = readZone(textOf(entry["timeZone"]) ?? "");
  return [
    {
      remoteCalendarId,
      name: textOf(entry["summaryOverride"]) ?? textOf(entry["summary"]) ?? remoteCalendarId,
      zone: zone.kind === "known" ? zone.zone : null,
      color: textOf(entry["backgroundColor"]),
      // A role that we do not know gives at least the least.
      access: lookUp(accesses, entry["accessRole"]) ?? "free_busy",
      isPrimary: entry["primary"] === true,
      isHidden: entry["hidden"] === true,
      isGenerated: generated.test(remoteCalendarId),
    },
  ];
}
