import { randomBytes, randomUUID } from "node:crypto";

import type { Database, Tx } from "@/server/db/open-database";

import { testNow } from "./cast";

const hash = () => randomBytes(32);
const hour = (count: number) => new Date(testNow.getTime() + count * 3_600_000);

export type Filled = {
  workspaceId: string;
  userId: string;
  connectionId: string;
  calendarId: string;
  configurationId: string;
  bookingId: string;
};

async function fillConnection(tx: Tx, ids: Filled): Promise<void> {
  const { workspaceId, userId, connectionId, calendarId } = ids;
  await tx.connection.create({
    data: {
      workspaceId,
      id: connectionId,
      userId,
      provider: "google",
      remoteAccountId: randomUUID(),
      grantedScopes: ["read"],
    },
  });
  await tx.credential.create({
    data: { workspaceId, connectionId, kind: "oauth", keyId: "k1", accessToken: hash(), refreshToken: hash() },
  });
  await tx.connectAttempt.create({
    data: {
      workspaceId,
      userId,
      sessionId: randomUUID(),
      provider: "google",
      stateHash: hash(),
      keyId: "k1",
      codeVerifier: hash(),
      expiresAt: hour(1),
    },
  });
  await tx.calendar.create({
    data: {
      workspaceId,
      id: calendarId,
      connectionId,
      remoteId: "primary",
      name: "Work",
      isPrimary: true,
      isSelected: true,
    },
  });
}

async function fillSync(tx: Tx, { workspaceId, userId, calendarId }: Filled): Promise<void> {
  const remoteId = "remote-1";
  await tx.calendarSyncState.create({
    data: {
      workspaceId,
      calendarId,
      provider: "google",
      cursorKind: "sync_token",
      cursor: "token",
      nextSyncAt: hour(0),
    },
  });
  await tx.syncReadItem.create({ data: { workspaceId, calendarId, readId: randomUUID(), remoteId } });
  await tx.syncRun.create({
    data: { workspaceId, calendarId, trigger: "schedule", kind: "full", fence: 1, startedAt: testNow },
  });
  await tx.event.create({
    data: {
      workspaceId,
      calendarId,
      userId,
      remoteId,
      icalUid: "uid-1",
      fingerprint: hash(),
      startsAt: hour(1),
      endsAt: hour(2),
      title: "Private",
      isMeeting: true,
    },
  });
  await tx.meetingDay.create({ data: { workspaceId, calendarId, day: testNow, meetings: 2 } });
  await tx.removedEvent.create({
    data: { workspaceId, calendarId, remoteId: "remote-2", startsAt: hour(1), cause: "deleted", removedAt: testNow },
  });
  await tx.quarantinedEvent.create({
    data: {
      workspaceId,
      calendarId,
      remoteId: "remote-3",
      reasonCode: "bad_time",
      firstSeenAt: testNow,
      lastSeenAt: testNow,
    },
  });
  await tx.eventWrite.create({
    data: { workspaceId, calendarId, userId, operation: "create", remoteId: "remote-4", patch: {} },
  });
  await tx.conflict.create({
    data: { workspaceId, calendarId, userId, remoteId, fields: ["title"], base: {}, ours: {}, theirs: {} },
  });
  await tx.meeting.create({ data: { workspaceId, icalUid: "uid-1", startsAt: hour(1), endsAt: hour(2) } });
}

async function fillPushAndHealth(tx: Tx, { workspaceId, userId, calendarId }: Filled): Promise<void> {
  const channelId = randomUUID();
  await tx.channel.create({
    data: {
      workspaceId,
      id: channelId,
      calendarId,
      provider: "google",
      remoteChannelId: randomUUID(),
      secretHash: hash(),
      state: "active",
    },
  });
  await tx.notification.create({
    data: { workspaceId, channelId, kind: "change", deliveryKey: "1", receivedAt: testNow },
  });
  await tx.healthTransition.create({
    data: {
      workspaceId,
      subjectKind: "calendar",
      subjectId: calendarId,
      userId,
      fromStatus: "unknown",
      toStatus: "healthy",
      at: testNow,
    },
  });
  await tx.monitoringResult.create({
    data: { workspaceId, subjectKind: "calendar", subjectId: calendarId, bucket: "hour", startsAt: testNow },
  });
  await tx.alert.create({
    data: {
      workspaceId,
      ruleId: "sync_delayed",
      dedupeKey: calendarId,
      severity: "medium",
      subjectKind: "calendar",
      subjectId: calendarId,
      openedAt: testNow,
      lastSeenAt: testNow,
    },
  });
  await tx.notificationPreference.create({ data: { workspaceId, userId, channel: "email" } });
  await tx.notificationEndpoint.create({
    data: { workspaceId, channel: "slack", name: "Team", keyId: "k1", address: hash() },
  });
  await tx.delivery.create({
    data: { workspaceId, dedupeKey: randomUUID(), channel: "in_app", kind: "alert", userId },
  });
  await tx.workspaceSetting.create({ data: { workspaceId, key: "retention", value: { days: 90 } } });
}

