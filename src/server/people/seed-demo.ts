import { listApiKeys } from "@/server/db/people/api-keys";
import { createPerson } from "@/server/db/people/identities";
import { listOpenInvitations } from "@/server/db/people/invitations";
import { listWorkspacesOf } from "@/server/db/people/memberships";
import { createInstanceAdmin } from "@/server/db/people/users";
import { addMember, createWorkspace } from "@/server/db/people/workspaces";
import type { Tx } from "@/server/db/open-database";
import { getDeps } from "@/server/deps";

import { createKey } from "./api-keys";
import { invite } from "./invitations";
import type { Person } from "./person";
import type { Role } from "./roles";

type DemoPerson = {
  readonly name: string;
  readonly email: string;
  readonly zone: string;
  readonly role: Role;
  readonly instance?: true;
};
type DemoCompany = { readonly name: string; readonly slug: string; readonly people: readonly DemoPerson[] };

/** The first of a company is its admin. Their addresses are those of the provider sandbox, so that they can connect there. */
const companies: readonly DemoCompany[] = [
  {
    name: "Meridian",
    slug: "meridian",
    people: [
      { name: "Alice Moreau", email: "alice@meridian.example", zone: "Europe/Berlin", role: "admin" },
      { name: "Tomasz Wrona", email: "t.wrona@meridian.example", zone: "Europe/Berlin", role: "manager" },
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
async function addFirstThings(workspaceId: string, adminId: string, company: DemoCompany): Promise<void> {
  const { db, now } = getDeps();
  const admin = { kind: "person", user: { id: adminId }, workspace: { id: workspaceId }, role: "admin" } as Person;
  const { invitations, keys } = await db.inWorkspace({ workspaceId, userId: adminId }, async (tx) => ({
    invitations: await listOpenInvitations(tx, workspaceId, now()),
    keys: await listApiKeys(tx, workspaceId, now()),
  }));
  if (invitations.length === 0) await invite(admin, { email: `nils.holm@${company.slug}.example`, role: "member" });
  if (keys.length === 0)
    await createKey(admin, { name: "Reporting", scopes: ["members:read", "audit:read"], expiresInDays: 365 });
}

async function seedCompany(company: DemoCompany): Promise<void> {
  const { db, now } = getDeps();
  const [admin, ...others] = company.people;
  if (admin === undefined) throw new Error(`${company.name} has nobody.`);
  const { workspaceId, adminId } = await db.outsideWorkspace(async (tx) => {
    const id = await requirePersonNamed(tx, admin);
    const workspace = await requireWorkspace(tx, company, id);
    for (const person of others)
      await addMember(
        tx,
        { workspaceId: workspace, userId: await requirePersonNamed(tx, person), role: person.role },
        now(),
      );
    return { workspaceId: workspace, adminId: id };
  });
  await addFirstThings(workspaceId, adminId, company);
}

/** The demo's companies and their people, who sign in without a password. Refused outside the demo, whoever calls it. */
export async function seedDemo(): Promise<{ people: number; workspaces: number }> {
  if (!getDeps().env.demo) throw new Error("Demo people are made in a demo only.");
  for (const company of companies) await seedCompany(company);
  const addresses = new Set(companies.flatMap(({ people }) => people.map(({ email }) => email)));
  return { people: addresses.size, workspaces: companies.length };
}
