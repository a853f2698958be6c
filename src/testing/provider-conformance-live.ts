// The provider conformance suite against a real account. Run by scripts/verify-live.ts only: no other run finds this file.
import { describe, expect, it } from "vitest";

import { readTimes } from "@/core/calendar/event-times";
import { isProviderError } from "@/core/errors/provider-error";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { CalendarCall } from "@/core/ports/provider-call";
import type { EventDraft } from "@/core/ports/provider-write";
import { Secret } from "@/lib/secret";
import { createProviders, openSurroundings, type ProviderSettings } from "@/providers/catalog";

import { describeProvider } from "./provider-conformance";
import { readAll, type Bed, type BedPerson, type PersonEdit } from "./provider-conformance-bed";

export type LiveAccount = {
  readonly provider: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tenantId?: string;
  readonly refreshToken: string;
  readonly address: string;
  /** A calendar kept for this: everything in it is deleted. */
  readonly calendarId: string;
  readonly zone: string;
  /** Of a stand-in, to try this file itself. */
  readonly addresses?: Readonly<Record<string, string>>;
};

const account = JSON.parse(process.env["VERIFY_LIVE_ACCOUNT"] ?? "null") as LiveAccount;
const now = () => new Date(Date.now());
const unable = (what: string) => () => Promise.reject(new Error(`Nobody can ${what} at a real provider.`));

function openProvider(): CalendarProvider {
  const { provider: id, clientId, clientSecret, tenantId, addresses } = account;
  const optional = { ...(tenantId && { tenantId }), ...(addresses && { addresses }) };
  const settings = {
    [id]: { clientId, clientSecret: new Secret(clientSecret), pageSize: 4, ...optional },
  } as unknown as Partial<ProviderSettings>;
  const provider = createProviders(settings, openSurroundings(now)).get(id);
  if (provider === undefined) throw new Error(`There is no provider ${id}.`);
  return provider;
}

const rules = { signal: AbortSignal.timeout(600_000), timeoutMs: 30_000, attempt: 1, onCall: () => undefined };
let person: BedPerson | null = null;

/** There is one account: whoever is made is the same person, with an empty calendar. */
async function makePerson(provider: CalendarProvider): Promise<BedPerson> {
  person ??= await signIn(provider);
  await empty(provider, callOf(person));
  return person;
}

async function signIn(provider: CalendarProvider): Promise<BedPerson> {
  const answer = await provider.oauth?.refresh(rules, new Secret(account.refreshToken), null);
  const accessToken = String(answer?.accessToken ?? "");
  const access = { kind: "bearer", token: new Secret(accessToken) } as const;
  const { calendarId: remoteCalendarId, zone } = account;
  const edit = (what: PersonEdit) => change(provider, callOf({ access, remoteCalendarId, zone }), what);
  return { email: account.address, access, remoteCalendarId, zone, edit, secrets: [accessToken, account.refreshToken] };
}

const callOf = ({ access, remoteCalendarId, zone }: Pick<BedPerson, "access" | "remoteCalendarId" | "zone">) => ({
  ...rules,
  ...{ access, remoteCalendarId, calendarZone: zone },
});

async function empty(provider: CalendarProvider, call: CalendarCall): Promise<void> {
  const { changes } = await readAll({ provider, other: provider } as Bed, call);
  for (const event of changes.flatMap((each) => (each.kind === "event" ? [each.event] : []))) {
    const removal = { remoteId: event.series?.seriesId ?? event.remoteId, ifVersion: null };
    try {
      await provider.write?.removeEvent(call, removal, "nobody");
    } catch (error) {
      if (!isProviderError(error) || error.kind !== "already_gone") throw error;
    }
  }
}

function timesOf(start: string, end: string): EventDraft["times"] {
  const isDay = start.length === 10;
  const reading = isDay
    ? readTimes({ day: start }, { day: end }, account.zone)
    : readTimes({ time: start, zone: account.zone }, { time: end, zone: account.zone }, account.zone);
  if (!("times" in reading)) throw new Error(reading.reason);
  return reading.times;
}

const plain: Omit<EventDraft, "title" | "times"> = {
  ...{ location: "", description: "", attendees: [], withConference: false, shownAs: "busy", visibility: "default" },
};
let serial = 0;
const newMark = () => `${Date.now().toString(16)}${(serial += 1).toString(16)}`.padEnd(32, "b");

/** What a person would do by hand is done through our own writing: the other side is the real one either way. */
async function change(provider: CalendarProvider, call: CalendarCall, edit: PersonEdit): Promise<{ id: string }> {
  const { write } = provider;
  if (write === undefined) throw new Error("This provider cannot write.");
  if (edit.do === "create") {
    const draft: EventDraft = { ...plain, title: edit.title, times: timesOf(edit.start, edit.end) };
    return { id: (await write.saveEvent(call, { kind: "create", mark: newMark(), draft }, "nobody")).remoteId };
  }
  if (edit.do === "delete") {
    await write.removeEvent(call, { remoteId: edit.id, ifVersion: null }, "nobody");
    return { id: edit.id };
  }
  if (edit.do !== "change" && edit.do !== "move") throw new Error(`Nobody can ${edit.do} at a real provider.`);
  const changes = edit.do === "change" ? { title: edit.title } : { times: timesOf(edit.start, edit.end) };
  await write.saveEvent(call, { kind: "change", remoteId: edit.id, ifVersion: null, changes }, "nobody");
  return { id: edit.id };
}

async function openLiveBed(): Promise<Bed> {
  const provider = openProvider();
  await makePerson(provider);
  return {
    provider,
    other: openProvider(),
    secrets: [account.clientSecret, account.refreshToken],
    spoiledBecause: "impossible_date",
    makePerson: () => makePerson(provider),
    mend: () => Promise.resolve(),
    settle: () => new Promise((resolve) => setTimeout(resolve, 5_000)),
    play: unable("play trouble"),
    revoke: unable("revoke"),
    consent: unable("consent by itself"),
    allowPartialConsent: unable("choose what to allow"),
    listen: unable("listen"),
    close: () => (person === null ? Promise.resolve() : empty(provider, callOf(person))),
  };
}

describeProvider(`a real account of ${account.provider}`, openLiveBed);

describe("the grant", () => {
  it("refreshes and says for how long and for what", async () => {
    const answer = await openProvider().oauth?.refresh(rules, new Secret(account.refreshToken), null);
    expect(answer).toMatchObject({ tokenType: expect.stringMatching(/^bearer$/i) as string });
  });
});
