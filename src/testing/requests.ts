// A request that would succeed, for every address: what a test varies starts from here.
import { randomBytes, randomUUID } from "node:crypto";

import { addEndpoint } from "@/server/db/notifications/endpoints";
import { beat } from "@/server/db/people/instance";
import { toWebhookSecret } from "@/server/notifications/channels/sign-webhook";
import { sealPart } from "@/server/notifications/sealed-endpoint";
import { invite } from "@/server/people/invitations";
import type { Person } from "@/server/people/person";

import { createFake } from "@/providers/fake/provider";
import { FakeWorld } from "@/providers/fake/world";
import { storeGrant } from "@/server/tokens/store-grant";
import { Secret } from "@/lib/secret";

import type { Api, Ask } from "./api";
import { makeConfiguration, makeRequested } from "./booking-rows";
import { makeConnection, type Rows } from "./health-rows";
import { addMember, createPerson } from "./cast";
import { withClient } from "./database";
import { makeMeeting } from "./meeting-rows";

export type Place = { readonly workspaceId: string; readonly adminId: string };

/** Somebody new in the place, so that a test can demote or remove them; the id of the membership and of the person. */
export async function makeMember(
  api: Api,
  { workspaceId }: Place,
  role = "member",
): Promise<{ id: string; userId: string }> {
  const userId = await createPerson(api.deps.db, "Peggy");
  await addMember(api.deps.db, { workspaceId, userId, role });
  const membership = await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.membership.findFirst({ where: { userId } }),
  );
  return { id: membership?.id ?? "", userId };
}

function adminOf({ workspaceId, adminId }: Place): Person {
  return { kind: "person", user: { id: adminId }, workspace: { id: workspaceId }, role: "admin" } as Person;
}

export async function makeInvitation(
  place: Place,
  email = `carol.${randomBytes(6).toString("hex")}@example.test`,
): Promise<{ id: string; email: string; token: string }> {
  const { invitation, link } = await invite(adminOf(place), { email, role: "member" });
  return { id: invitation.id, email, token: link.slice(link.indexOf("#") + 1) };
}

async function makeSession(api: Api, { adminId }: Place): Promise<string> {
  await api.signIn(adminId);
  const rows = await api.deps.db.outsideWorkspace(
    (tx) => tx.$queryRaw<{ session_id: string }[]>`
    select session_id from system.sessions_of(${adminId}::uuid, ${api.deps.now()}) order by created_at desc limit 1`,
  );
  return rows[0]?.session_id ?? "";
}

/** A provider without a network, under a name that rows may have. */
function useFake(api: Api): FakeWorld {
  const world = new FakeWorld({ now: api.deps.now });
  const provider = { ...createFake(world), id: "google" };
  api.use({ providers: () => Promise.resolve(new Map([[provider.id, provider]])) });
  return world;
}

/** Connected at a provider that answers, with a grant that works. */
async function connectFake(api: Api, { workspaceId, adminId }: Place): Promise<Rows> {
  const world = useFake(api);
  const email = `erin.${randomUUID()}@example.test`;
  world.addAccount(email, "Europe/Berlin");
  const rows = await makeConnection(api.deps.db, { workspaceId, userId: adminId }, { at: api.deps.now() });
  const { accessToken, refreshToken } = world.signIn.grant(email, ["calendar"]);
  await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
    storeGrant(tx, api.deps, rows, {
      accessToken: new Secret(accessToken),
      accessExpiresAt: new Date(api.deps.now().getTime() + 3_600_000),
      refreshToken: new Secret(refreshToken),
      refreshExpiresAt: null,
      scopes: ["calendar"],
    }),
  );
  return rows;
}

async function makeDeadWork(api: Api, { workspaceId }: Place): Promise<string> {
  const { id } = await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.dueWork.create({
      data: {
        workspaceId,
        kind: "connection.discover",
        key: `connection.discover:${randomUUID()}`,
        dueAt: api.deps.now(),
        deadAt: api.deps.now(),
        lastError: { code: "unavailable", at: api.deps.now().toISOString() },
      },
    }),
  );
  return id;
}

