import { describe, expect, it } from "vitest";
import { admitEvent } from "../calendar/admit-event";
import type { RemoteEvent } from "../calendar/event";
import { ProviderError } from "../errors/provider-error";
import type { BusyAnswer, FreeBusyPort } from "./free-busy";
import {
  callTimeouts,
  longestAnswerBytes,
  type AccountCall,
  type CalendarCall,
  type CallFact,
  type CallRules,
} from "./provider-call";
import type {
  CalendarProvider,
  ChangePage,
  PageMark,
  ProviderAbilities,
  ProviderLimits,
  ReadRequest,
  RemoteChange,
  SyncCursor,
} from "./calendar-provider";
import type { AuthorizeRequest, Callback, CodeExchange, OAuthPort, RemoteIdentity } from "./provider-oauth";
import type { ChannelRequest, Delivery, DeliveryRequest, Notice, PushPort, RemoteChannel } from "./provider-push";
import type { EventDraft, EventRemoval, EventSave, Notify, WritePort } from "./provider-write";

const limits: ProviderLimits = {
  readsPerMinute: 100,
  writesPerMinute: 60,
  concurrentCalls: 4,
  pageSize: 250,
  longestWindowMs: 1e12,
};
const abilities: ProviderAbilities = { hasDelta: true, updatedAtOnlyGrows: true, replacesSeries: false };
const event = (remoteId: string): RemoteEvent => {
  const admission = admitEvent(
    { remoteId, remoteVersion: "1", start: { day: "2026-01-26" }, end: { day: "2026-01-27" } },
    "UTC",
  );
  if (admission.kind !== "event") throw new Error(admission.setAside.reason);
  return admission.event;
};

/** The least that is a provider: it reads, in pages, and can go on in another process. */
function makeReader(days: readonly string[]): CalendarProvider {
  const pageAt = (index: number): ChangePage => {
    const changes: readonly RemoteChange[] = days
      .slice(index, index + 1)
      .map((id) => ({ kind: "event", event: event(id) }));
    const mark: PageMark = String(index + 1);
    const cursor: SyncCursor = `after-${days.length}`;
    return { changes, next: index + 1 < days.length ? { kind: "page", mark } : { kind: "end", cursor } };
  };
  const report = (call: CallRules, outcome: CallFact["outcome"]) =>
    call.onCall({
      provider: "reader",
      operation: "listChanges",
      endpoint: "GET /changes",
      startedAt: new Date(0),
      durationMs: 1,
      status: 200,
      outcome,
      attempt: call.attempt,
      requestId: null,
      receivedBytes: 0,
    });
  return {
    id: "reader",
    party: "Reader",
    product: "Reader Calendar",
    limits,
    abilities,
    listCalendars: () => Promise.resolve([]),
    listChanges: (call: CalendarCall, request: ReadRequest) => {
      report(call, "ok");
      return Promise.resolve(pageAt(request.from.kind === "page" ? Number(request.from.mark) : 0));
    },
    readEvent: (_: CalendarCall, remoteId) =>
      Promise.reject(new ProviderError("not_found", { provider: "reader", operation: "readEvent", reason: remoteId })),
  };
}

