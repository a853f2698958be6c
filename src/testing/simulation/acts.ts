// How each step is carried out.
import { lookForAlerts } from "@/server/alerts/look-for-alerts";
import { changeCalendar } from "@/server/connections/change-calendar";
import { changeConnection } from "@/server/connections/change-connection";
import { disconnect } from "@/server/connections/disconnect";
import { keepConnection } from "@/server/connections/keep-connection";
import { facts } from "@/providers/fake/facts";
import { decideHeldDeletion, retrySetAside } from "@/server/health/histories";
import { Problem } from "@/server/http/problem";
import { requestSync } from "@/server/sync/request-sync";
import { planUnwatched } from "@/server/push/find-unwatched";
import { refreshNow } from "@/server/tokens/refresh-now";
import { settleCalls } from "@/server/resilience/write-notes";
import { workCatalog, type WorkName } from "@/core/work/catalog";
import { createBell } from "@/server/work/bell";
import { keepFilling } from "@/server/work/run-work";
import { Slots } from "@/server/work/slots";
import { createTally } from "@/server/work/tally";

import { createDice } from "./dice";
import { editBy } from "./edits";
import { nextDue } from "./audit";
import { forge } from "./post";
import type { SimProcess } from "./process";
import { book, changeBooking, touchByHost } from "./visitors";
import { grantFrom, type Scene, type SimAccount, type SimCalendar } from "./scene";
import type { Step } from "./steps";

const kinds = Object.keys(workCatalog) as WorkName[];

/** A worker looks for what is due, unless it is at it already. */
function startWork(scene: Scene, process: SimProcess): void {
  if (process.running !== null || process.isDead) return;
  process.running = workUntilIdle(scene, process)
    .catch((error: unknown) => {
      scene.witness.bug("A run threw", error);
    })
    .finally(() => {
      process.running = null;
    });
}

/** As `runWork` does, but for the report at its end, which would cost more than the rest of a look at nothing. */
async function workUntilIdle({ handlers }: Scene, { deps, leaving: { signal } }: SimProcess): Promise<void> {
  const bell = createBell();
  const slots = new Slots(deps, { handlers, concurrency: 4, kinds, tally: createTally(), bell });
  try {
    await keepFilling(deps, slots, { signal, bell, endsWhenIdle: true });
  } finally {
    await slots.close("leaving");
    await settleCalls(deps);
  }
}

/** What a person asks for runs in the process that answers people; what it cannot do it says. */
export function ask({ web, witness }: Scene, run: (process: SimProcess) => Promise<unknown>): void {
  const process = web();
  void run(process).catch((error: unknown) => {
    if (!(error instanceof Problem)) witness.bug("A request threw", error);
  });
}

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error("There is nothing there.");
  return found;
};

type Act<Do extends Step["do"]> = (scene: Scene, step: Extract<Step, { do: Do }>) => void | Promise<void>;
type Acts = { readonly [Do in Step["do"]]: Act<Do> };

const calendarOf = (scene: Scene, { calendar }: { readonly calendar: number }): SimCalendar =>
  at(scene.calendars, calendar);
const accountOf = (scene: Scene, { account }: { readonly account: number }): SimAccount => at(scene.accounts, account);

async function change(scene: Scene, step: Extract<Step, { do: "cancel_booking" | "move_booking" }>): Promise<void> {
  const run = await changeBooking(scene, step);
  if (run !== undefined) ask(scene, ({ deps }) => run(deps));
}