async function makeAlert(api: Api, { workspaceId, adminId }: Place): Promise<string> {
  const now = api.deps.now();
  const { id } = await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.alert.create({
      data: {
        ...{ workspaceId, ruleId: "sync.delayed", dedupeKey: randomUUID(), severity: "medium", userId: adminId },
        ...{ subjectKind: "calendar", subjectId: randomUUID(), openedAt: now, lastSeenAt: now },
        evidence: { minutes: 40, usualMinutes: 15 },
      },
    }),
  );
  return id;
}

/** A webhook of the admin's own. */
async function makeEndpoint(api: Api, { workspaceId, adminId }: Place): Promise<string> {
  const where = { workspaceId, id: randomUUID() };
  await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
    addEndpoint(tx, {
      ...{ ...where, userId: adminId, channel: "webhook", name: "Mine" },
      ...{ keyId: api.deps.seal.keyId, createdAt: api.deps.now() },
      address: sealPart(api.deps, where, { column: "address", text: "https://hooks.example.com/x" }),
      secret: sealPart(api.deps, where, { column: "secret", text: toWebhookSecret(randomBytes(32)) }),
    }),
  );
  return where.id;
}

async function bookable(api: Api, place: Place): Promise<Record<string, unknown>> {
  const { calendarId } = await connectFake(api, place);
  return {
    ...{ slug: `page-${randomUUID()}`, title: "Demo", timezone: "Europe/Berlin", duration_minutes: 30 },
    weekly_hours: { "1": [{ from: "09:00", until: "17:00" }] },
    hosts: [{ user_id: place.adminId, main_calendar_id: calendarId }],
  };
}

/** Asked for, and held for the admin to decide. */
const makeBooking = (api: Api, { workspaceId, adminId }: Place) =>
  makeRequested(api.deps.db, { workspaceId, hostUserId: adminId, now: api.deps.now() });

const makeGuests = (api: Api, { workspaceId, adminId }: Place) =>
  makeRequested(api.deps.db, {
    ...{ workspaceId, hostUserId: adminId, now: api.deps.now(), guests: [`mara-${randomUUID()}@example.test`] },
  });

type Made = Pick<Ask, "params" | "body" | "query">;

type Maker = (api: Api, place: Place) => Promise<Made>;

