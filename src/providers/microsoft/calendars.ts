import type { RemoteCalendar } from "@/core/calendar/plan-calendars";
import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { AccountCall } from "@/core/ports/provider-call";
import { readZone } from "@/core/time/zones";
import { isWire, listOf, textOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import type { AskGraph, MicrosoftWire } from "./wire";

/** All calendars of the account, to the last page: what were left out would count as gone. */
export async function listCalendars(wire: MicrosoftWire, call: AccountCall): Promise<readonly RemoteCalendar[]> {
  const ask = wire.openApi(call, "listCalendars");
  const zone = await readMailboxZone(ask);
  const calendars: RemoteCalendar[] = [];
  const seen = new Set<string>();
  for (let path: string | null = "/me/calendars"; path !== null;) {
    if (seen.has(path)) throw new ProviderError("endless_pages", { provider: facts.id, operation: "listCalendars" });
    seen.add(path);
    const page: Wire = await ask({ endpoint: "GET /me/calendars", path }, (request) => request.get());
    calendars.push(
      ...listOf(page["value"])
        .filter(isWire)
        .flatMap((row) => fromCalendar(row, zone)),
    );
    path = textOf(page["@odata.nextLink"]);
  }
  return calendars;
}

/** A calendar has no zone of its own. Without the scope for the mailbox's, nobody says. */
async function readMailboxZone(ask: AskGraph): Promise<string | null> {
  try {
    const answer = await ask({ endpoint: "GET /me/mailboxSettings", path: "/me/mailboxSettings" }, (request) =>
      request.get(),
    );
    const reading = readZone(textOf(answer["timeZone"]) ?? "");
    return reading.kind === "known" ? reading.zone : null;
  } catch (error) {
    if (isProviderError(error) && (error.kind === "forbidden" || error.kind === "scope_missing")) return null;
    throw error;
  }
}

function fromCalendar(row: Wire, zone: string | null): readonly RemoteCalendar[] {
  const remoteCalendarId = textOf(row["id"]);
  if (remoteCalendarId === null) return [];
  const isPrimary = row["isDefaultCalendar"] === true;
  return [
    {
      remoteCalendarId,
      name: textOf(row["name"]) ?? "Calendar",
      zone,
      color: textOf(row["hexColor"]),
      // Only an owner may share a calendar further.
      access: isPrimary || row["canShare"] === true ? "owner" : row["canEdit"] === true ? "writer" : "reader",
      isPrimary,
      isHidden: false,
      isGenerated: row["canEdit"] !== true && row["canShare"] !== true && row["canViewPrivateItems"] === true,
    },
  ];
}
