import type { BusyTimes } from "@/core/availability/busy-times";
import { fromSpans, gatherBusy, gatherExcused, gatherPeriods } from "@/core/availability/busy-times";
import { readEvidence, refusalOf } from "@/core/availability/degrade";
import type { CalendarReading, Offer, Standing } from "@/core/availability/degrade";
import type { Host, SlotQuestion } from "@/core/availability/open-slots";
import { overlapOf } from "@/core/availability/open-slots";
import { subtract, type Span } from "@/core/availability/spans";
import type { BusyAnswer } from "@/core/ports/free-busy";
import type { Configuration } from "@/server/db/booking/configurations";
import type { CoverageRow } from "@/server/db/booking/coverage";
import { coveredOf, evidenceOf, judgeHosts, needOf } from "./judge-hosts";
import type { Mirror } from "./load-mirror";

/** A blocking calendar, with what it says and how far that can be trusted. */
type Blocking = {
  readonly reading: CalendarReading;
  readonly busy: BusyTimes;
  /** What it is proved to hold; null when that is nothing. */
  readonly covered: Span | null;
  readonly row: CoverageRow | null;
  readonly isLive: boolean;
};

export type Arranged = {
  readonly question: SlotQuestion;
  readonly offer: Offer;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly calendars: readonly Blocking[];
  readonly malformed: number;
  readonly coveredUntil: Date | null;
};

/** Rows and answers to the question that core decides. Without an opinion beyond it. */
export function arrangeHosts(configuration: Configuration, { mirror, live, spare }: Knowing, now: Date): Arranged {
  const need = needOf(configuration);
  const calendars = configuration.calendars.map((each) =>
    readCalendar(each, { configuration, mirror, live, spare }, now),
  );
  const readings = calendars.map(({ reading }) => reading);
  const { standings, offer } = judgeHosts(configuration, readings);
  const hosts = configuration.hosts.filter(({ userId }) => offer.hosts.includes(userId));
  return {
    question: {
      rules: configuration.rules,
      need,
      booked: mirror.booked,
      hosts: hosts.map(({ userId, hours }) => ({ ...toHost(userId, { calendars, mirror }), hours })),
    },
    ...{ offer, standings, calendars },
    malformed: calendars.reduce((sum, { busy }) => sum + busy.malformed, 0),
    coveredUntil: latestCovered(calendars),
  };
}

export type LiveAnswers = ReadonlyMap<string, BusyAnswer>;
export type Knowing = {
  readonly mirror: Mirror;
  /** What the providers answered just now, by calendar. */
  readonly live: LiveAnswers;
  /** The time of a booking that is to be moved, which a provider cannot know to be ours. */
  readonly spare: Span | null;
};
type Asked = Configuration["calendars"][number];

const ofHost = (calendars: readonly Blocking[], userId: string) =>
  calendars.filter(({ reading }) => reading.userId === userId);

function readCalendar(
  { calendarId, isOptional }: Asked,
  { configuration, mirror, live, spare }: Knowing & { readonly configuration: Configuration },
  now: Date,
): Blocking {
  const row = mirror.coverage.get(calendarId) ?? null;
  const groups = mirror.groups.get(calendarId) ?? [];
  const fromMirror = {
    reading: readEvidence(evidenceOf({ calendarId, isOptional }, mirror), now),
    busy: gatherBusy(groups, configuration.policy),
    covered: coveredOf(row),
    row,
    isLive: false,
  };
  const answer = live.get(calendarId);
  if (answer === undefined || fromMirror.reading.because === "not_connected") return fromMirror;
  if (answer.kind === "failed") {
    const refusal = refusalOf(answer.because);
    if (refusal !== null)
      return { ...fromMirror, reading: { ...fromMirror.reading, state: "unreadable", because: refusal } };
    if (fromMirror.reading.state === "unreadable") return fromMirror;
    return { ...fromMirror, reading: { ...fromMirror.reading, state: "older", because: "provider" } };
  }
  const { busy, malformed } = gatherPeriods(answer.periods, answer.unreadable);
  const excused = gatherExcused(groups, configuration.policy);
  const others = spare === null ? [] : subtract([spare], fromMirror.busy.busy);
  return {
    ...fromMirror,
    reading: { ...fromMirror.reading, state: "fresh", because: null, provenAt: now },
    busy: { busy: subtract(subtract(busy, excused), others), malformed },
    covered: mirror.window,
    isLive: true,
  };
}

function toHost(
  userId: string,
  { calendars, mirror }: { readonly calendars: readonly Blocking[]; readonly mirror: Mirror },
): Omit<Host, "hours"> {
  const own = ofHost(calendars, userId);
  const readable = own.filter(({ reading }) => reading.state !== "unreadable");
  const taken = mirror.taken.filter((each) => each.userId === userId);
  const required = readable.filter(({ reading }) => !reading.isOptional);
  return {
    userId,
    busy: fromSpans([...readable.flatMap(({ busy }) => busy.busy), ...taken]).busy,
    // Nothing readable is required: the host confirms, and whatever lies ahead may be asked for.
    covered: required.reduce<Span | null>(
      (all, { covered }) => (all === null || covered === null ? null : overlapOf(all, covered)),
      mirror.window,
    ),
  };
}

function latestCovered(calendars: readonly Blocking[]): Date | null {
  const ends = calendars
    .filter(({ reading }) => !reading.isOptional && reading.state !== "unreadable")
    .map(({ covered }) => covered?.to ?? 0);
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}