/** The thing of that place a route is about, made anew for each call. */
const makers: Readonly<Record<string, Maker>> = {
  updateMe: () => Promise.resolve({ body: { timeZone: "Europe/Rome" } }),
  changeWorkingHours: () => Promise.resolve({ body: { weekly: { 1: [{ from: "09:00", until: "17:00" }] } } }),
  switchWorkspace: (_api, { workspaceId }) => Promise.resolve({ body: { workspaceId } }),
  endSession: async (api, place) => ({ params: { id: await makeSession(api, place) } }),
  changeRole: async (api, place) => ({ params: { id: (await makeMember(api, place)).id }, body: { role: "manager" } }),
  removeMember: async (api, place) => ({ params: { id: (await makeMember(api, place)).id } }),
  invite: () => Promise.resolve({ body: { email: `dave.${randomUUID()}@example.test`, role: "member" } }),
  revokeInvitation: async (_api, place) => ({ params: { id: (await makeInvitation(place)).id } }),
  lookUpInvitation: async (_api, place) => ({ body: { token: (await makeInvitation(place)).token } }),
  acceptInvitation: async (_api, place) => ({ body: { token: (await makeInvitation(place)).token } }),
  createKey: () => Promise.resolve({ body: { name: "Machine", scopes: ["members:read"] } }),
  revokeKey: async (api, { workspaceId, adminId }) => ({
    params: { id: (await api.keyFor(workspaceId, adminId, [])).id },
  }),
  ...Object.fromEntries(
    [
      "readPushHealth",
      "readPushMetrics",
      "readPushLog",
      "stopPush",
      "recreatePush",
      "verifyPush",
      "testPush",
      "repairPush",
    ].map((name): [string, Maker] => [
      name,
      async (api, place) => {
        await connectFake(api, place);
        return { params: { userId: place.adminId } };
      },
    ]),
  ),
  readRuns: async (api, place) => ({ params: { id: (await connectFake(api, place)).calendarId } }),
  readQuarantine: async (api, place) => ({ params: { id: (await connectFake(api, place)).calendarId } }),
  retrySetAside: async (api, place) => {
    const { workspaceId, calendarId } = await connectFake(api, place);
    const [remoteId, now] = ["of/another=kind", api.deps.now()];
    await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
      tx.quarantinedEvent.create({
        data: { workspaceId, calendarId, remoteId, reasonCode: "no_start", firstSeenAt: now, lastSeenAt: now },
      }),
    );
    return { params: { id: calendarId, remoteId }, body: {} };
  },
  decideHeld: async (api, place) => {
    const { workspaceId, calendarId } = await connectFake(api, place);
    await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
      tx.calendarSyncState.updateMany({ where: { calendarId }, data: { heldAt: api.deps.now() } }),
    );
    return { params: { id: calendarId }, body: { decision: "reject" } };
  },
  noteOutcome: async (api, place) => {
    const startsAt = new Date(api.deps.now().getTime() - 3_600_000);
    const id = await makeMeeting(api.deps.db, await connectFake(api, place), { userId: place.adminId, startsAt });
    return { params: { id }, body: { outcome: "held", note: "They start with two teams." } };
  },
  markRead: (api) => Promise.resolve({ body: { upTo: api.deps.now().toISOString() } }),
  changeNotificationSettings: () =>
    Promise.resolve({
      body: { channel: "email", isEnabled: true, minimumSeverity: "high", quietFrom: null, quietUntil: null },
    }),
  createEndpoint: () =>
    Promise.resolve({ body: { channel: "webhook", name: "Operations", address: "https://hooks.example.com/x" } }),
  removeEndpoint: async (api, place) => ({ params: { id: await makeEndpoint(api, place) } }),
  changeSecret: async (api, place) => ({ params: { id: await makeEndpoint(api, place) } }),
  listSent: async (api, place) => ({ params: { id: await makeEndpoint(api, place) } }),
  replayDelivery: async (api, place) => {
    const { workspaceId, adminId: userId } = place;
    const endpointId = await makeEndpoint(api, place);
    const { id } = await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
      tx.delivery.create({
        data: {
          ...{ workspaceId, userId, endpointId, channel: "webhook", kind: "test", state: "failed" },
          ...{ dedupeKey: randomUUID(), createdAt: api.deps.now() },
        },
      }),
    );
    return { params: { id } };
  },
  sendTest: () => Promise.resolve({ body: { channel: "email" } }),
  changeAlertRule: () => Promise.resolve({ body: { id: "sync.failing", isOn: true, parameters: { failures: 5 } } }),
  readPersonHealth: (_api, { adminId }) => Promise.resolve({ params: { userId: adminId } }),
  listAlerts: (_api, { adminId }) => Promise.resolve({ params: { id: adminId } }),
  resolveAlert: async (api, place) => ({ params: { id: await makeAlert(api, place) } }),
  acknowledgeAlert: async (api, place) => ({ params: { id: await makeAlert(api, place) } }),
  snoozeAlert: async (api, place) => ({ params: { id: await makeAlert(api, place) }, body: { minutes: 60 } }),
  resync: () => Promise.resolve({ body: { provider: "google" } }),
  renameWorkspace: () => Promise.resolve({ body: { name: "Renamed" } }),
  reportPolicyViolation: () => Promise.resolve({ body: { "csp-report": { "violated-directive": "script-src" } } }),
  startConnect: (api) => {
    useFake(api);
    return Promise.resolve({ params: { provider: "google" }, body: {} });
  },
  checkTokens: () => Promise.resolve({ params: { provider: "google" } }),
  refreshTokens: () => Promise.resolve({ params: { provider: "google" } }),
  finishConnect: () => Promise.resolve({ params: { provider: "google" } }),
  changeConnection: async (api, place) => ({
    params: { id: (await connectFake(api, place)).connectionId },
    body: { isPaused: true },
  }),
  disconnect: async (api, place) => ({
    params: { id: (await connectFake(api, place)).connectionId },
    query: { keepEvents: "true" },
  }),
  discoverCalendars: async (api, place) => ({ params: { id: (await connectFake(api, place)).connectionId } }),
  changeCalendar: async (api, place) => ({
    params: { id: (await connectFake(api, place)).calendarId },
    body: { windowFutureDays: 90 },
  }),
  createConfiguration: async (api, place) => ({ body: await bookable(api, place) }),
  previewConfiguration: async (api, place) => ({ body: await bookable(api, place) }),
  replaceConfiguration: async (api, place) => ({
    params: { id: await makeConfiguration(api.deps.db, place) },
    body: await bookable(api, place),
  }),
  removeConfiguration: async (api, place) => ({ params: { id: await makeConfiguration(api.deps.db, place) } }),
  decideBooking: async (api, place) => ({
    params: { id: (await makeBooking(api, place)).id },
    body: { decision: "decline" },
  }),
  lookUpBooking: async (api, place) => ({ body: { token: (await makeBooking(api, place)).token } }),
  cancelByLink: async (api, place) => ({ body: { token: (await makeBooking(api, place)).token } }),
  moveByLink: async (api, place) => ({
    body: { token: (await makeBooking(api, place)).token, start: "2030-01-01T10:00:00Z" },
  }),
  lookUpGuests: async (api, place) => ({ body: { token: (await makeGuests(api, place)).token } }),
  inviteGuests: async (api, place) => ({ body: { token: (await makeGuests(api, place)).token } }),
  bookAppointment: async (api, place) => ({
    params: { id: await makeConfiguration(api.deps.db, place) },
    body: { start: "2030-01-01T10:00:00Z", name: "Victor", email: "victor@example.test" },
  }),
  checkAvailability: async (api, place) => ({ params: { id: await makeConfiguration(api.deps.db, place) }, body: {} }),
  replayDeadWork: async (api, place) => ({ params: { id: await makeDeadWork(api, place) } }),
  discardDeadWork: async (api, place) => ({ params: { id: await makeDeadWork(api, place) } }),
  readOverseenCalendars: async (api, place) => ({ params: { id: (await connectFake(api, place)).connectionId } }),
  remindPerson: async (api, place) => {
    const { workspaceId, connectionId } = await connectFake(api, place);
    await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
      tx.connection.updateMany({ where: { id: connectionId }, data: { status: "needs_reconnecting" } }),
    );
    return { params: { workspaceId, id: connectionId } };
  },
  decideDeadWork: async (api, place) => ({
    params: { workspaceId: place.workspaceId, id: await makeDeadWork(api, place) },
    body: { decision: "replay" },
  }),
  resetBreaker: async (api, place) => {
    const { workspaceId, connectionId } = await connectFake(api, place);
    const key = `read:${connectionId}`;
    await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
      tx.breaker.create({
        data: { workspaceId, key, provider: "google", connectionId, state: "open", changedAt: api.deps.now() },
      }),
    );
    return { params: { workspaceId }, body: { key } };
  },
  ready: async (api) => {
    await clearDue(api);
    await api.deps.db.outsideWorkspace((tx) =>
      beat(tx, { id: randomUUID(), kind: "worker", name: "test", version: "0" }, api.deps.now()),
    );
    return {};
  },
};

/** Nobody works off here what requests have made due, and an old queue is a part that is down. */
export function clearDue({ database }: Api): Promise<void> {
  return withClient(database.url, async (client) => {
    await client.query("set role daykeeper_system");
    await client.query("delete from due_work");
    await client.query("update calendar_sync_states set next_sync_at = null");
  });
}

export function makeRequest(api: Api, routeId: string, place: Place): Promise<Made> {
  return makers[routeId]?.(api, place) ?? Promise.resolve({});
}
