import { blameOf, readEvidence, unreadableSince, type Blame, type CalendarReading } from "@/core/availability/degrade";
import { actionFor, actionLabels, effectSentences, readingSentences } from "@/core/availability/explain-effect";
import { evidenceOf, judgeHosts, type Evidence } from "@/server/availability/judge-hosts";
import { loadCoverage } from "@/server/db/booking/coverage";
import { loadHostedPages, type HostedPage } from "@/server/db/booking/hosted-pages";
import { loadEvidence } from "@/server/db/health/evidence";
import type { Tx } from "@/server/db/open-database";

import { assessRows, type AssessedConnection } from "./assess-rows";
import { toIso } from "./describe";
import type { BookingEffectShape } from "./shapes";
import { namesOf } from "./to-evidence";

type Asking = {
  readonly workspaceId: string;
  readonly userId: string;
  readonly viewerId: string | null;
  readonly origin: string;
  readonly now: Date;
  /** Their own calendars, which are known already. */
  readonly connections: readonly AssessedConnection[];
};
type Judging = Evidence & { readonly now: Date };

/**
 * BKG-2. Which booking pages of somebody suffer from calendars of theirs, by the rule the pages themselves go by. Two
 * statements where all is well, three where something is not, however many pages, hosts and calendars there are.
 */
export async function loadBookingEffects(tx: Tx, asking: Asking): Promise<BookingEffectShape[]> {
  const { workspaceId, userId, now } = asking;
  const pages = await loadHostedPages(tx, asking);
  if (pages.length === 0) return [];
  const ids = [...new Set(pages.flatMap(({ calendars }) => calendars.map(({ calendarId }) => calendarId)))];
  const rows = await loadCoverage(tx, workspaceId, ids);
  const known = { coverage: new Map(rows.map((row) => [row.calendar_id, row])), now };
  const mine = { ...known, assessed: byCalendar(asking.connections) };
  const suffering = pages.filter((page) => !isWell(ownOf(page, userId, mine)));
  if (suffering.length === 0) return [];
  const others = rows.filter((row) => row.user_id !== userId).map((row) => row.calendar_id);
  const found = others.length === 0 ? [] : await loadEvidence(tx, { workspaceId, calendarIds: others }, now);
  const theirs = assessRows(found, now);
  const all = { ...known, assessed: new Map([...mine.assessed, ...byCalendar(theirs)]) };
  return suffering.flatMap((page) => {
    const own = ownOf(page, userId, all);
    const blame = blameOf({ userId, own }, judgeHosts(page, read(page, all)).offer);
    return blame === null ? [] : [toShape({ page, blame }, asking, all)];
  });
}

const byCalendar = (connections: readonly AssessedConnection[]) =>
  new Map(connections.flatMap(({ calendars }) => calendars).map((each) => [each.row.calendar_id, each]));

const read = ({ calendars }: HostedPage, judging: Judging): CalendarReading[] =>
  calendars.map((each) => readEvidence(evidenceOf(each, judging), judging.now));

const ownOf = (page: HostedPage, userId: string, judging: Judging) =>
  read(page, judging).filter((reading) => reading.userId === userId);

const isWell = (own: readonly CalendarReading[]) => own.length > 0 && own.every(({ state }) => state !== "unreadable");

type Suffering = { readonly page: HostedPage; readonly blame: Blame };

function toShape({ page, blame }: Suffering, { viewerId, userId, origin }: Asking, judging: Judging) {
  const isAskedAnyway = blame.effect === "request_only" && page.confirmation === "by_host";
  const effect = isAskedAnyway ? "unchecked" : blame.effect;
  const calendars = blame.calendars.flatMap((reading) => toCalendar(reading, viewerId === userId, judging));
  const times = calendars.flatMap(({ since }) => (since === null ? [] : [since]));
  return {
    configurationId: page.configurationId,
    title: page.title,
    url: `${origin}/book/${page.slug}`,
    ...{ effect, means: effectSentences[effect], since: times.toSorted()[0] ?? null, calendars },
  };
}

function toCalendar({ calendarId, isOptional, name, because }: CalendarReading, isOwn: boolean, judging: Judging) {
  const row = judging.coverage.get(calendarId);
  if (row === undefined || because === null) return [];
  const { disconnected_at: over, retired_at: gone } = row;
  const { party, product } = namesOf(row.provider);
  const id = actionFor(because, { isDisconnected: over !== null, isRetired: gone !== null });
  const since = unreadableSince(evidenceOf({ calendarId, isOptional }, judging), because);
  return [
    {
      ...{ calendarId, connectionId: row.connection_id, name: isOwn ? name : null },
      ...{ provider: row.provider, party, product },
      ...{ isRequired: !isOptional, because, sentence: readingSentences[because]({ party, product }) },
      since: toIso(since ?? over ?? gone),
      action: { id, label: actionLabels[id]({ party, product }) },
    },
  ];
}
