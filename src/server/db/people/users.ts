import type { Tx } from "@/server/db/open-database";

export type FoundUser = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly isInstanceAdmin: boolean;
  readonly isDemo: boolean;
};

export async function findUser(tx: Tx, userId: string): Promise<FoundUser | null> {
  const [row] = await tx.$queryRaw<
    { name: string; email: string; locale: string; time_zone: string; is_instance_admin: boolean; is_demo: boolean }[]
  >`
    select name, email, locale, time_zone, is_instance_admin, is_demo from system.find_user(${userId}::uuid)`;
  if (row === undefined) return null;
  return {
    id: userId,
    name: row.name,
    email: row.email,
    locale: row.locale,
    timeZone: row.time_zone,
    isInstanceAdmin: row.is_instance_admin,
    isDemo: row.is_demo,
  };
}

export type ProfileChange = {
  readonly name?: string | undefined;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
};

export async function updateProfileOf(
  tx: Tx,
  { userId, change }: { readonly userId: string; readonly change: ProfileChange },
  now: Date,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ changed: boolean }[]>`
    select system.update_profile(${userId}::uuid, ${change.name ?? null}, ${change.locale ?? null}, ${change.timeZone ?? null}, ${now}) as changed`;
  return row?.changed ?? false;
}

export type DemoPersonRow = {
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly is_instance_admin: boolean;
  readonly role: string | null;
  readonly workspace_name: string | null;
};

export function listDemoPeople(tx: Tx): Promise<DemoPersonRow[]> {
  return tx.$queryRaw<
    DemoPersonRow[]
  >`select user_id, name, email, is_instance_admin, role, workspace_name from system.demo_people()`;
}

export async function createInstanceAdmin(
  tx: Tx,
  person: { readonly email: string; readonly name: string },
  now: Date,
): Promise<string> {
  const [row] = await tx.$queryRaw<
    { id: string }[]
  >`select system.create_instance_admin(${person.email}, ${person.name}, ${now}) as id`;
  if (row === undefined) throw new Error("The instance admin was not created.");
  return row.id;
}