/** Every optional group, so that each can be filled on its own. */
const write: WritePort = {
  saveEvent: (_: CalendarCall, save: EventSave, notify: Notify) => {
    const draft: Partial<EventDraft> = save.kind === "create" ? save.draft : save.changes;
    return Promise.resolve({
      ...event(save.kind === "create" ? save.mark : save.remoteId),
      title: `${draft.title} ${notify}`,
    });
  },
  removeEvent: (_: CalendarCall, { remoteId }: EventRemoval) =>
    remoteId === "" ? Promise.reject(new Error("no id")) : Promise.resolve(),
};
const identity: RemoteIdentity = {
  issuer: "https://issuer.test",
  subject: "alice",
  email: "alice@example.com",
  name: "Alice",
};
const answer = { accessToken: "access-token", tokenType: "Bearer", expiresInSeconds: 3_600 };
const oauth: OAuthPort = {
  needs: [],
  spelling: { prefixes: [], unlisted: [] },
  grantIdleMs: null,
  grantLifeMs: null,
  authorizeUrl: ({ state, nonce }: AuthorizeRequest) => `https://issuer.test/authorize?state=${state}&nonce=${nonce}`,
  readCallback: (query): Callback => {
    const code = query.get("code");
    return code === null
      ? { kind: "unreadable" }
      : { kind: "code", code: { reveal: () => code }, state: query.get("state") ?? "", issuer: null };
  },
  acceptsIssuer: (issuer) => issuer === identity.issuer,
  exchangeCode: (_: CallRules, __: CodeExchange) => Promise.resolve({ answer, identity }),
  refresh: () => Promise.resolve(answer),
};
const channel: RemoteChannel = { remoteChannelId: "c1", remoteResourceId: null, expiresAt: new Date(0) };
const notice: Notice = {
  remoteChannelId: "c1",
  remoteResourceId: null,
  presentedSecret: "s",
  what: "changed",
  deliveryId: null,
};
const push: PushPort = {
  longestChannelMs: 1,
  covers: "calendar",
  mayOverlap: true,
  openChannel: (_: AccountCall, { until }: ChannelRequest) => Promise.resolve({ ...channel, expiresAt: until }),
  closeChannel: () => Promise.resolve(),
  readDelivery: ({ body }: DeliveryRequest): Delivery =>
    body === "" ? { kind: "unreadable" } : { kind: "notices", notices: [notice] },
};
const freeBusy: FreeBusyPort = {
  by: "calendar",
  mostCalendars: 50,
  longestWindowMs: 1,
  readBusy: (_, ids) =>
    Promise.resolve(new Map(ids.map((id): [string, BusyAnswer] => [id, { kind: "failed", because: "not_found" }]))),
};

const facts: CallFact[] = [];
const call: CalendarCall = {
  signal: AbortSignal.timeout(1_000),
  timeoutMs: callTimeouts.firstMs,
  attempt: 1,
  onCall: (fact) => facts.push(fact),
  access: { kind: "basic", username: "alice", password: { reveal: () => "secret" } },
  remoteCalendarId: "c",
  calendarZone: "UTC",
};
const window = { from: new Date("2026-01-01"), to: new Date("2026-12-31") };

describe("the port", () => {
  it("SYN-6 a listing goes on from its mark alone, in whatever process", async () => {
    const first = await makeReader(["a", "b"]).listChanges(call, { window, from: { kind: "start" } });
    if (first.next.kind !== "page") throw new Error("one page only");
    const second = await makeReader(["a", "b"]).listChanges(call, {
      window,
      from: { kind: "page", mark: first.next.mark },
    });
    expect(second).toMatchObject({ changes: [{ event: { remoteId: "b" } }], next: { kind: "end", cursor: "after-2" } });
  });

  it("RES-7 tells of every request, with neither token nor content", async () => {
    facts.length = 0;
    await makeReader(["a"]).listChanges(call, { window, from: { kind: "start" } });
    expect(facts).toHaveLength(1);
    expect(JSON.stringify(facts)).not.toMatch(/secret|alice/);
  });

  it("PLT-4 a provider that only reads leaves out the groups it cannot fill, and another fills them one by one", () => {
    const reader = makeReader([]);
    const able: CalendarProvider = { ...reader, write, oauth, push, freeBusy };
    const groups = (provider: CalendarProvider) =>
      (["write", "oauth", "push", "freeBusy"] as const).filter((group) => provider[group] !== undefined);
    expect([groups(reader), groups(able)]).toEqual([[], ["write", "oauth", "push", "freeBusy"]]);
    expect(able.oauth?.revoke).toBeUndefined();
    expect(able.push?.extendChannel).toBeUndefined();
  });

  it("RES-6 waits 30 s for a first try, 60 s for a retry, and reads no more than 32 MB", () => {
    expect([callTimeouts, longestAnswerBytes]).toEqual([{ firstMs: 30_000, retryMs: 60_000 }, 33_554_432]);
  });
});