const acts: Acts = {
  edit: (scene, step) => {
    const calendar = scene.world.calendars.get(calendarOf(scene, step).remoteId);
    if (calendar === undefined) return;
    const now = scene.timeline.theirNow();
    for (const [index, kind] of step.edits.entries())
      editBy(kind, scene.world, { calendar, pick: (step.pick * (1 + 3.7 * index)) % 1, now });
  },
  fault: ({ world }, { is, at: operation, count, restMs }) => {
    const isSpecial = is === "silence" || is === "lost_answer" || is === "page_circle";
    world.play({
      operation,
      count,
      is: isSpecial ? is : { kind: is, ...(restMs > 0 ? { retryAfterMs: restMs } : {}) },
    });
  },
  mend: ({ world }) => {
    world.mend();
  },
  expire_cursors: ({ world }) => {
    world.expireCursors();
  },
  work: (scene, { worker }) => {
    startWork(scene, scene.worker(worker));
  },
  live: (scene, { ms, chance }) => live(scene, scene.timeline.nowMs + ms, chance),
  leap: ({ timeline, witness }, { ms }) => {
    // Whoever rests is not held up.
    const { isBusy } = timeline;
    timeline.leap(ms);
    if (isBusy) witness.noteLeap();
  },
  crash: (scene, { worker, after, how }) => {
    const process = scene.worker(worker);
    process.dying = { turns: after, how };
    startWork(scene, process);
  },
  deploy: (scene) => {
    scene.deploy();
  },
  set_back: ({ timeline }, { ms }) => {
    timeline.setBack(ms);
  },
  lose_database: ({ weather }, { requests, how }) => {
    Object.assign(weather, { losses: requests, how });
  },
  outage: ({ world, timeline, accounts }, { account, is, ms }) => {
    const email = account === null ? {} : { email: at(accounts, account).email };
    world.play({ ...email, is: { kind: is }, until: new Date(timeline.passedMs + ms) });
  },
  empty_listing: async (scene, step) => {
    const { account } = calendarOf(scene, step);
    scene.world.play({ operation: "listChanges", email: account.email, is: "empty_listing", count: step.count });
    await carryOutNow(scene, { ...step, do: "resync", isFull: true });
  },
  disconnect: (scene, step) => {
    const { connectionId, email } = accountOf(scene, step);
    const { keepEvents } = step;
    const asked = {};
    scene.witness.wishes.set(email, asked);
    scene.witness.excuse(email, "revoked");
    ask(scene, async () => {
      await disconnect(scene.person, connectionId, keepEvents);
      if (scene.witness.wishes.get(email) === asked) scene.ended.set(email, { keepEvents });
    });
  },
  resync: (scene, step) => {
    const { workspaceId } = scene.database;
    const { id } = calendarOf(scene, step);
    ask(scene, ({ deps }) =>
      deps.db.inWorkspace({ workspaceId }, (tx) =>
        requestSync(tx, {
          ...{ workspaceId, calendarIds: [id], trigger: "manual", priority: 2, now: deps.now(), isFull: step.isFull },
        }),
      ),
    );
  },
  choose: (scene, step) => {
    ask(scene, () => changeCalendar(scene.person, calendarOf(scene, step).id, { isSelected: step.yes }));
  },
  pause_calendar: (scene, step) => {
    ask(scene, () => changeCalendar(scene.person, calendarOf(scene, step).id, { isPaused: step.yes }));
  },
  pause_account: (scene, step) => {
    ask(scene, () => changeConnection(scene.person, accountOf(scene, step).connectionId, { isPaused: step.yes }));
  },
  reconnect: (scene, step) => {
    reconnect(scene, accountOf(scene, step));
  },
  revoke: (scene, step) => {
    const { email } = accountOf(scene, step);
    scene.witness.excuse(email, "revoked");
    scene.world.signIn.revokeAccount(email);
  },
  refresh_now: (scene, step) => {
    const { connectionId } = accountOf(scene, step);
    const where = { workspaceId: scene.database.workspaceId, connectionId };
    ask(scene, ({ deps }) => refreshNow(deps, where, { signal: new AbortController().signal, isInsisting: true }));
  },
  decide: (scene, step) => {
    if (step.approve) scene.witness.approved.add(calendarOf(scene, step).id);
    ask(scene, ({ deps }) =>
      decideHeldDeletion(
        { deps, caller: scene.person, calendarId: calendarOf(scene, step).id },
        { decision: step.approve ? "approve" : "reject" },
      ),
    );
  },
  book: (scene, step) => {
    ask(scene, ({ deps }) => book(scene, deps, step));
  },
  cancel_booking: change,
  move_booking: change,
  host: touchByHost,
  mute: ({ world, post, calendars }, { calendar }) => {
    const { remoteId } = at(calendars, calendar);
    for (const channel of world.channels.values())
      if (channel.remoteCalendarId === remoteId) post?.muted.add(channel.id);
  },
  forge: (scene, step) => {
    forge(scene, calendarOf(scene, step).remoteId);
  },
  tend,
  crash_web: ({ web }, { after, how }) => {
    web().dying = { turns: after, how };
  },
  retry_event: (scene, step) => {
    const { id, remoteId } = calendarOf(scene, step);
    const records = scene.world.calendars.get(remoteId)?.records ?? [];
    if (records.length === 0) return;
    const record = at(records, Math.floor(step.pick * records.length));
    ask(scene, ({ deps }) => retrySetAside({ deps, caller: scene.person, calendarId: id }, record.id));
  },
};

