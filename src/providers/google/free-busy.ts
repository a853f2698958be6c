import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { BusyAnswer } from "@/core/ports/free-busy";
import type { AccountCall } from "@/core/ports/provider-call";
import type { Interval } from "@/core/time/interval";
import { chunksOf, joinAnswers, piecesOf } from "../free-busy-parts";
import { isWire, listOf, lookUp, textOf, wireOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import type { GoogleWire } from "./wire";

/** The request succeeds even when every calendar of it failed. */
const failures: Readonly<Record<string, ProviderErrorKind>> = {
  notFound: "not_found",
  internalError: "unavailable",
  groupTooBig: "too_large",
  tooManyCalendarsRequested: "invalid_request",
};

export async function readBusy(
  wire: GoogleWire,
  call: AccountCall,
  { ids, window }: { readonly ids: readonly string[]; readonly window: Interval },
): Promise<ReadonlyMap<string, BusyAnswer>> {
  const ask = wire.openApi(call, "readBusy");
  const answers: [string, BusyAnswer][] = [];
  for (const piece of piecesOf(window, facts.freeBusy.longestWindowMs)) {
    for (const some of chunksOf(ids, facts.freeBusy.mostCalendars)) {
      const requestBody = {
        timeMin: piece.from.toISOString(),
        timeMax: piece.to.toISOString(),
        calendarExpansionMax: facts.freeBusy.mostCalendars,
        items: some.map((id) => ({ id })),
      };
      const answer = await ask({ endpoint: "POST /freeBusy" }, (api, options) =>
        api.freebusy.query({ requestBody }, options),
      );
      const calendars = wireOf(answer["calendars"]);
      for (const id of some) answers.push([id, fromCalendar(Object.hasOwn(calendars, id) ? calendars[id] : null)]);
    }
  }
  return joinAnswers(ids, answers);
}

function fromCalendar(value: unknown): BusyAnswer {
  if (!isWire(value)) return { kind: "failed", because: "malformed_answer" };
  const [error] = listOf(value["errors"]);
  if (error !== undefined)
    return { kind: "failed", because: lookUp(failures, wireOf(error)["reason"]) ?? "unavailable" };
  const periods = listOf(value["busy"]).map((busy) => fromPeriod(wireOf(busy)));
  const readable = periods.filter((period) => period !== null);
  return { kind: "busy", periods: readable, unreadable: periods.length - readable.length };
}

function fromPeriod({ start, end }: Wire): Interval | null {
  const [from, to] = [new Date(textOf(start) ?? NaN), new Date(textOf(end) ?? NaN)];
  return from < to ? { from, to } : null;
}
