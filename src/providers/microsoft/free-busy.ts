import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { BusyAnswer } from "@/core/ports/free-busy";
import type { AccountCall } from "@/core/ports/provider-call";
import type { Interval } from "@/core/time/interval";
import { toWall } from "@/core/time/wall-time";
import { chunksOf, joinAnswers, piecesOf } from "../free-busy-parts";
import { isWire, listOf, lookUp, textOf, wireOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import type { MicrosoftWire } from "./wire";

/** The request succeeds even when every schedule of it failed. */
const failures: Readonly<Record<string, ProviderErrorKind>> = {
  ErrorMailRecipientNotFound: "not_found",
  ErrorProxyRequestProcessingFailed: "forbidden",
  ErrorNoFreeBusyAccess: "forbidden",
  // More than a thousand entries in the window.
  "5006": "too_large",
};
const isBusy = new Set<unknown>(["busy", "tentative", "oof"]);
const path = "/me/calendar/getSchedule";

/** Outlook knows a person's busy times by the address, and answers for the default calendar. */
export async function readBusy(
  wire: MicrosoftWire,
  call: AccountCall,
  { ids, window }: { readonly ids: readonly string[]; readonly window: Interval },
): Promise<ReadonlyMap<string, BusyAnswer>> {
  const ask = wire.openApi(call, "readBusy");
  const answers: [string, BusyAnswer][] = [];
  for (const piece of piecesOf(window, facts.freeBusy.longestWindowMs)) {
    for (const schedules of chunksOf(ids, facts.freeBusy.mostCalendars)) {
      const [startTime, endTime] = [piece.from, piece.to].map((at) => ({
        dateTime: toWall(at, "UTC"),
        timeZone: "UTC",
      }));
      const body = { schedules, startTime, endTime, availabilityViewInterval: 60 };
      const answer = await ask({ endpoint: `POST ${path}`, path }, (request) => request.post(body));
      const rows = listOf(answer["value"]).filter(isWire);
      for (const id of schedules) answers.push([id, fromSchedule(rows.find((row) => isNamed(row, id)))]);
    }
  }
  return joinAnswers(ids, answers);
}

const isNamed = ({ scheduleId }: Wire, id: string) =>
  typeof scheduleId === "string" && scheduleId.toLowerCase() === id.toLowerCase();

function fromSchedule(row: Wire | undefined): BusyAnswer {
  if (row === undefined) return { kind: "failed", because: "malformed_answer" };
  if (isWire(row["error"]))
    return { kind: "failed", because: lookUp(failures, row["error"]["responseCode"]) ?? "unavailable" };
  const items = listOf(row["scheduleItems"])
    .filter(isWire)
    .filter(({ status }) => isBusy.has(status));
  const readable = items.map(fromItem).filter((period) => period !== null);
  return { kind: "busy", periods: readable, unreadable: items.length - readable.length };
}

function fromItem({ start, end }: Wire): Interval | null {
  const [from, to] = [toInstant(wireOf(start)), toInstant(wireOf(end))];
  return from < to ? { from, to } : null;
}

/** In UTC, as asked for. */
const toInstant = ({ dateTime }: Wire) => new Date(`${(textOf(dateTime) ?? "").replace(/(\.\d+)?Z?$/, "")}Z`);
