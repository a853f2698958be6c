import { randomUUID } from "node:crypto";

import { listApiKeys } from "@/server/db/people/api-keys";
import { createPerson } from "@/server/db/people/identities";
import { listOpenInvitations } from "@/server/db/people/invitations";
import { listWorkspacesOf } from "@/server/db/people/memberships";
import { createInstanceAdmin } from "@/server/db/people/users";
import { addMember, createWorkspace } from "@/server/db/people/workspaces";
import type { Tx } from "@/server/db/open-database";
import type { DemoMember } from "@/server/demo/plan-team";
import { getDeps } from "@/server/deps";

import { createKey } from "./api-keys";
import { invite } from "./invitations";
import type { Role } from "./roles";

type DemoPerson = {
  readonly name: string;
  readonly email: string;
  readonly zone: string;
  readonly role: Role;
  readonly instance?: true;
  /** Has access taken away at the provider, so that there is an account that only its person can restart. */
  readonly takesAccessAway?: true;
};
type DemoCompany = { readonly name: string; readonly slug: string; readonly people: readonly DemoPerson[] };

/** The first of a company is its admin. Their addresses are those of the provider sandbox, so that they can connect there. */
const companies: readonly DemoCompany[] = [
  {
    name: "Meridian",
    slug: "meridian",
    people: [
      { name: "Alice Moreau", email: "alice@meridian.example", zone: "Europe/Berlin", role: "admin" },
      {
        name: "Tomasz Wrona",
        email: "t.wrona@meridian.example",
        zone: "Europe/Berlin",
        role: "manager",
        takesAccessAway: true,
      },
      { name: "Mara Lindqvist", email: "mara.lindqvist@meridian.example", zone: "Europe/Berlin", role: "member" },
      { name: "Priya Raman", email: "priya.raman@meridian.example", zone: "Asia/Kolkata", role: "member" },
      { name: "Bob Castellan", email: "bob@meridian.example", zone: "America/New_York", role: "member" },
      { name: "Aiko Brandt", email: "aiko.brandt@meridian.example", zone: "America/Los_Angeles", role: "member" },
      { name: "Noor Haddad", email: "noor.haddad@meridian.example", zone: "Europe/Amsterdam", role: "member" },
      {
        name: "Jonas Okafor",
        email: "jonas.okafor@meridian.example",
        zone: "Europe/London",
        role: "manager",
        instance: true,
      },
    ],
  },
  {
    name: "Halden Works",
    slug: "halden-works",
    people: [
      { name: "Mallory Voss", email: "mallory@halden.example", zone: "America/New_York", role: "admin" },
      { name: "Lena Fischer", email: "lena.fischer@halden.example", zone: "Europe/Berlin", role: "manager" },
      { name: "Oskar Nyberg", email: "oskar.nyberg@halden.example", zone: "Europe/London", role: "member" },
      { name: "Samuel Adeyemi", email: "samuel@halden.example", zone: "Europe/London", role: "member" },
      {
        name: "Jonas Okafor",
        email: "jonas.okafor@meridian.example",
        zone: "Europe/London",
        role: "member",
        instance: true,
      },
    ],
  },
];

async function requirePersonNamed(tx: Tx, { name, email, zone, instance }: DemoPerson): Promise<string> {
  const { now } = getDeps();
  const made = await createPerson(
    tx,
    { issuer: "demo", subject: email, email, name, locale: "en", timeZone: zone, isDemo: true },
    now(),
  );
  if (made.outcome === "email_taken") throw new Error(`${email} belongs to somebody who is not of the demo.`);
  if (instance) await createInstanceAdmin(tx, { email, name }, now());
  return made.userId;
}

async function requireWorkspace(tx: Tx, { name, slug }: DemoCompany, adminId: string): Promise<string> {
  const created = await createWorkspace(tx, { userId: adminId, name, slug }, getDeps().now());
  const existing = (await listWorkspacesOf(tx, adminId)).find((workspace) => workspace.slug === slug)?.workspace_id;
  const workspaceId = created ?? existing;
  if (workspaceId === undefined) throw new Error(`The workspace ${slug} belongs to somebody else.`);
  return workspaceId;
}

/** One open invitation and one key, so that no page of the settings is empty. */
async function addFirstThings({ person: admin, workspaceId }: DemoMember, slug: string): Promise<void> {
  const { db, now } = getDeps();
  const { invitations, keys } = await db.inWorkspace({ workspaceId, userId: admin.user.id }, async (tx) => ({
    invitations: await listOpenInvitations(tx, workspaceId, now()),
    keys: await listApiKeys(tx, workspaceId, now()),
  }));
  if (invitations.length === 0) await invite(admin, { email: `nils.holm@${slug}.example`, role: "member" });
  if (keys.length === 0)
    await createKey(admin, { name: "Reporting", scopes: ["members:read", "audit:read"], expiresInDays: 365 });
}

/** As after signing in, without the session: a script leaves none behind. */
function toMember(company: DemoCompany, person: DemoPerson, { id, workspaceId }: MadeIds): DemoMember {
  const { name, email, zone, role, instance = false, takesAccessAway = false } = person;
  const user = { id, name, email, locale: "en", timeZone: zone, isInstanceAdmin: instance, isDemo: true };
  const workspace = { id: workspaceId, name: company.name, slug: company.slug, role };
  const whole = { kind: "person", user, workspace, role, isInstanceAdmin: instance, sessionId: randomUUID() } as const;
  return { person: whole, workspaceId, takesAccessAway };
}

type MadeIds = { readonly id: string; readonly workspaceId: string };

async function seedCompany(company: DemoCompany): Promise<DemoMember[]> {
  const { db, now } = getDeps();
  const [admin, ...others] = company.people;
  if (admin === undefined) throw new Error(`${company.name} has nobody.`);
  const { first, rest } = await db.outsideWorkspace(async (tx) => {
    const adminId = await requirePersonNamed(tx, admin);
    const workspaceId = await requireWorkspace(tx, company, adminId);
    const members: DemoMember[] = [];
    for (const person of others) {
      const id = await requirePersonNamed(tx, person);
      await addMember(tx, { workspaceId, userId: id, role: person.role }, now());
      members.push(toMember(company, person, { id, workspaceId }));
    }
    return { first: toMember(company, admin, { id: adminId, workspaceId }), rest: members };
  });
  await addFirstThings(first, company.slug);
  return [first, ...rest];
}

/** The demo's companies and their people, who sign in without a password. Refused outside the demo, whoever calls it. */
export async function seedDemo(): Promise<{ people: number; workspaces: number; members: DemoMember[] }> {
  if (!getDeps().env.demo) throw new Error("Demo people are made in a demo only.");
  const members: DemoMember[] = [];
  for (const company of companies) members.push(...(await seedCompany(company)));
  const people = new Set(members.map(({ person }) => person.user.id)).size;
  return { people, workspaces: companies.length, members };
}
