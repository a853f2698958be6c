import type { Call } from "../kernel/call";
import type { Reply } from "../kernel/reply";
import type { Account } from "../world/account";
import { instantOf } from "../world/when";
import { identifyCaller, type Caller } from "./caller";
import { itemsInWindow } from "./event-reads";
import { refuse } from "./graph-errors";
import { answer, contextOf } from "./odata";
import type { MicrosoftRoutes, Office } from "./office";
import { showAsOf } from "./render-event";
import { isObject, needKind, readFlag, readOptionalObject, readText, type Fields } from "./request-body";
import { readMoment } from "./schedule";
import { endOf, overlaps, startOf, type Window } from "./series";
import { isPersonal } from "./sign-in/tenants";
import { writeWhen } from "./wire-times";

const halfHourMs = 1_800_000;
const weekMs = 7 * 86_400_000;
const mostCandidates = 20;

interface Wanted {
  readonly people: readonly string[];
  readonly windows: readonly Window[];
  readonly lengthMs: number;
  readonly most: number;
  readonly leastShare: number;
  readonly reasons: boolean;
}

export function meetingTimeRoutes(office: Office, prefix: string): MicrosoftRoutes {
  return { [`POST ${prefix}/findMeetingTimes`]: ["times.find", (call) => findMeetingTimes(office, call)] };
}

/** ISO 8601 durations of hours and minutes, as Graph takes them: PT1H, PT30M, PT1H30M. */
function readDuration(office: Office, body: Fields): number {
  const text = readText(office, body, "meetingDuration") ?? "PT30M";
  const match = /^PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?$/.exec(text);
  const ms = (Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0)) * 60_000;
  return ms > 0
    ? ms
    : refuse(office.ground, "ErrorInvalidParameter", { message: "The meeting duration is not valid." });
}

function readWindows(office: Office, body: Fields): Window[] {
  const constraint = body["timeConstraint"];
  const now = office.ground.clock.now();
  const slots = isObject(constraint) ? (constraint["timeSlots"] ?? constraint["timeslots"]) : undefined;
  if (slots === undefined || slots === null)
    return [{ from: Math.ceil(now / halfHourMs) * halfHourMs, to: now + weekMs }];
  needKind(office, { name: "timeSlots", value: slots }, "array");
  return (slots as unknown[]).map((slot) => {
    needKind(office, { name: "timeSlots", value: slot }, "object");
    const window = { from: readMoment(office, slot as Fields, "start"), to: readMoment(office, slot as Fields, "end") };
    return window.to > window.from ? window : refuse(office.ground, "ErrorInvalidTimeInterval");
  });
}

function readNumber(office: Office, body: Fields, option: { name: string; otherwise: number }): number {
  const value = body[option.name] ?? option.otherwise;
  if (typeof value !== "number") needKind(office, { name: option.name, value }, "number");
  return value as number;
}

function readWanted(office: Office, caller: Caller, body: Fields): Wanted {
  const attendees = body["attendees"] ?? [];
  needKind(office, { name: "attendees", value: attendees }, "array");
  const invited = (attendees as unknown[]).map((one) => {
    const address = isObject(one) ? one["emailAddress"] : undefined;
    return (
      (isObject(address) ? readText(office, address, "address") : undefined) ??
      refuse(office.ground, "ErrorInvalidParameter", { message: "An attendee has no address." })
    );
  });
  const self = readFlag(office, body, "isOrganizerOptional") === true ? [] : [caller.account.email];
  return {
    people: [...self, ...invited],
    windows: readWindows(office, body),
    lengthMs: readDuration(office, body),
    most: Math.min(
      mostCandidates,
      Math.max(1, readNumber(office, body, { name: "maxCandidates", otherwise: mostCandidates })),
    ),
    leastShare: readNumber(office, body, { name: "minimumAttendeePercentage", otherwise: 50 }) / 100,
    reasons: readFlag(office, body, "returnSuggestionReasons") === true,
  };
}

/** Whether a person is free for a slot; unknown when they have no mailbox here. */
function availabilityOf(office: Office, account: Account | undefined, slot: Window): "free" | "busy" | "unknown" {
  if (account?.facts.provider !== "microsoft") return "unknown";
  const calendar = office.ground.world.primaryOf(account);
  const busy = itemsInWindow(calendar, calendar.events.all(), slot).some(
    (item) =>
      !["free", "workingElsewhere"].includes(showAsOf(item.record)) &&
      overlaps(instantOf(startOf(item), calendar.zone), instantOf(endOf(item), calendar.zone), slot),
  );
  return busy ? "busy" : "free";
}

function findMeetingTimes(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  if (isPersonal(caller.account)) return refuse(office.ground, "MailboxNotSupportedForRESTAPI");
  const wanted = readWanted(office, caller, readOptionalObject(office, call));
  const suggestions: Record<string, unknown>[] = [];
  for (const window of wanted.windows) {
    for (
      let from = window.from;
      from + wanted.lengthMs <= window.to && suggestions.length < wanted.most;
      from += halfHourMs
    ) {
      const suggestion = suggest(office, caller, { wanted, slot: { from, to: from + wanted.lengthMs } });
      if (suggestion) suggestions.push({ ...suggestion, order: suggestions.length + 1 });
    }
  }
  call.notes.rows = suggestions.length;
  return answer(caller, 200, {
    "@odata.context": contextOf(office, call, "microsoft.graph.meetingTimeSuggestionsResult"),
    emptySuggestionsReason: suggestions.length > 0 ? "" : "AttendeesUnavailable",
    meetingTimeSuggestions: suggestions,
  });
}

function suggest(
  office: Office,
  caller: Caller,
  about: { wanted: Wanted; slot: Window },
): Record<string, unknown> | null {
  const { wanted, slot } = about;
  const states = wanted.people.map((email) => ({
    email,
    availability: availabilityOf(office, office.ground.world.findAccount(email), slot),
  }));
  const organizer = states.find(({ email }) => email === caller.account.email)?.availability ?? "free";
  const weight = { free: 1, unknown: 0.5, busy: 0 };
  const share = states.reduce((sum, { availability }) => sum + weight[availability], 0) / Math.max(1, states.length);
  if (share < wanted.leastShare || organizer === "busy") return null;
  const moment = (ms: number): unknown => writeWhen({ kind: "time", wall: "", zone: "UTC", ms }, caller.preferences);
  return {
    confidence: share * 100,
    organizerAvailability: organizer,
    suggestionReason: wanted.reasons
      ? "Suggested because it is one of the nearest times when all attendees are available."
      : null,
    meetingTimeSlot: { start: moment(slot.from), end: moment(slot.to) },
    attendeeAvailability: states
      .filter(({ email }) => email !== caller.account.email)
      .map(({ email, availability }) => ({
        availability,
        attendee: { type: "required", emailAddress: { address: email } },
      })),
    locations: [],
  };
}
