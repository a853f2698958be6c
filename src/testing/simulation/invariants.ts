// What must be true after every step, and what when everything has come to rest.
import { factsOf, type ProviderErrorKind } from "@/core/errors/kinds";
import { freshnessMs } from "@/core/health/stale-after";
import { minuteMs } from "@/core/time/wall-time";
import type { Interval } from "@/core/time/interval";
import { rowsOf, touches, type FakeRecord, type Row } from "@/providers/fake/records";

import type { Ledger } from "./audit";
import type { Scene } from "./scene";
import type { Violation } from "./witness";

type Place = { readonly base: number; readonly epoch: number };
type About = { readonly ledger: Ledger; readonly records: readonly FakeRecord[]; readonly scene: Scene };

/** Remembers of each event the newest state that was ever seen here. */
export type Memory = {
  readonly versions: Map<string, number>;
  readonly fences: Map<string, number>;
  before: readonly Ledger[];
  ledgers: readonly Ledger[];
  readAtTurn: number;
};
export const newMemory = (): Memory => ({
  versions: new Map(),
  fences: new Map(),
  before: [],
  ledgers: [],
  readAtTurn: -1,
});

const revisionOf = (version: string): number => Number(version.replaceAll('"', ""));
const isUnreadable = ({ draft }: Row) => draft.start.startsWith("2026-02-30");

export function checkStep(scene: Scene, ledgers: readonly Ledger[], memory: Memory): Violation[] {
  return ledgers.flatMap((ledger) => {
    const about = aboutOf(scene, ledger);
    return [
      ...checkOrder(about, memory),
      ...checkCursor(about),
      ...checkGreen(about),
      ...checkReconnect(about),
      ...checkCount(about),
      ...checkChoice(about),
      ...checkDisabled(about),
      ...checkEnded(about),
      ...checkBelief(about, memory),
    ];
  });
}

function aboutOf(scene: Scene, ledger: Ledger): About {
  const remoteId = scene.calendars.find(({ id }) => id === ledger.calendarId)?.remoteId ?? "";
  return { scene, ledger, records: scene.world.calendars.get(remoteId)?.records ?? [] };
}

const placeOf = ({ cursor }: Ledger): Place | null => (cursor === null ? null : (JSON.parse(cursor) as Place));
const label = ({ calendarId }: Ledger) => `calendar ${calendarId.slice(-2)}`;

/** I4, I10: no event goes back to an older state, and no fence goes down. */
function checkOrder({ ledger }: About, { versions, fences }: Memory): Violation[] {
  const found: Violation[] = [];
  for (const { id, version } of ledger.events) {
    const key = `${ledger.calendarId} ${id}`;
    const revision = revisionOf(version);
    if (revision < (versions.get(key) ?? 0))
      found.push({ invariant: "I4", what: `${label(ledger)}: ${id} went back to ${revision}` });
    else versions.set(key, revision);
  }
  if (ledger.fence < (fences.get(ledger.calendarId) ?? 0))
    found.push({ invariant: "I10", what: `${label(ledger)}: its fence went down` });
  fences.set(ledger.calendarId, ledger.fence);
  if (new Set(ledger.events.map(({ id }) => id)).size < ledger.events.length)
    found.push({ invariant: "I2", what: `${label(ledger)}: an event is there twice` });
  return found;
}

/** I3: what the cursor has passed is in the mirror, and what is gone is out of it. */
function checkCursor({ ledger, records, scene }: About): Violation[] {
  const place = placeOf(ledger);
  const { covered } = ledger;
  if (place === null || covered === null || !ledger.isSelected || wasLiedAbout(scene, ledger)) return [];
  const mirror = new Map(ledger.events.map((event) => [event.id, event]));
  return records
    .filter(({ revision }) => revision <= place.base)
    .flatMap((record) => checkRecord(ledger, { record, mirror, covered }));
}

type Checked = {
  readonly record: FakeRecord;
  readonly mirror: ReadonlyMap<string, Ledger["events"][number]>;
  readonly covered: Interval;
};

