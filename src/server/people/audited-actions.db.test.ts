import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import type { Secret } from "@/lib/secret";
import { beginSession } from "@/server/auth/begin-session";
import { resolveIdentity } from "@/server/auth/resolve-identity";
import { becomeAuditor } from "@/server/db/audit/all-chains";
import { findUser, type FoundUser } from "@/server/db/people/users";
import { catalog } from "@/server/http/catalog";
import { isMutation, type Contract } from "@/server/http/contract";
import { useApi } from "@/testing/api";
import { createPerson } from "@/testing/cast";
import { makeInvitation, makeRequest } from "@/testing/requests";

import { auditActions, type AuditAction } from "./audit-log";
import { makeInstanceAdmin } from "./create-instance-admin";

const api = useApi();

/** What each change of somebody who is signed in leaves in the audit log. */
const leaves: Readonly<Record<string, readonly AuditAction[]>> = {
  updateMe: ["person.changed"],
  changeWorkingHours: ["person.hours_changed"],
  switchWorkspace: ["session.switched"],
  endSession: ["session.revoked"],
  endOtherSessions: ["session.revoked"],
  changeRole: ["member.role_changed"],
  removeMember: ["member.removed"],
  invite: ["invitation.created"],
  revokeInvitation: ["invitation.revoked"],
  createKey: ["key.created"],
  revokeKey: ["key.revoked"],
  renameWorkspace: ["workspace.renamed"],
  startConnect: ["connection.begun"],
  changeConnection: ["connection.paused"],
  disconnect: ["connection.disconnected", "connection.revoked"],
  changeCalendar: ["calendar.changed"],
  decideHeld: ["calendar.deletion_refused"],
  replayDeadWork: ["work.replayed"],
  discardDeadWork: ["work.discarded"],
  remindPerson: ["connection.reminded"],
  stopPush: ["channel.stopped"],
  recreatePush: ["channel.recreated"],
  repairPush: ["channel.repaired"],
  decideDeadWork: ["work.replayed"],
  resetBreaker: ["breaker.reset"],
  resolveAlert: ["alert.resolved"],
  acknowledgeAlert: ["alert.acknowledged"],
  snoozeAlert: ["alert.snoozed"],
  changeAlertRule: ["alert_rule.changed"],
  changeNotificationSettings: ["notifications.changed"],
  createEndpoint: ["notifications.address_added"],
  removeEndpoint: ["notifications.address_removed"],
  changeSecret: ["notifications.secret_changed"],
  replayDelivery: ["notifications.replayed"],
  noteOutcome: ["meeting.outcome_noted"],
  createConfiguration: ["booking_page.changed"],
  replaceConfiguration: ["booking_page.changed"],
  removeConfiguration: ["booking_page.removed"],
  decideBooking: ["booking.decided"],
  // It was for somebody else; accepted by whom it is for: below.
  acceptInvitation: ["access.refused"],
};
const ofTheSystem: ReadonlySet<string> = new Set(["connection.revoked"]);
/** Changes that leave nothing there, and why that is right. */
const leavesNothing: Readonly<Record<string, string>> = {
  lookUpInvitation: "Reads: by POST because the token does not belong into an address.",
  checkAvailability: "Looks, and changes nothing.",
  previewConfiguration: "Looks, and changes nothing: by POST because what is previewed is not kept yet.",
  bookAppointment: "The booking is its own record, with everything that was told about it.",
  lookUpBooking: "Reads: by POST because the token does not belong into an address.",
  cancelByLink: "A visitor's own booking, which keeps when it was cancelled.",
  lookUpGuests: "Reads: by POST because the token does not belong into an address.",
  inviteGuests: "A visitor's own booking, which keeps when its guests were invited.",
  moveByLink: "A visitor's own booking, which keeps when it was moved.",
  reportPolicyViolation: "A browser's report, which goes to the log.",
  refreshTokens: "Renews tokens as they are renewed anyway; one that is lost writes connection.access_lost.",
  discoverCalendars: "Looks at the account as it is looked at anyway.",
  sendTest: "A message to oneself, which has a row of its own.",
  markRead: "Says what one has seen oneself, which is nobody else's matter.",
  resync: "Asks for a sync, which has a row of its own in the history.",
  sync: "Asks for a sync, which has a row of its own in the history.",
  syncAuto: "Asks for a sync, which has a row of its own in the history.",
  verifyPush: "Looks at the provider, and changes nothing.",
  testPush: "Leaves channel.tested where there is a channel; in these tests there is none.",
  retrySetAside: "Asks for one event once more, as a sync would.",
};
/** Entries that no signed-in person's request writes, or not in the way it is made here, and the test that reads them. */
const elsewhere: Readonly<Partial<Record<AuditAction, string>>> = {
  "session.started": "src/server/auth/sign-in.db.test.ts",
  "session.ended": "src/server/auth/sign-in.db.test.ts",
  "session.tampering": "src/server/auth/sign-in.db.test.ts",
  "access.refused": "src/server/auth/current-person.db.test.ts",
  "connection.connected": "src/server/connections/disconnect.db.test.ts",
  "connection.refused": "src/server/connections/connect.db.test.ts",
  "connection.reconnected": "src/server/connections/reconnect.db.test.ts",
  "sign-in.refused": "src/server/auth/providers.db.test.ts",
  "connection.resumed": "src/server/connections/calendars.db.test.ts",
  "connection.revoked": "src/server/connections/disconnect.db.test.ts",
  "connection.access_lost": "src/server/tokens/faults.db.test.ts",
  "connection.access_regained": "src/server/tokens/faults.db.test.ts",
  "channel.tested": "src/server/push/person-routes.db.test.ts",
  "calendar.deletion_approved": "src/server/health/histories.db.test.ts",
};

