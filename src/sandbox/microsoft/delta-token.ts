import type { Call } from "../kernel/call";
import { refuse } from "./graph-errors";
import { linkOrigin, type Office } from "./office";
import type { Window } from "./series";

/** Where a round of changes stands; written into links so that no round has to be remembered here. */
export interface DeltaState {
  readonly calendarId: string;
  readonly window: Window;
  /** "all" walks the events in their order, "changes" walks the revisions after `position`. */
  readonly walk: "all" | "changes";
  readonly position: number;
  /** The revision the next round begins at, when the walk is over all events. */
  readonly baseline: number;
  readonly page: number;
  /** Ordinal of a row of the first page that a later page repeats. */
  readonly repeat: number | null;
}

type Wire = [
  calendar: string,
  from: number,
  to: number,
  walk: 0 | 1,
  position: number,
  baseline: number,
  page: number,
  repeat: number | null,
  at: number,
  epoch: number,
];

export function writeDeltaToken(office: Office, accountId: string, state: DeltaState): string {
  const wire: Wire = [
    state.calendarId,
    state.window.from,
    state.window.to,
    state.walk === "all" ? 0 : 1,
    state.position,
    state.baseline,
    state.page,
    state.repeat,
    office.ground.clock.now(),
    office.syncEpochs.get(accountId) ?? 0,
  ];
  return Buffer.from(JSON.stringify(wire)).toString("base64url");
}

/** Reads a token or answers that it is none, or that its state is lost. */
export function readDeltaToken(
  office: Office,
  call: Call,
  token: { text: string; accountId: string; lifeMs: number },
): DeltaState {
  const wire = parse(token.text);
  if (!wire) return refuse(office.ground, "BadRequest", { message: "Badly formed token." });
  const [calendarId, from, to, walk, position, baseline, page, repeat, at, epoch] = wire;
  const state: DeltaState = {
    calendarId,
    window: { from, to },
    walk: walk === 0 ? "all" : "changes",
    position,
    baseline,
    page,
    repeat,
  };
  const isOld =
    office.ground.clock.now() - at > token.lifeMs || epoch !== (office.syncEpochs.get(token.accountId) ?? 0);
  return isOld ? refuseLost(office, call, state.window) : state;
}

/** 410 in the form chosen; the other form tells where to begin anew. */
export function refuseLost(office: Office, call: Call, window: Window): never {
  const name = office.switches.lostSyncState;
  call.notes.reason = name;
  if (name === "SyncStateNotFound") return refuse(office.ground, name);
  const [from, to] = [window.from, window.to].map((ms) => encodeURIComponent(new Date(ms).toISOString()));
  const origin = linkOrigin(office, call.request.base);
  return refuse(office.ground, name, {
    headers: { location: `${origin}${call.path}?startDateTime=${from}&endDateTime=${to}&$deltatoken=` },
  });
}

function parse(text: string): Wire | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (!Array.isArray(value) || value.length !== 10 || typeof value[0] !== "string") return null;
    const numbers = value.filter((_, index) => index !== 0 && index !== 7);
    const isRepeat = value[7] === null || Number.isSafeInteger(value[7]);
    return isRepeat && numbers.every((part) => Number.isSafeInteger(part)) ? (value as unknown as Wire) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