async function fillBooking(
  tx: Tx,
  { workspaceId, userId, calendarId, configurationId, bookingId }: Filled,
): Promise<void> {
  await tx.bookingConfiguration.create({
    data: {
      workspaceId,
      id: configurationId,
      slug: `meet-${configurationId}`,
      title: "Meet",
      timeZone: "UTC",
      durationMinutes: 30,
      slotStepMinutes: 30,
      weeklyHours: {},
    },
  });
  await tx.bookingHost.create({ data: { workspaceId, configurationId, userId } });
  await tx.bookingCalendar.create({ data: { workspaceId, configurationId, calendarId } });
  await tx.booking.create({
    data: {
      workspaceId,
      id: bookingId,
      configurationId,
      startsAt: hour(24),
      endsAt: hour(25),
      visitorName: "Victor",
      visitorEmail: "victor@example.test",
      visitorZone: "UTC",
      manageTokenHash: hash(),
    },
  });
  await tx.bookingLink.create({ data: { workspaceId, tokenHash: hash(), bookingId, expiresAt: hour(24) } });
  await tx.bookedTime.create({
    data: { workspaceId, bookingId, hostUserId: userId, startsAt: hour(24), endsAt: hour(25) },
  });
  await tx.idempotencyKey.create({
    data: { workspaceId, scope: "book", keyHash: hash(), requestHash: hash(), expiresAt: hour(24) },
  });
}

async function fillWork(tx: Tx, { workspaceId, connectionId, userId }: Filled): Promise<void> {
  await tx.dueWork.create({ data: { workspaceId, kind: "token.refresh", key: "1", dueAt: testNow } });
  await tx.breaker.create({ data: { workspaceId, key: "google:list", provider: "google", changedAt: testNow } });
  await tx.callCount.create({ data: { workspaceId, provider: "google", endpointClass: "read", hour: testNow } });
  await tx.rateBudget.create({ data: { workspaceId, key: "project", provider: "google" } });
  const ends = [
    {
      workspace_id: workspaceId,
      connection_id: connectionId,
      provider: "google",
      ended_at: testNow,
      is_failing: false,
    },
  ];
  await tx.$queryRaw`select * from system.note_calls('[]', ${JSON.stringify(ends)}::jsonb, '{}', ${testNow})`;
  await tx.invitation.create({
    data: {
      workspaceId,
      email: "guest@example.test",
      role: "member",
      tokenHash: hash(),
      invitedBy: userId,
      expiresAt: hour(24),
    },
  });
  await tx.apiKey.create({
    data: { workspaceId, name: "CI", prefix: "dk_1", keyHash: hash(), scopes: [], createdBy: userId },
  });
  await tx.$queryRaw`select system.append_audit(${workspaceId}::uuid, 'person', ${userId}, 'test.filled', null, null, '{}'::jsonb, null, ${testNow})`;
}

/** One row in every table of a tenant, made as the application makes them. A table without a row here fails a test. */
export async function fillEveryTable(
  db: Database,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): Promise<Filled> {
  const ids = {
    workspaceId,
    userId,
    connectionId: randomUUID(),
    calendarId: randomUUID(),
    configurationId: randomUUID(),
    bookingId: randomUUID(),
  };
  await db.inWorkspace({ workspaceId, userId }, async (tx) => {
    for (const fill of [fillConnection, fillSync, fillPushAndHealth, fillBooking, fillWork]) await fill(tx, ids);
  });
  return ids;
}
