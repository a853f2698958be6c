// The people of the examples in the documentation. Ids are made up and belong to nobody.
export const ids = {
  alice: "3f0d7c1e-6a51-4a3c-9a55-1d2b8f6c7e10",
  bob: "8b6a2f54-0c1e-4f7b-8d0a-5e2c9b7a1f20",
  home: "c5a1e9d2-7b34-4e68-a0f1-9d8c7b6a5e30",
  member: "e7d4b2a1-93c8-4f05-b6e2-0a1b2c3d4e40",
  session: "1a2b3c4d-5e6f-4a8b-9c0d-e1f2a3b4c550",
  invitation: "5d4c3b2a-1f0e-4d9c-8b7a-695847362560",
  key: "9e8d7c6b-5a49-4837-a625-143210fedc70",
  worker: "7c6b5a49-3827-4615-8403-f2e1d0cfbe80",
} as const;

const at = "2026-11-21T09:00:00.000Z";
const later = "2026-11-28T09:00:00.000Z";

export const examples = {
  summary: { id: ids.home, name: "Meridian", slug: "meridian", role: "admin" },
  user: {
    id: ids.alice,
    name: "Alice Berg",
    email: "alice@meridian.test",
    locale: "en",
    timeZone: "Europe/Berlin",
    isInstanceAdmin: false,
    isDemo: false,
  },
  session: {
    id: ids.session,
    current: true,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: later,
    userAgent: "Firefox on Linux",
    address: "203.0.113.7",
    method: "once",
  },
  member: {
    id: ids.member,
    userId: ids.bob,
    name: "Bob Vance",
    email: "bob@meridian.test",
    role: "member",
    joinedAt: at,
    lastSeenAt: at,
  },
  invitation: {
    id: ids.invitation,
    email: "carol@meridian.test",
    role: "manager",
    createdAt: at,
    expiresAt: later,
    invitedBy: { id: ids.alice, name: "Alice Berg" },
  },
  key: {
    id: ids.key,
    name: "Reporting",
    scopes: ["members:read"],
    prefix: "dk_4f2a91c0",
    createdAt: at,
    lastUsedAt: null,
    expiresAt: later,
    createdBy: { id: ids.alice, name: "Alice Berg" },
  },
  workspace: { id: ids.home, name: "Meridian", slug: "meridian", createdAt: at },
  auditEntry: {
    id: "42",
    at,
    actor: { kind: "person", id: ids.alice, name: "Alice Berg" },
    action: "member.role_changed",
    subject: { kind: "person", id: ids.bob },
    detail: { from: "member", to: "manager" },
  },
  instance: {
    workspaces: [{ id: ids.home, name: "Meridian", members: 8, connections: 11, createdAt: at, lastActivityAt: at }],
    workers: [
      {
        id: ids.worker,
        kind: "worker",
        name: "web-1",
        version: "0.1.0",
        startedAt: at,
        lastBeatAt: at,
        stoppedAt: null,
        alive: true,
      },
    ],
    database: { version: "18.0", migrations: 12 },
    queue: { due: 3, oldestDueAt: at },
  },
} as const;
