import { findSlots, type Slot } from "@/core/availability/open-slots";
import type { Span } from "@/core/availability/spans";
import { addDays, dayMs, dayOf, daysBetween, startOfDay } from "@/core/time/wall-time";
import { writerFor } from "@/core/time/write-times";
import type { Configuration } from "@/server/db/booking/configurations";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import type { Caller } from "@/server/people/person";
import { arrangeHosts, type Arranged } from "./arrange-hosts";
import { askProviders } from "./ask-providers";
import { findBookable, type Bookable } from "./find-bookable";
import { loadMirror } from "./load-mirror";
import type { AvailabilityInput, AvailabilityShape } from "./shapes";
import { categoryOf, soundnessOf, toCalendarHealth, warningsOf } from "./to-health";

const usualDays = 14;
const mostDays = 62;

type Asked = { readonly id: string; readonly input: AvailabilityInput };

/** BKG-1, BKG-2. The free slots, and how sound that answer is. Nothing that a calendar does makes it fail. */
export async function checkAvailability(
  deps: Deps,
  caller: Caller | null,
  { id, input }: Asked,
): Promise<AvailabilityShape> {
  const bookable = await findBookable(deps, { id }, { caller, scope: "availability:read" });
  return answerAvailability(deps, bookable, input);
}

export async function answerAvailability(
  deps: Deps,
  bookable: Bookable,
  input: AvailabilityInput,
): Promise<AvailabilityShape> {
  const { configuration, isInsider } = bookable;
  const now = deps.now();
  const zone = input.timezone ?? configuration.rules.hours.zone;
  const window = windowOf(input, zone, now);
  // Who is not known makes us call nobody.
  const arranged = await arrange(deps, configuration, { window, isLive: isInsider && input.fresh === true });
  const slots = arranged.offer.standing === "closed" ? [] : findSlots(arranged.question, window, now);
  return toShape({ bookable, arranged, slots, zone, window }, now);
}

export async function arrange(
  deps: Deps,
  configuration: Configuration,
  { window, isLive }: { readonly window: Span; readonly isLive: boolean },
): Promise<Arranged> {
  const now = deps.now();
  const { workspaceId } = configuration;
  // Buffers and days reach over the edges.
  const wide = { from: window.from - dayMs, to: window.to + dayMs };
  const mirror = await deps.db.inWorkspace({ workspaceId }, (tx) =>
    loadMirror(tx, configuration, { window: wide, except: null, now }),
  );
  const rows = [...mirror.coverage.values()];
  const live = isLive ? await askProviders(deps, { workspaceId, rows, window: wide }) : new Map();
  return arrangeHosts(configuration, { mirror, live, spare: null }, now);
}

function windowOf({ start_date: start, end_date: end }: AvailabilityInput, zone: string, now: Date): Span {
  const first = start ?? dayOf(now, zone);
  const last = end ?? addDays(first, usualDays - 1);
  const refuse = (message: string) => new Problem("invalid_request", { errors: [{ path: "end_date", message }] });
  if (last < first) throw refuse("This must not be before the first day.");
  if (daysBetween(first, last) >= mostDays) throw refuse(`At most ${mostDays} days at a time.`);
  return { from: startOfDay(first, zone).getTime(), to: startOfDay(addDays(last, 1), zone).getTime() };
}

type Answering = {
  readonly bookable: Bookable;
  readonly arranged: Arranged;
  readonly slots: readonly Slot[];
  readonly zone: string;
  readonly window: Span;
};

const modes = { open: "instant", request_only: "request_only", closed: "none" } as const;

function toShape({ bookable, arranged, slots, zone, window }: Answering, now: Date): AvailabilityShape {
  const { configuration, isInsider } = bookable;
  const standing = asConfigured(configuration, arranged);
  const write = writerFor(zone);
  const readAt = arranged.calendars
    .filter(({ reading }) => reading.state !== "unreadable")
    .flatMap(({ reading }) => (reading.provenAt === null ? [] : [reading.provenAt.getTime()]));
  return {
    configuration_id: configuration.configurationId,
    timezone: zone,
    first_day: dayOf(new Date(window.from), zone),
    last_day: dayOf(new Date(window.to - 1), zone),
    duration_minutes: configuration.rules.durationMinutes,
    mode: modes[standing],
    soundness: soundnessOf(arranged),
    message: messageOf(arranged, slots.length),
    error_category: categoryOf(arranged),
    available_slots: slots.map(({ from, to, hosts }) => ({
      ...{ start: write(from), end: write(to) },
      ...(isInsider && { host_ids: [...hosts] }),
    })),
    calendar_health: toCalendarHealth(arranged, isInsider),
    warnings: warningsOf(arranged, isInsider, now),
    evidence_from: readAt.length === 0 ? null : new Date(Math.min(...readAt)).toISOString(),
    covered_until: arranged.coveredUntil?.toISOString() ?? null,
    malformed_periods: arranged.malformed,
    ...(isInsider && { calendars: describeCalendars(arranged, configuration, now) }),
  };
}

export const asConfigured = ({ confirmation }: Configuration, { offer }: Arranged) =>
  offer.standing === "open" && confirmation === "by_host" ? "request_only" : offer.standing;

function messageOf({ offer, calendars }: Arranged, slots: number): string | null {
  if (offer.standing === "closed")
    return calendars.length === 0
      ? "Nothing can be booked here yet: no calendar is chosen. Ask the host directly."
      : "Nothing can be booked at the moment: nobody's calendar can be looked at. Ask the host directly.";
  if (offer.standing === "request_only")
    return "Not every calendar can be looked at, so the host confirms: ask for a time and it is held for you.";
  return slots === 0 ? "Nothing is free in these days. Try later ones." : null;
}

function describeCalendars({ calendars }: Arranged, { hosts }: Configuration, now: Date) {
  const names = new Map(hosts.map(({ userId, name }) => [userId, name]));
  return calendars.map(({ reading, isLive }) => ({
    calendar_id: reading.calendarId,
    name: reading.name,
    host: names.get(reading.userId) ?? "",
    required: !reading.isOptional,
    state: reading.state,
    because: reading.because,
    read_at: reading.provenAt?.toISOString() ?? null,
    age_seconds:
      reading.provenAt === null ? null : Math.max(0, Math.round((now.getTime() - reading.provenAt.getTime()) / 1_000)),
    live: isLive,
  }));
}