const cameAndWent: readonly AuditAction[] = [
  "person.created",
  "workspace.created",
  "instance_admin.created",
  "identity.linked",
  "member.joined",
  "member.left",
];

const changes = catalog.filter(({ method, access }) => isMutation(method) && access.to !== "cron");

type Entry = { readonly action: string; readonly actorId: string | null };

/** What is new in all logs, the instance's own too, since this was asked the last time. */
async function newEntries(seen: Set<string>): Promise<Entry[]> {
  const rows = await api.deps.db.outsideWorkspace(async (tx) => {
    await becomeAuditor(tx);
    return tx.auditEntry.findMany({ orderBy: [{ at: "asc" }, { seq: "asc" }] });
  });
  const unseen = rows.filter(({ workspaceId, seq }) => !seen.has(`${workspaceId} ${seq}`));
  for (const { workspaceId, seq } of unseen) seen.add(`${workspaceId} ${seq}`);
  return unseen.map(({ action, actorId }) => ({ action, actorId }));
}

const namesOf = (entries: readonly Entry[]) => [...new Set(entries.map(({ action }) => action))].toSorted();

async function arrive(address: string, sessionToken: Secret | null = null): Promise<void> {
  const given = { iss: "https://issuer.test", sub: randomUUID(), email: address, email_verified: true, name: "Zoe" };
  const question = { given, trustsTenant: false, browser: { sessionToken, inviteToken: null } };
  const deps = { ...api.deps, env: { ...api.deps.env, signUp: "anyone" as const } };
  await api.deps.db.outsideWorkspace((tx) => resolveIdentity(tx, question, deps));
}

async function findPerson(id: string): Promise<FoundUser> {
  const found = await api.deps.db.outsideWorkspace((tx) => findUser(tx, id));
  if (found === null) throw new Error("There is no such person.");
  return found;
}

describe("the audit log of a workspace (OPS-4, S60)", () => {
  it("knows of every change there is an address for what it leaves behind", () => {
    const known = [...Object.keys(leaves), ...Object.keys(leavesNothing)];
    expect(changes.map(({ id }) => id).toSorted()).toEqual(known.toSorted());
  });

  it.each(changes.map((contract): [string, Contract] => [contract.id, contract]))(
    "holds what %s has changed, and who it was",
    async (id, { method, path }) => {
      const { home: workspaceId, alice } = api.cast;
      const as = await api.signIn(alice);
      await api.signIn(alice); // Another session, for those that end the others.
      const made = await makeRequest(api, id, { workspaceId, adminId: alice });
      const seen = new Set<string>();
      await newEntries(seen);
      const { text } = await api.call(`${method} ${path}`, { as, ...made });
      const written = await newEntries(seen);
      expect(namesOf(written), text).toEqual(leaves[id] ?? []);
      for (const { action, actorId } of written) if (!ofTheSystem.has(action)) expect(actorId).toBe(alice);
    },
  );

  it("holds who came, who joined, who left, whose account was linked, and who was made the instance's admin", async () => {
    const { home: workspaceId, alice } = api.cast;
    const seen = new Set<string>();
    await newEntries(seen);
    await arrive("zoe@example.test");
    expect(namesOf(await newEntries(seen))).toEqual(["person.created", "workspace.created"]);

    await makeInstanceAdmin({ email: "ida@example.test", name: "Ida" });
    expect(namesOf(await newEntries(seen))).toEqual(["instance_admin.created"]);
    const olga = await findPerson(await createPerson(api.deps.db, "Olga"));
    const about = { userId: olga.id, method: "once", userAgent: null, address: "203.0.113.7", previous: null };
    await arrive(olga.email, await beginSession(api.deps, about));
    expect(namesOf(await newEntries(seen))).toEqual(["identity.linked", "session.started"]);

    const nina = await findPerson(await createPerson(api.deps.db, "Nina"));
    const { token } = await makeInvitation({ workspaceId, adminId: alice }, nina.email);
    const as = await api.signIn(nina.id);
    await newEntries(seen);
    await api.call("POST /api/v1/invitations/accept", { as, body: { token } });
    expect(namesOf(await newEntries(seen))).toEqual(["member.joined"]);
    await api.call("DELETE /api/v1/members/{id}", { as, params: { id: "me" } });
    expect(await newEntries(seen)).toEqual([{ action: "member.left", actorId: nina.id }]);
  });

  it("has no kind of entry that no test reads", () => {
    const here = new Set([...Object.values(leaves).flat(), ...cameAndWent]);
    const unread = auditActions.filter((action) => {
      const file = elsewhere[action];
      return !here.has(action) && (file === undefined || !readFileSync(file, "utf8").includes(`"${action}"`));
    });
    expect(unread).toEqual([]);
  });
});
