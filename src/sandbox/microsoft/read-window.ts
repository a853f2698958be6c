import type { Call } from "../kernel/call";
import { refuse } from "./graph-errors";
import type { Office } from "./office";
import type { Window } from "./series";
import { readBound } from "./wire-times";

const dayMs = 86_400_000;

function readParameter(call: Call, name: string): string | null {
  for (const [key, value] of call.query) if (key.toLowerCase() === name.toLowerCase()) return value;
  return null;
}

/** startDateTime and endDateTime, both required, no longer apart than Outlook allows. */
export function readWindow(office: Office, call: Call): Window {
  const [start, end] = [readParameter(call, "startDateTime"), readParameter(call, "endDateTime")];
  if (start === null || end === null) {
    return refuse(office.ground, "ErrorInvalidParameter", {
      message:
        "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
    });
  }
  const [from, to] = [readBound(start), readBound(end)];
  if (from === null || to === null) {
    return refuse(office.ground, "ErrorInvalidParameter", {
      message: "The value of the parameter StartDateTime or EndDateTime is not a date and time.",
    });
  }
  if (to < from)
    return refuse(office.ground, "ErrorInvalidParameter", { message: "The end time must be after the start time." });
  const most = office.switches.viewMaxDays;
  if (to - from > most * dayMs) {
    return refuse(office.ground, "ErrorInvalidRequest", {
      message: `Your request can't be completed. The range between the start and end dates is greater than the allowed range. Maximum number of days: ${most}`,
    });
  }
  return { from, to };
}
