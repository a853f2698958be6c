// The health of an account in every state a page can be asked to show, made from a real answer by changing what differs.
type Json = Record<string, unknown>;
export type HealthAnswer = Json & { syncs: Account[]; summary: Json };
type Calendar = Json & { calendarId: string };
type Account = Json & { calendars: Calendar[] };

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** One account, changed, with all its calendars changed alike. */
function change(answer: HealthAnswer, account: Json, calendar: Json): HealthAnswer {
  const syncs = answer.syncs.map((sync) => ({
    ...{ ...sync, ...account },
    calendars: sync.calendars.map((each) => ({ ...each, ...calendar })),
  }));
  return { ...answer, syncs };
}

function trouble(state: string, cause: string, { code, action }: { code?: string; action?: string } = {}) {
  const verdict = {
    state,
    cause,
    since: minutesAgo(95),
    next: { sentence: "", at: minutesAgo(-20) },
    action: action ? { id: action, label: "", note: "" } : null,
    lastError: code
      ? {
          code,
          category: "transient",
          sentence: "",
          at: minutesAgo(4),
          requestId: "3f2a9c1e-7777-4aaa-8bbb-000000000001",
        }
      : null,
  };
  return (answer: HealthAnswer) => change(answer, verdict, { ...verdict, lastSuccess: minutesAgo(99) });
}

function rename(account: string, name: string) {
  return (answer: HealthAnswer) => change(answer, { accountEmail: account }, { name });
}

/** As many calendars as a person has at most, the last of them in trouble. */
function many(answer: HealthAnswer): HealthAnswer {
  const syncs = answer.syncs.slice(0, 1).map((sync) => ({
    ...sync,
    calendars: Array.from({ length: 40 }, (_, index) => ({
      ...(sync.calendars[0] ?? { calendarId: "" }),
      calendarId: `00000000-0000-4000-8000-0000000000${String(index).padStart(2, "0")}`,
      name: `Territory ${index + 1}`,
      ...(index === 39 && { state: "late", cause: "failing" }),
    })),
  }));
  return { ...answer, syncs };
}

const long = "Quarterly pipeline review with the whole extended leadership team of the northern region and its guests";

export const healthStates: Readonly<Record<string, (answer: HealthAnswer) => HealthAnswer>> = {
  healthy: (answer) => answer,
  reconnect: trouble("needs_reconnecting", "access_ended", { code: "grant_lost", action: "reconnect" }),
  disabled: trouble("disabled", "too_many_failures", { code: "forbidden", action: "resync" }),
  outage: trouble("provider_outage", "provider_fails", { code: "unavailable" }),
  late: trouble("late", "failing", { code: "rate_limited", action: "resync" }),
  unknown: trouble("unknown", "nobody_tried"),
  paused: trouble("paused", "paused_by_person", { action: "resume" }),
  catchingUp: (answer) =>
    change(
      answer,
      { state: "catching_up", cause: "first_read" },
      {
        ...{ state: "catching_up", cause: "first_read", isRunning: true, lastSuccess: null },
        progress: { read: 1_840, about: 20_000 },
      },
    ),
  many,
  longNames: rename(`${"first.middle.last.".repeat(5)}@a-very-long-name-of-a-company.meridian.example`, long),
  rightToLeft: rename("دانا@meridian.example", "اجتماعات فريق المبيعات الأسبوعية"),
};
