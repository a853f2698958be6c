import type { ChannelId } from "../ports/alert-channel";
import { addDays, dayOf, toInstant, toWall, type Day } from "../time/wall-time";
import { isAtLeast, type Severity } from "./alert";
import type { Word } from "./next-alert-state";

/** How a person wants to hear by one channel. */
export type Preference = {
  readonly channel: ChannelId;
  readonly isEnabled: boolean;
  readonly minimumSeverity: Severity;
  /** Minutes after midnight; equal or null means no quiet hours. */
  readonly quietFrom: number | null;
  readonly quietUntil: number | null;
  readonly quietZone: string | null;
  /** What is not pressing comes together once a day. */
  readonly digest: "off" | "daily";
};

/** A way out that is there: mail where a server is set, and each address somebody entered. */
export type WayOut = { readonly channel: Exclude<ChannelId, "in_app">; readonly endpointId: string | null };

export type Delivery = WayOut & { readonly dueAt: Date };

type Told = { readonly severity: Severity; readonly word: Word };
type Person = { readonly zone: string; readonly preferences: readonly Preference[] };

/** What somebody who never chose gets: mail for what may need them, other ways for what is bad. */
const usual: Readonly<Record<ChannelId, Severity>> = {
  in_app: "low",
  email: "medium",
  slack: "high",
  teams: "high",
  sms: "critical",
  webhook: "low",
};

/** What was chosen, or what is usual. */
export const preferenceFor = (channel: ChannelId, { preferences }: Pick<Person, "preferences">): Preference =>
  preferences.find((each) => each.channel === channel) ?? {
    ...{ channel, isEnabled: true, minimumSeverity: usual[channel] },
    ...{ quietFrom: null, quietUntil: null, quietZone: null, digest: "off" },
  };

/** What the wall shows, not what has passed since midnight: twice a year these differ. */
function minuteOf(at: Date, zone: string): number {
  const [hours = 0, minutes = 0] = toWall(at, zone).slice(11).split(":").map(Number);
  return hours * 60 + minutes;
}
function atMinute(day: Day, minute: number, zone: string): Date {
  const clock = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 });
  return toInstant(`${day}T${clock.toString()}`, zone).at;
}

/** When it may be said: now, or when the quiet hours are over. */
function endOfQuiet({ quietFrom, quietUntil, quietZone }: Preference, zone: string, now: Date): Date {
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return now;
  const where = quietZone ?? zone;
  const today = dayOf(now, where);
  const minute = minuteOf(now, where);
  const isOvernight = quietFrom > quietUntil;
  const isQuiet = isOvernight ? minute >= quietFrom || minute < quietUntil : minute >= quietFrom && minute < quietUntil;
  if (!isQuiet) return now;
  return atMinute(isOvernight && minute >= quietFrom ? addDays(today, 1) : today, quietUntil, where);
}

/** What can wait for the next morning: only a person reads mail together, machines and chats hear at once. */
const isForDigest = (channel: ChannelId, { severity, word }: Told, person: Person) =>
  channel === "email" &&
  !isAtLeast(severity, "high") &&
  word !== "escalation" &&
  preferenceFor(channel, person).digest === "daily";

const morning = 8 * 60;

/** The next eight o'clock where the person is. */
function nextDigestAt(zone: string, now: Date): { readonly day: string; readonly at: Date } {
  const today = dayOf(now, zone);
  const atEight = (day: Day) => atMinute(day, morning, zone);
  const day = atEight(today) > now ? today : addDays(today, 1);
  return { day, at: atEight(day) };
}

export type Chosen = {
  readonly inApp: boolean;
  readonly out: readonly Delivery[];
  /** Mail that comes together with others in the morning; null where nothing does. */
  readonly digest: { readonly day: string; readonly at: Date } | null;
};

/**
 * By which ways a person is told, and when. What is critical does not wait for the morning. In the app it always stands,
 * unless somebody turned even that off.
 */
export function chooseDeliveries(
  { severity, word }: Told,
  { person, ways, now }: { readonly person: Person; readonly ways: readonly WayOut[]; readonly now: Date },
): Chosen {
  const wants = (channel: ChannelId) => {
    const { isEnabled, minimumSeverity } = preferenceFor(channel, person);
    // Who has to look after others is told by every way that is open.
    return isEnabled && (word === "escalation" || isAtLeast(severity, minimumSeverity));
  };
  const wanted = ways.filter(({ channel }) => wants(channel));
  const out = wanted
    .filter(({ channel }) => !isForDigest(channel, { severity, word }, person))
    .map((way) => ({
      ...way,
      dueAt: severity === "critical" ? now : endOfQuiet(preferenceFor(way.channel, person), person.zone, now),
    }));
  const digest = out.length < wanted.length ? nextDigestAt(person.zone, now) : null;
  return { inApp: wants("in_app"), out, digest };
}