const carryOutNow = (scene: Scene, step: Step) => (acts[step.do] as Act<Step["do"]>)(scene, step as never);

export async function carryOut(scene: Scene, step: Step): Promise<void> {
  scene.trace(`step ${step.do} at ${scene.timeline.nowMs}`);
  await carryOutNow(scene, step);
  await scene.timeline.go(step.turns, { dice: createDice(step.chance) });
  for (const process of scene.workers())
    if (process.leaving.signal.aborted && process.running === null) scene.restart(process);
}

export function tend(scene: Scene): void {
  ask(scene, ({ deps }) => lookForAlerts(deps));
  if (scene.post !== null) ask(scene, ({ deps }) => planUnwatched(deps, new AbortController().signal));
}

/** A person goes through the consent page once more. */
function reconnect(scene: Scene, account: SimAccount): void {
  const { world, timeline, person, database, witness } = scene;
  const { workspaceId } = database;
  const { email, connectionId, scopes } = account;
  const excuses = witness.excuses.get(email) ?? witness.excusesBefore.get(email);
  if (witness.excuses.delete(email)) witness.lostOnce.add(email);
  if (excuses) witness.excusesBefore.set(email, excuses);
  witness.wishes.delete(email);
  scene.ended.delete(email);
  const grant = grantFrom(world.signIn.grant(email, scopes), timeline);
  const identity = { issuer: "https://fake.example", subject: `subject-of-${email}`, email, name: null };
  ask(scene, async ({ deps }) => {
    await deps.db.inWorkspace({ workspaceId }, (tx) =>
      keepConnection(tx, deps, {
        ...{ person, workspaceId, provider: facts.id, repairs: connectionId },
        consent: { identity, grant, missing: [], mayWrite: true },
      }),
    );
    if (witness.excusesBefore.get(email) === excuses) witness.excusesBefore.delete(email);
    // It may have waited while a later wish was carried out.
    scene.ended.delete(email);
  });
}

/** Works at each moment at which something is due, until the time given or until told that it is enough. */
export async function live(
  scene: Scene,
  untilMs: number,
  chance: number,
  isEnough: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<void> {
  const { timeline } = scene;
  const dice = createDice(chance);
  await timeline.go(4_000, { dice });
  // While a provider asks for hours of rest, each booking that waits for it is looked at every two minutes.
  for (let rounds = 0; rounds < 1_500; rounds += 1) {
    const dueMs = await nextDue(scene);
    if (dueMs === null || dueMs > untilMs) break;
    if (dueMs > timeline.nowMs) timeline.leap(dueMs - timeline.nowMs);
    const process = scene.worker(dice.below(3));
    if (process.leaving.signal.aborted) scene.restart(process);
    startWork(scene, scene.worker(dice.below(3)));
    await timeline.go(4_000, { dice });
    if (await isEnough()) return;
  }
  if (timeline.nowMs < untilMs) timeline.leap(untilMs - timeline.nowMs);
}
