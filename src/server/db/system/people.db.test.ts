import { beforeAll, describe, expect, it } from "vitest";

import { sqlStateOf } from "@/server/db/sql-state";
import {
  addMember,
  createCast,
  createPerson,
  createWorkspace,
  hashOf,
  randomSecret,
  testNow,
  type Cast,
} from "@/testing/cast";
import { useTestDatabase } from "@/testing/database";

const database = useTestDatabase();
const later = new Date(testNow.getTime() + 3_600_000);
let cast: Cast;

beforeAll(async () => {
  cast = await createCast(database.db);
});

const createBy = (issuer: string, subject: string, email: string) =>
  database.db.outsideWorkspace(
    (tx) => tx.$queryRaw<{ outcome: string; user_id: string | null }[]>`
    select * from system.create_person(${issuer}, ${subject}, ${email}, 'Eve', 'en', 'UTC', false, ${testNow})`,
  );

async function invite(email: string): Promise<string> {
  const token = randomSecret();
  await database.db.inWorkspace({ workspaceId: cast.home, userId: cast.alice }, (tx) =>
    tx.invitation.create({
      data: {
        workspaceId: cast.home,
        email,
        role: "manager",
        tokenHash: hashOf(token),
        invitedBy: cast.alice,
        expiresAt: later,
      },
    }),
  );
  return token;
}

const accept = (token: string, userId: string, holdSeconds = 0) =>
  database.db.outsideWorkspace(async (tx) => {
    const answer = await tx.$queryRaw<{ outcome: string; workspace_id: string | null }[]>`
      select outcome, workspace_id from system.accept_invitation(${hashOf(token)}, ${userId}::uuid, ${testNow})`;
    if (holdSeconds > 0) await tx.$executeRaw`select pg_sleep(${holdSeconds})`;
    return answer;
  });

const emailOf = async (userId: string) => {
  const [row] = await database.db.outsideWorkspace(
    (tx) => tx.$queryRaw<{ email: string }[]>`select email from system.find_user(${userId}::uuid)`,
  );
  return row?.email ?? "";
};

describe("identities", () => {
  it("are found by issuer and subject; an address that is taken makes no second account and no link", async () => {
    const [made] = await createBy("https://accounts.example", "s-1", "Eve@Example.test ");
    expect(made?.outcome).toBe("created");
    expect(await createBy("https://accounts.example", "s-1", "other@example.test")).toEqual([
      { outcome: "identity_exists", user_id: made?.user_id },
    ]);
    expect(await createBy("https://login.example", "s-1", "eve@example.test")).toEqual([
      { outcome: "email_taken", user_id: null },
    ]);
    const found = await database.db.outsideWorkspace(
      (tx) => tx.$queryRaw`select user_id from system.find_identity('https://login.example', 's-1')`,
    );
    expect(found).toEqual([]);
  });

  it("belong to one person: linking another's identity is refused", async () => {
    const link = (userId: string) =>
      database.db.outsideWorkspace(
        (tx) => tx.$queryRaw`
      select system.link_identity(${userId}::uuid, 'https://login.example', 'shared', ${testNow}) as outcome`,
      );
    expect(await link(cast.alice)).toEqual([{ outcome: "linked" }]);
    expect(await link(cast.alice)).toEqual([{ outcome: "already_linked" }]);
    expect(await link(cast.mallory)).toEqual([{ outcome: "taken" }]);
  });
});

describe("invitations", () => {
  it("let in the person of that address, with the role of the invitation, once", async () => {
    const guest = await createPerson(database.db, "Guest");
    const token = await invite(await emailOf(guest));
    expect(await accept(token, guest)).toEqual([{ outcome: "accepted", workspace_id: cast.home }]);
    expect(await accept(token, guest)).toEqual([{ outcome: "not_found", workspace_id: null }]);
    const memberships = await database.db.outsideWorkspace(
      (tx) => tx.$queryRaw`select workspace_id, role from system.memberships_of(${guest}::uuid)`,
    );
    expect(memberships).toEqual([{ workspace_id: cast.home, role: "manager" }]);
  });

  it("cannot be accepted by somebody signed in under another address", async () => {
    const token = await invite("somebody@example.test");
    expect(await accept(token, cast.mallory)).toEqual([{ outcome: "other_address", workspace_id: null }]);
  });

  it("say that the address has an account, so that the person signs in instead of being made", async () => {
    const token = await invite(await emailOf(cast.mallory));
    const found = await database.db.outsideWorkspace(
      (tx) => tx.$queryRaw`
      select workspace_id, role, inviter_id, address_is_known from system.find_invitation(${hashOf(token)}, ${testNow})`,
    );
    expect(found).toEqual([
      { workspace_id: cast.home, role: "manager", inviter_id: cast.alice, address_is_known: true },
    ]);
  });

  it("accepted several times at once make one member", async () => {
    const guest = await createPerson(database.db, "Twin");
    const token = await invite(await emailOf(guest));
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => accept(token, guest, 0.1)));
    expect(
      outcomes
        .flat()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(["accepted", "not_found", "not_found", "not_found"]);
  });

  it("stand open once per address", async () => {
    await invite("twice@example.test");
    await expect(invite("twice@example.test")).rejects.toMatchObject({ code: "P2002" });
  });
});