function checkRecord(ledger: Ledger, { record, mirror, covered }: Checked): Violation[] {
  const rows = rowsOf(record);
  if (rows.some(isUnreadable)) return [];
  const ids = new Set(rows.map(({ id }) => id));
  const missing = rows
    .filter((row) => touches(row, covered) && revisionOf(mirror.get(row.id)?.version ?? "0") < record.revision)
    .map(({ id }) => `${label(ledger)}: ${id} of revision ${record.revision} is missing or older`);
  const extra = [...record.shown]
    .filter((id) => !ids.has(id) && mirror.has(id))
    .map((id) => `${label(ledger)}: ${id} is still there`);
  return [...missing, ...extra].map((what) => ({ invariant: "I3", what }));
}

/** A round takes so long when nothing holds it up. */
const roundMs = minuteMs;

/** I11: green means that whatever changed before the bound is here, and nothing is known to be missing. */
function checkGreen({ scene, ledger, records }: About): Violation[] {
  const nowMs = scene.timeline.nowMs;
  const boundMs = freshnessMs(ledger.intervalMs);
  const { provenAt } = ledger;
  const isStale = provenAt === null || nowMs > provenAt.getTime() + boundMs || provenAt.getTime() > nowMs;
  // A proof from the future says that clocks disagree, to whoever reads it.
  // What was recorded ends by itself when its proof grows old: whoever reads it sees that.
  if (ledger.status !== "healthy" || isStale) return [];
  const say = (what: string): Violation[] => [{ invariant: "I11", what: `${label(ledger)} is green, but ${what}` }];
  if (ledger.gapSince !== null) return say("a gap is open");
  const place = placeOf(ledger);
  if (place === null) return say("it has no cursor");
  const late = records.find(
    ({ revision, updatedAt }) => revision > place.base && updatedAt.getTime() < nowMs - boundMs - roundMs,
  );
  if (late === undefined) return [];
  const minutes = Math.round((nowMs - late.updatedAt.getTime()) / minuteMs);
  return say(`a change of ${minutes} minutes ago is not here (bound ${boundMs / minuteMs})`);
}

/** I13: nobody is asked to reconnect while the grant is good. */
function checkReconnect({ scene, ledger }: About): Violation[] {
  if (ledger.authStatus !== "needs_reauth") return [];
  const email = scene.accounts.find(({ connectionId }) => connectionId === ledger.connectionId)?.email ?? "";
  const { excuses, excusesBefore } = scene.witness;
  const isExcused = [excuses, excusesBefore].some((known) => (known.get(email)?.size ?? 0) > 0);
  return isExcused ? [] : [{ invariant: "I13", what: `${email} is asked to reconnect for nothing` }];
}

/** I12. Between rounds the count is exact. */
function checkCount({ ledger }: About): Violation[] {
  if (ledger.isLeased || ledger.openSince !== null || ledger.counted === ledger.events.length) return [];
  const what = `${label(ledger)}: ${ledger.events.length} events, counted ${ledger.counted}`;
  return [{ invariant: "I12", what }];
}

/** What nobody chose is not kept, and nothing that the provider still has is retired. */
function checkChoice({ ledger }: About): Violation[] {
  if (!ledger.isSelected && ledger.events.length > 0)
    return [{ invariant: "choice", what: `${label(ledger)} is left out, and ${ledger.events.length} events are kept` }];
  return ledger.isRetired ? [{ invariant: "choice", what: `${label(ledger)} is retired and still there` }] : [];
}

/** F99, TOK-12: what was disconnected stays away, and so does its copy when nobody wants it. */
function checkEnded({ ledger, scene }: About): Violation[] {
  const email = scene.accounts.find(({ connectionId }) => connectionId === ledger.connectionId)?.email ?? "";
  const ended = scene.ended.get(email);
  if (ended === undefined) return [];
  const say = (what: string): Violation[] => [{ invariant: "F99", what: `${label(ledger)} of ${email} ${what}` }];
  if (!ledger.isEnded) return say("is connected again, and nobody asked");
  return !ended.keepEvents && ledger.events.length > 0 ? say(`keeps ${ledger.events.length} events`) : [];
}

