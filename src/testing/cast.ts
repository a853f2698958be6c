import { createHash, randomBytes } from "node:crypto";

import type { Database, Tx } from "@/server/db/open-database";

export const testNow = new Date("2026-11-21T09:00:00.000Z");

export const hashOf = (secret: string) => createHash("sha256").update(secret).digest();
export const randomSecret = () => randomBytes(32).toString("base64url");

/** Runs one function of the schema "system" outside any workspace and answers its rows. */
export function ask<Row>(db: Database, run: (tx: Tx) => Promise<Row[]>): Promise<Row[]> {
  return db.outsideWorkspace(run);
}

export async function createPerson(db: Database, name: string): Promise<string> {
  const email = `${name.toLowerCase()}.${randomBytes(6).toString("hex")}@example.test`;
  const [row] = await ask(
    db,
    (tx) => tx.$queryRaw<{ user_id: string }[]>`
    select user_id from system.create_person('test', ${email}, ${email}, ${name}, 'en', 'Europe/Berlin', false, ${testNow})`,
  );
  if (!row) throw new Error(`${name} was not created`);
  return row.user_id;
}

export async function createWorkspace(db: Database, adminId: string, name: string): Promise<string> {
  const slug = `${name.toLowerCase()}-${randomBytes(6).toString("hex")}`;
  const [row] = await ask(
    db,
    (tx) => tx.$queryRaw<{ id: string }[]>`
    select system.create_workspace(${adminId}::uuid, ${name}, ${slug}, ${testNow}) as id`,
  );
  if (!row) throw new Error(`workspace ${name} was not created`);
  return row.id;
}

export async function addMember(
  db: Database,
  member: { workspaceId: string; userId: string; role: string },
): Promise<void> {
  await ask(
    db,
    (tx) => tx.$queryRaw<unknown[]>`
    select system.add_member(${member.workspaceId}::uuid, ${member.userId}::uuid, ${member.role}, ${testNow})`,
  );
}

export type Cast = { alice: string; bob: string; mallory: string; home: string; elsewhere: string };

/** Alice owns `home`, Bob is on her team, Mallory owns `elsewhere`. */
export async function createCast(db: Database): Promise<Cast> {
  const alice = await createPerson(db, "Alice");
  const bob = await createPerson(db, "Bob");
  const mallory = await createPerson(db, "Mallory");
  const home = await createWorkspace(db, alice, "Home");
  const elsewhere = await createWorkspace(db, mallory, "Elsewhere");
  await addMember(db, { workspaceId: home, userId: bob, role: "member" });
  return { alice, bob, mallory, home, elsewhere };
}