describe("one-time links", () => {
  it("work once, for their purpose, before they expire", async () => {
    const token = randomSecret();
    await database.db.outsideWorkspace(
      (tx) =>
        tx.$queryRaw`select system.create_one_time_link(${hashOf(token)}, 'instance_admin', ${cast.alice}::uuid, ${later}, ${testNow})`,
    );
    const use = (purpose: string, now: Date) =>
      database.db.outsideWorkspace(
        (tx) => tx.$queryRaw<{ person: string | null }[]>`
      select system.use_one_time_link(${hashOf(token)}, ${purpose}, ${now}) as person`,
      );
    expect(await use("other", testNow)).toEqual([{ person: null }]);
    expect(await use("instance_admin", later)).toEqual([{ person: null }]);
    const uses = await Promise.all(Array.from({ length: 5 }, () => use("instance_admin", testNow)));
    expect(uses.flat().filter(({ person }) => person === cast.alice)).toHaveLength(1);
  });
});

describe("API keys", () => {
  it("are found by hash with their workspace and scopes until they are revoked", async () => {
    const secret = randomSecret();
    const scope = { workspaceId: cast.home, userId: cast.alice };
    await database.db.inWorkspace(scope, (tx) =>
      tx.apiKey.create({
        data: {
          workspaceId: cast.home,
          name: "CI",
          prefix: "dk_1234",
          keyHash: hashOf(secret),
          scopes: ["health:read"],
          createdBy: cast.alice,
        },
      }),
    );
    const find = () =>
      database.db.outsideWorkspace(
        (tx) => tx.$queryRaw`select workspace_id, scopes from system.find_api_key(${hashOf(secret)}, ${testNow})`,
      );
    expect(await find()).toEqual([{ workspace_id: cast.home, scopes: ["health:read"] }]);
    const [key] = await database.db.inWorkspace(scope, (tx) => tx.apiKey.findMany({ where: { name: "CI" } }));
    expect(key?.lastUsedAt).toEqual(testNow);
    await database.db.inWorkspace(scope, (tx) =>
      tx.apiKey.updateMany({ where: { name: "CI" }, data: { revokedAt: testNow } }),
    );
    expect(await find()).toEqual([]);
  });
});

describe("the last admin", () => {
  it("can neither be demoted nor leave, also when two admins demote each other at once", async () => {
    const workspaceId = await createWorkspace(database.db, cast.alice, "Pair");
    const within = { workspaceId, userId: cast.alice };
    const demote = (userId: string) =>
      database.db.inWorkspace(within, (tx) =>
        tx.membership.updateMany({ where: { userId }, data: { role: "member" } }),
      );
    await expect(demote(cast.alice)).rejects.toSatisfy((error) => sqlStateOf(error) === "DK001");
    await addMember(database.db, { workspaceId, userId: cast.bob, role: "admin" });
    const slowly = (userId: string) =>
      database.db.inWorkspace(within, async (tx) => {
        await tx.membership.updateMany({ where: { userId }, data: { role: "member" } });
        await tx.$executeRaw`select pg_sleep(0.2)`;
      });
    const outcomes = await Promise.allSettled([slowly(cast.alice), slowly(cast.bob)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const leave = database.db.inWorkspace(within, (tx) => tx.membership.deleteMany({ where: { role: "admin" } }));
    await expect(leave).rejects.toSatisfy((error) => sqlStateOf(error) === "DK001");
  });
});

describe("the instance overview", () => {
  it("is empty for everybody but an instance admin", async () => {
    const overview = (userId: string) =>
      database.db.outsideWorkspace(
        (tx) => tx.$queryRaw<unknown[]>`select workspace_id, members from system.instance_overview(${userId}::uuid)`,
      );
    expect(await overview(cast.alice)).toEqual([]);
    const [admin] = await database.db.outsideWorkspace(
      (tx) =>
        tx.$queryRaw<
          { id: string }[]
        >`select system.create_instance_admin('root@example.test', 'Root', ${testNow}) as id`,
    );
    expect(await overview(admin?.id ?? "")).toContainEqual({ workspace_id: cast.elsewhere, members: 1 });
  });
});