/** A calendar that was said to be empty once: what is too small to be doubted is believed until the next full read. */
export const wasLiedAbout = ({ calendars, world }: Scene, { calendarId }: Ledger): boolean =>
  world.lied.has(calendars.find(({ id }) => id === calendarId)?.remoteId ?? "");

/** Fewer may go without a question. */
const many = 12;

/** F78: a listing that says that a full calendar is empty is not believed. */
function checkBelief({ ledger, records, scene }: About, { before: earlier }: Memory): Violation[] {
  const before = earlier.find(({ calendarId }) => calendarId === ledger.calendarId);
  const { covered } = ledger;
  if (before === undefined || covered === null || !ledger.isSelected || !wasLiedAbout(scene, ledger)) return [];
  if (before.events.length < many || ledger.events.length > 0) return [];
  const there = records.flatMap(rowsOf).filter((row) => touches(row, covered)).length;
  const isWanted = ledger.isEnded || !before.isSelected || scene.witness.approved.has(ledger.calendarId);
  return there < many || isWanted
    ? []
    : [{ invariant: "F78", what: `${label(ledger)}: ${before.events.length} events are gone, and ${there} are there` }];
}

/** RES-4: what only asks for rest disables nothing. */
function checkDisabled({ ledger, scene }: About): Violation[] {
  if (ledger.disabledAt === null) return [];
  if (ledger.because === "crashed") return scene.witness.checkCrashed(label(ledger));
  const remoteId = scene.calendars.find(({ id }) => id === ledger.calendarId)?.remoteId ?? "";
  const told = [...(scene.witness.told.get(remoteId) ?? [])] as ProviderErrorKind[];
  if (!told.some((kind) => factsOf(kind).countsAsFailure))
    return [
      { invariant: "RES-4", what: `${label(ledger)} is disabled, and was told only ${told.join(", ") || "events"}` },
    ];
  const { because } = ledger;
  const times = because === null ? undefined : believedAfter.get(because);
  if (
    times === undefined ||
    ledger.failures >= failuresThatDisable ||
    scene.witness.timesTold(remoteId, because ?? "") >= times
  )
    return [];
  return [{ invariant: "RES-4", what: `${label(ledger)} is given up for ${because}, and was told too seldom` }];
}

/** F44, F45. Other failures in a row disable whatever they were. */
const failuresThatDisable = 5;
const believedAfter: ReadonlyMap<string, number> = new Map([
  ["forbidden", 2],
  ["account_unusable", 3],
  ["not_found", 3],
  ["too_large", 2],
]);

/** F11. What took its process with it three times in a row waits for a person. */
export const isCrashed = ({ lastError }: Ledger): boolean =>
  typeof lastError === "object" && lastError !== null && "code" in lastError && lastError.code === "crashed";

/** Whether nobody reads it any more, by a wish or for want of access. */
export const isAtRest = ({ isSelected, isRetired, isPaused, isEnded, authStatus }: Ledger): boolean =>
  !isSelected || isRetired || isPaused || isEnded || authStatus !== "active";

/** I1: the mirror is what the provider has, in the window that is claimed. */
export function findDifferences(scene: Scene, ledger: Ledger): string[] {
  const { records } = aboutOf(scene, ledger);
  const { covered } = ledger;
  if (covered === null) return ["nothing is covered"];
  const unreadable = new Set(
    records.filter((each) => rowsOf(each).some(isUnreadable)).flatMap(({ shown }) => [...shown]),
  );
  const theirs = records
    .flatMap(rowsOf)
    .filter((row) => !unreadable.has(row.id) && touches(row, covered))
    .map(({ id, draft, record }) => `${id} "${record.revision}" ${draft.title} ${draft.start}`);
  const ours = ledger.events
    .filter(({ id }) => !unreadable.has(id))
    .map(({ id, version, title, start }) => `${id} ${version} ${title} ${start}`);
  const [there, here] = [new Set(theirs), new Set(ours)];
  return [
    ...theirs.filter((line) => !here.has(line)).map((line) => `not here: ${line}`),
    ...ours.filter((line) => !there.has(line)).map((line) => `only here: ${line}`),
    ...[...ledger.setAside].filter((id) => !unreadable.has(id)).map((id) => `still set aside: ${id}`),
  ];
}
