import { startOfDay, type Day } from "../time/wall-time";
import { judgeEvent, type BusyPolicy, type JudgedEvent } from "./busy-policy";
import { mergeSpans, subtract, type Span } from "./spans";

/** Events of a kind, without their contents. The same meeting in two calendars is there twice and takes its time once. */
export type EventGroup = JudgedEvent & {
  readonly spans: readonly Span[];
  /** All-day events are days of their calendar's zone, whatever zone somebody looks from. */
  readonly days: readonly { readonly firstDay: Day; readonly endDay: Day; readonly zone: string }[];
};

export type BusyTimes = {
  /** In order and apart. */
  readonly busy: readonly Span[];
  /** BKG-4: periods that end before they begin or have no instant. They are left out and said. */
  readonly malformed: number;
};

/** The times that events take. */
export function gatherBusy(groups: readonly EventGroup[], policy: BusyPolicy): BusyTimes {
  return timesOf(groups.filter((group) => judgeEvent(group, policy).blocks));
}

/** The times of events that the policy lets pass, although a provider may call them busy. */
export function gatherExcused(groups: readonly EventGroup[], policy: BusyPolicy): readonly Span[] {
  const passing = groups.filter((group) => !judgeEvent(group, policy).blocks);
  return subtract(timesOf(passing).busy, gatherBusy(groups, policy).busy);
}

function timesOf(groups: readonly EventGroup[]): BusyTimes {
  return fromSpans(
    groups.flatMap(({ spans, days }) => [
      ...spans,
      ...days.map(({ firstDay, endDay, zone }) => ({
        from: startOfDay(firstDay, zone).getTime(),
        to: startOfDay(endDay, zone).getTime(),
      })),
    ]),
  );
}

type Period = { readonly from: Date; readonly to: Date };

/** The same of periods that a provider answered, some of which could not be read. */
export function gatherPeriods(periods: readonly Period[], unreadable: number): BusyTimes {
  const { busy, malformed } = fromSpans(periods.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() })));
  return { busy, malformed: malformed + unreadable };
}

/** What has no length takes no time; what ends before it begins, or never, is malformed. */
export function fromSpans(spans: readonly Span[]): BusyTimes {
  const sound = spans.filter(({ from, to }) => from <= to);
  return { busy: mergeSpans(sound.filter(({ from, to }) => from < to)), malformed: spans.length - sound.length };
}
