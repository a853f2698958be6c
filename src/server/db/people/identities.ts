import type { Tx } from "@/server/db/open-database";

/** Who somebody is at a sign-in provider. The address is never part of it. */
export type Identity = { readonly issuer: string; readonly subject: string };

export async function findIdentity(
  tx: Tx,
  { issuer, subject }: Identity,
): Promise<{ userId: string; isDisabled: boolean } | null> {
  const [row] = await tx.$queryRaw<{ user_id: string; is_disabled: boolean }[]>`
    select user_id, is_disabled from system.find_identity(${issuer}, ${subject})`;
  return row === undefined ? null : { userId: row.user_id, isDisabled: row.is_disabled };
}

export type NewPerson = Identity & {
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly isDemo: boolean;
};

export type Created =
  { readonly outcome: "created" | "identity_exists"; readonly userId: string } | { readonly outcome: "email_taken" };

export async function createPerson(tx: Tx, person: NewPerson, now: Date): Promise<Created> {
  const [row] = await tx.$queryRaw<
    { outcome: "created" | "identity_exists" | "email_taken"; user_id: string | null }[]
  >`
    select outcome, user_id from system.create_person(${person.issuer}, ${person.subject}, ${person.email}, ${person.name},
      ${person.locale}, ${person.timeZone}, ${person.isDemo}, ${now})`;
  if (row === undefined || row.outcome === "email_taken" || row.user_id === null) return { outcome: "email_taken" };
  return { outcome: row.outcome, userId: row.user_id };
}

export async function linkIdentity(
  tx: Tx,
  { userId, identity }: { readonly userId: string; readonly identity: Identity },
  now: Date,
): Promise<"linked" | "already_linked" | "taken"> {
  const [row] = await tx.$queryRaw<{ outcome: "linked" | "already_linked" | "taken" }[]>`
    select system.link_identity(${userId}::uuid, ${identity.issuer}, ${identity.subject}, ${now}) as outcome`;
  return row?.outcome ?? "taken";
}
