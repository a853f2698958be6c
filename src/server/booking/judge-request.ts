import { checkRules, type RuleVerdict } from "@/core/availability/booking-rules";
import type { Span } from "@/core/availability/spans";
import { dayMs, minuteMs } from "@/core/time/wall-time";
import { arrangeHosts, type Arranged, type Knowing } from "@/server/availability/arrange-hosts";
import { asConfigured } from "@/server/availability/check-availability";
import { loadMirror } from "@/server/availability/load-mirror";
import type { Configuration } from "@/server/db/booking/configurations";
import type { Deps } from "@/server/deps";
import { lookNow } from "./look-now";

/** Of a booking that is to be moved: what does not stand in its own way. */
export type Moving = { readonly bookingId: string; readonly mark: string | null; readonly span: Span };

export type Verdict =
  | {
      readonly is: "bookable";
      readonly hosts: readonly string[];
      readonly mode: "instant" | "by_request";
      readonly cause: string | null;
      readonly arranged: Arranged;
    }
  | { readonly is: "refused"; readonly rule: string; readonly arranged: Arranged }
  | { readonly is: "unsound"; readonly because: "token" | "unreadable" | "closed"; readonly arranged: Arranged };

type Asking = {
  readonly configuration: Configuration;
  readonly startsAt: Date;
  readonly moving: Moving | null;
  readonly acceptsRequest: boolean;
};

/**
 * Whether a time can be booked now: the health of where its event would be made, the rules, and one look at the
 * provider itself, since what was free when the page was drawn need not be free any more (F93).
 */
export async function judgeRequest(deps: Deps, asking: Asking): Promise<Verdict> {
  const { configuration, startsAt, moving } = asking;
  const now = deps.now();
  const { workspaceId } = configuration;
  const slot = { from: startsAt.getTime(), to: startsAt.getTime() + configuration.rules.durationMinutes * minuteMs };
  const window = { from: slot.from - 2 * dayMs, to: slot.to + 2 * dayMs };
  const mirror = await deps.db.inWorkspace({ workspaceId }, (tx) =>
    loadMirror(tx, configuration, { window, except: moving, now }),
  );
  const known = { mirror, spare: moving?.span ?? null };
  const first = decide(asking, { ...known, live: new Map() }, now);
  if (first.is !== "bookable") return first;
  const live = await lookNow(deps, { configuration, mirror, hosts: first.hosts, slot });
  return decide(asking, { ...known, live }, now);
}

function decide({ configuration, startsAt, acceptsRequest }: Asking, knowing: Knowing, now: Date): Verdict {
  const arranged = arrangeHosts(configuration, knowing, now);
  const main = mainTrouble(configuration, arranged);
  if (main !== null && !acceptsRequest) return { is: "unsound", because: main, arranged };
  const { standing } = arranged.offer;
  if (standing === "closed") return { is: "unsound", because: "closed", arranged };
  const verdict = checkRules(arranged.question, startsAt, now);
  if (verdict.is === "refused") return { is: "refused", rule: verdict.rule, arranged };
  if (standing === "request_only" && !acceptsRequest) return { is: "unsound", because: "unreadable", arranged };
  return { is: "bookable", arranged, ...modeOf(configuration, { arranged, verdict, knowing, main }) };
}

/** BKG-3. Token trouble where the event would be made: of all who could, or of one who must. */
function mainTrouble(configuration: Configuration, arranged: Arranged): "token" | null {
  const lost = configuration.hosts.filter(({ mainCalendarId }) =>
    arranged.calendars.some(({ reading }) => reading.calendarId === mainCalendarId && reading.because === "token"),
  );
  if (lost.length === 0) return null;
  return arranged.question.need === "all" || lost.length === configuration.hosts.length ? "token" : null;
}

type Judged = {
  readonly arranged: Arranged;
  readonly verdict: Extract<RuleVerdict, { is: "allowed" }>;
  readonly knowing: Knowing;
  readonly main: "token" | null;
};

function modeOf(configuration: Configuration, { arranged, verdict, knowing, main }: Judged) {
  const { hosts } = verdict;
  if (asConfigured(configuration, arranged) === "request_only") {
    const cause = arranged.offer.standing === "open" ? "by_host" : (main ?? "unreadable_calendar");
    return { hosts, mode: "by_request", cause } as const;
  }
  // Somebody whose provider does not answer may have been booked elsewhere a moment ago: others go first, then they ask.
  const unsure = new Set(
    arranged.calendars
      .filter(({ reading }) => !reading.isOptional && knowing.live.get(reading.calendarId)?.kind === "failed")
      .map(({ reading }) => reading.userId),
  );
  const sure = hosts.filter((host) => !unsure.has(host));
  const isSure = arranged.question.need === "all" ? sure.length === hosts.length : sure.length > 0;
  if (isSure) return { hosts: sure, mode: "instant", cause: null } as const;
  return { hosts, mode: "by_request", cause: "provider_silent" } as const;
}
